import { built } from '../tests/dockerfiles.ts';
import { statusOf } from '../tests/run-check.ts';
import { noLatestTag } from './check.ts';

it.each([
  ['FAIL', ['ARG V=latest', 'FROM node:${V}']],
  ['FAIL', ['FROM node:24', 'COPY --from=busybox /x /x']],
  ['FAIL', ['FROM node:latest AS a', 'FROM node:24']],
  ['PASS', ['ARG V=24', 'FROM node:${V} AS a', 'FROM a', 'COPY --from=a /x /x']],
  ['PASS', ['FROM scratch', 'COPY x /']],
  ['AMBIGUOUS', ['ARG BASE', 'FROM $BASE']],
  ['PASS', ['FROM node:lts']],
] as const)('no latest: %s %j', async (status, text) => {
  expect(await statusOf(noLatestTag, {}, built(text))).toBe(status);
});
