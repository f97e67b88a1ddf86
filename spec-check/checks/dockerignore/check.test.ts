import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { statusOf } from '../tests/run-check.ts';
import { dockerignore } from './check.ts';

it.each<['PASS' | 'FAIL', string[] | undefined, string | undefined, string[]?]>([
  ['FAIL', undefined, undefined],
  ['FAIL', undefined, '# nothing\n\n'],
  ['FAIL', undefined, '!keep\n'],
  ['PASS', undefined, '.git\n'],
  ['PASS', ['node_modules/', '*.log', '.env'], 'node_modules\n*.log\n.env*\n'],
  ['FAIL', ['node_modules'], 'node_modules/*\n'],
  ['FAIL', ['.git'], '*.md\n'],
  ['FAIL', ['build'], 'build\n!build/keep\n', ['build/keep']],
  ['FAIL', ['.env'], '.env\n', ['api/.env']],
  ['PASS', ['*.log'], '*.log\n', ['api/a.txt']],
  // The rule is about the folder itself, and the promise about all logs.
  ['FAIL', ['*.log'], '*.log\n', ['api/a.log']],
  ['PASS', ['*.log'], '**/*.log\n', ['api/a.log']],
  ['FAIL', ['**/*.log'], '*.log\n', ['api/a.log']],
])('.dockerignore: %s %j %j', async (status, entries, text, sent = []) => {
  const context = await mkdtemp(path.join(tmpdir(), 'spec-check-context-'));
  for (const file of text === undefined ? sent : ['.dockerignore', ...sent]) {
    await mkdir(path.dirname(path.join(context, file)), { recursive: true });
    await writeFile(path.join(context, file), text ?? '');
  }
  const build = { kind: 'built', dockerfile: { path: path.join(context, 'Dockerfile'), context } };
  expect(await statusOf(dockerignore, { entries }, { build })).toBe(status);
  await rm(context, { recursive: true });
});
