import { built } from '../tests/dockerfiles.ts';
import { statusOf } from '../tests/run-check.ts';
import { dockerfileInstruction } from './check.ts';

it.each([
  ['PASS', { instruction: 'RUN', contains: ['poetry'] }, ['FROM a', 'RUN pip install poetry==2']],
  ['FAIL', { instruction: 'RUN', contains: ['poetry'] }, ['FROM a', 'RUN pip install poetry-core']],
  ['FAIL', { instruction: 'RUN', contains: ['npm ci'] }, ['FROM a', 'RUN echo npm ci']],
  ['FAIL', { instruction: 'RUN', contains: ['npm ci'] }, ['FROM a', 'RUN true # npm ci']],
  ['FAIL', { instruction: 'RUN', contains: ['npm ci'] }, ['FROM a', '# RUN npm ci', 'RUN npm i']],
  ['FAIL', { instruction: 'RUN', contains: ['npm ci'] }, ['FROM a AS b', 'RUN npm ci', 'FROM c']],
  ['PASS', { instruction: 'RUN', contains: ['npm ci'] }, ['FROM a', 'RUN x && \\', '  npm   ci']],
  ['PASS', { contains: ['node main.js'] }, ['FROM a', 'CMD ["node", "main.js"]']],
  ['PASS', { contains: ['a.txt', 'b.txt'] }, ['FROM a', 'COPY a.txt .', 'COPY b.txt .']],
  ['FAIL', { contains: ['a.txt', 'b.txt'] }, ['FROM a', 'COPY a.txt .']],
  ['PASS', { contains: ['tool 1.2'] }, ['FROM a', 'ARG V=1.2', 'RUN install tool $V']],
  ['FAIL', { instruction: 'ADD', absent: true }, ['FROM a AS b', 'ADD x /', 'FROM c']],
  ['PASS', { instruction: 'ADD', absent: true }, ['FROM a', 'COPY x /']],
] as const)('instruction: %s %j %j', async (status, wanted, text) => {
  expect(await statusOf(dockerfileInstruction, wanted, built(text))).toBe(status);
});
