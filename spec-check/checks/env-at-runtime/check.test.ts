import { readStages } from '../../dockerfile/read.ts';
import { usedStages } from '../../dockerfile/used-stages.ts';
import { verdictOf } from '../../model/verdict.ts';
import { judgeBaked } from './check.ts';

it.each([
  ['PASS', ['FROM a', 'ENV NODE_ENV=production', 'ARG VERSION']],
  ['FAIL', ['FROM a', 'ARG DB_PASSWORD']],
  ['FAIL', ['FROM a', 'ENV DATABASE_URL=postgres://x']],
  ['PASS', ['FROM a AS unused', 'ARG DB_PASSWORD', 'FROM b']],
] as const)('settings in the image: %s %j', (status, text) => {
  expect(verdictOf(judgeBaked(usedStages(readStages(text.join('\n'))))).status).toBe(status);
});
