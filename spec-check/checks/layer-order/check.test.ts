import { built } from '../tests/dockerfiles.ts';
import { statusOf } from '../tests/run-check.ts';
import { layerOrder } from './check.ts';

it.each([
  ['PASS', ['FROM a', 'COPY package*.json ./', 'RUN npm ci', 'COPY . .']],
  ['PASS', ['FROM a', 'COPY requirements.txt .', 'RUN pip install -r requirements.txt']],
  ['FAIL', ['FROM a', 'COPY . .', 'RUN npm ci']],
  ['FAIL', ['FROM a', 'COPY package.json ./', 'COPY src ./src', 'RUN npm ci']],
  ['FAIL', ['FROM a AS base', 'COPY . .', 'FROM base', 'RUN npm ci']],
  ['FAIL', ['FROM a', 'RUN npm ci', 'COPY . .']],
  ['AMBIGUOUS', ['FROM a', 'COPY . .', 'RUN make']],
] as const)('order: %s %j', async (status, text) => {
  expect(await statusOf(layerOrder, {}, built(text))).toBe(status);
});
