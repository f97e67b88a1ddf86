import { built } from '../tests/dockerfiles.ts';
import { statusOf } from '../tests/run-check.ts';
import { pinnedBase } from './check.ts';

it.each([
  ['FAIL', ['ARG V=latest', 'FROM node:${V}']],
  ['FAIL', ['FROM node:24', 'COPY --from=busybox /x /x']],
  ['FAIL', ['FROM node:latest AS a', 'FROM node:24']],
  ['PASS', ['ARG V=24', 'FROM node:${V} AS a', 'FROM a', 'COPY --from=a /x /x']],
  ['PASS', ['FROM scratch', 'COPY x /']],
  ['AMBIGUOUS', ['ARG BASE', 'FROM $BASE']],
  ['FAIL', ['FROM node:lts']],
] as const)('pinned: %s %j', async (status, text) => {
  expect(await statusOf(pinnedBase, {}, built(text))).toBe(status);
});
