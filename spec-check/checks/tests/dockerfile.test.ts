import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readStages } from '../../dockerfile/read.ts';
import { pinningOf } from '../../dockerfile/reference.ts';
import { stagesOf, usedStages } from '../../dockerfile/used-stages.ts';
import type { Image } from '../../model/resources.ts';
import { Ambiguous, verdictOf as decided } from '../../model/verdict.ts';
import { cmd } from '../cmd/check.ts';
import { dockerfileExists } from '../dockerfile-exists/check.ts';
import { dockerfileInstruction } from '../dockerfile-instruction/check.ts';
import { dockerignore } from '../dockerignore/check.ts';
import { judgeBaked } from '../env-at-runtime/check.ts';
import { execForm } from '../exec-form/check.ts';
import { labels } from '../labels/check.ts';
import { layerOrder } from '../layer-order/check.ts';
import { multiStage } from '../multi-stage/check.ts';
import { noLatestTag } from '../no-latest-tag/check.ts';
import { pinnedBase } from '../pinned-base/check.ts';
import { statusOf, verdictOf } from './run-check.ts';

const lines = (...text: readonly string[]) => readStages(text.join('\n'));
const built = (text: readonly string[]) => ({
  build: { kind: 'built', dockerfile: { path: 'Dockerfile', text: text.join('\n') } },
});

it('an image alone does not tell what its Dockerfile says', () => {
  expect(() => stagesOf({ kind: 'given', reference: 'x' })).toThrow(Ambiguous);
});

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

it.each([
  ['PASS', undefined, ['FROM a AS build', 'FROM b', 'COPY --from=build /x /x']],
  ['PASS', undefined, ['FROM a', 'FROM b', 'COPY --from=0 /x /x']],
  [
    'PASS',
    undefined,
    ['FROM a AS b', 'FROM c', 'RUN --mount=type=bind,from=b,target=/b cp /b/x /'],
  ],
  ['PASS', ['Build'], ['FROM a AS build', 'FROM b', 'COPY --from=build /x /x']],
  ['FAIL', ['test'], ['FROM a AS build', 'FROM b', 'COPY --from=build /x /x']],
  // A stage that the build does not use is none of its stages.
  ['FAIL', ['test'], ['FROM a AS build', 'FROM a AS test', 'FROM b', 'COPY --from=build /x /x']],
  ['FAIL', undefined, ['FROM a']],
  ['FAIL', undefined, ['FROM a AS build', 'FROM b', 'COPY --from=nginx:1.27 /x /x']],
  ['FAIL', undefined, ['FROM a AS build', 'FROM build', 'COPY --from=build /x /x']],
] as const)('stages: %s %j %j', async (status, stages, text) => {
  expect(await statusOf(multiStage, { stages }, built(text))).toBe(status);
});

it.each([
  ['node', 'none'],
  ['node:latest', 'none'],
  ['node:lts-slim', 'none'],
  ['python:alpine3.20', 'none'],
  ['debian:stable-slim', 'none'],
  ['debian:bookworm-slim', 'version'],
  ['node:bookworm-slim', 'none'],
  ['node:24', 'version'],
  ['localhost:5000/node', 'none'],
  ['ghcr.io/x/y:v1.2.3', 'exact'],
  ['eclipse-temurin:21-jre', 'version'],
  ['python:3.12-slim', 'version'],
  ['node:24.1.0-slim', 'exact'],
  [`node@sha256:${'a'.repeat(64)}`, 'digest'],
  ['node@sha256:abc', 'none'],
] as const)('%s is pinned to: %s', (reference, pinning) => {
  expect(pinningOf(reference)).toBe(pinning);
});

it.each([
  ['FAIL', 'FAIL', ['ARG V=latest', 'FROM node:${V}']],
  ['FAIL', 'FAIL', ['FROM node:24', 'COPY --from=busybox /x /x']],
  ['FAIL', 'FAIL', ['FROM node:latest AS a', 'FROM node:24']],
  ['PASS', 'PASS', ['ARG V=24', 'FROM node:${V} AS a', 'FROM a', 'COPY --from=a /x /x']],
  ['PASS', 'PASS', ['FROM scratch', 'COPY x /']],
  ['AMBIGUOUS', 'AMBIGUOUS', ['ARG BASE', 'FROM $BASE']],
  ['PASS', 'FAIL', ['FROM node:lts']],
] as const)('no latest: %s, pinned: %s, %j', async (latest, pinned, text) => {
  expect(await statusOf(noLatestTag, {}, built(text))).toBe(latest);
  expect(await statusOf(pinnedBase, {}, built(text))).toBe(pinned);
});

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

it.each([
  ['PASS', ['FROM a', 'ENV NODE_ENV=production', 'ARG VERSION']],
  ['FAIL', ['FROM a', 'ARG DB_PASSWORD']],
  ['FAIL', ['FROM a', 'ENV DATABASE_URL=postgres://x']],
  ['PASS', ['FROM a AS unused', 'ARG DB_PASSWORD', 'FROM b']],
] as const)('settings in the image: %s %j', (status, text) => {
  expect(decided(judgeBaked(usedStages(lines(...text)))).status).toBe(status);
});

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

const imageOf = (config: Partial<Image['config']>) => ({
  image: { reference: 'x', config: { Entrypoint: [], Cmd: [], ...config } },
});

it.each([
  ['PASS', undefined, { Cmd: ['node', 'main.js'] }],
  ['FAIL', undefined, {}],
  ['FAIL', 'CMD', { Entrypoint: ['node'] }],
  ['FAIL', undefined, { Cmd: ['/bin/sh', '-c', 'node main.js'] }],
  ['FAIL', undefined, { Cmd: ['/bin/bash', '-o', 'pipefail', '-c', 'node main.js'] }],
  ['FAIL', undefined, { Entrypoint: ['/bin/sh', '-c', 'x'], Cmd: ['node'] }],
  ['AMBIGUOUS', undefined, { Cmd: ['sh', '-c', 'exec node main.js'] }],
  ['PASS', undefined, { Cmd: ['bash', 'start.sh'] }],
] as const)('exec form: %s %j %j', async (status, instruction, config) => {
  expect(await statusOf(execForm, { instruction }, imageOf(config))).toBe(status);
});

it.each([
  ['PASS', { cmd: ['node', 'a.js'] }, { Cmd: ['node', 'a.js'] }],
  ['FAIL', { cmd: ['node', 'a.js'] }, { Entrypoint: ['node'], Cmd: ['a.js'] }],
  ['FAIL', { cmd: ['node', 'a.js'] }, { Cmd: ['/bin/sh', '-c', 'node a.js'] }],
  ['PASS', { contains: 'node a.js' }, { Entrypoint: ['node'], Cmd: ['a.js'] }],
  ['FAIL', { contains: 'node a.js' }, { Cmd: ['node', 'a.jsx'] }],
  ['PASS', { contains: '0.0.0.0:9000' }, { Cmd: ['app', '--bind=0.0.0.0:9000'] }],
  ['FAIL', {}, {}],
] as const)('command: %s %j %j', async (status, wanted, config) => {
  expect(await statusOf(cmd, wanted, imageOf(config))).toBe(status);
});

it.each<[Record<string, string>, string | undefined, 'PASS' | 'FAIL']>([
  [{ a: '1.2.3' }, undefined, 'PASS'],
  [{}, undefined, 'FAIL'],
  [{ b: '1' }, undefined, 'FAIL'],
  [{ a: '' }, undefined, 'FAIL'],
  [{ a: 'unknown' }, undefined, 'FAIL'],
  [{ a: '${VERSION}' }, undefined, 'FAIL'],
  [{ a: 'x' }, 'x', 'PASS'],
  [{ a: 'xy' }, 'x', 'FAIL'],
])('labels %j, a wanted with %j: %s', async (held, value, status) => {
  expect(await statusOf(labels, { keys: ['a'], value }, imageOf({ Labels: held }))).toBe(status);
});
