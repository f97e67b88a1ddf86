import path from 'node:path';
import { verdictOf } from '../tests/run-check.ts';
import { dockerfileExists } from './check.ts';

it.each([
  ['PASS', 'FROM a\n', undefined, /^images\/Dockerfile has 1 FROM/],
  ['FAIL', '# nothing yet\n', undefined, /^images\/Dockerfile is no Dockerfile/],
  ['FAIL', 'FROM a\n', 'no/such/Dockerfile', /^There is no file no\/such/],
  ['FAIL', 'FROM a\n', 'tests', /^There is no file tests/],
] as const)('a Dockerfile is there: %s %j %j', async (status, text, where, words) => {
  const context = path.join(import.meta.dirname, '..');
  const dockerfile = { path: path.join(context, 'images/Dockerfile'), text, context };
  const build = { kind: 'broken', dockerfile };
  const verdict = await verdictOf(dockerfileExists, { path: where }, { build });
  expect(verdict.status).toBe(status);
  expect(verdict.evidence).toMatch(words);
});
