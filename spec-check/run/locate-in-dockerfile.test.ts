import { locateInDockerfile } from './locate-in-dockerfile.ts';

const failed = (check: string, measured = {}, cause: string | null = null) => ({
  ...{ check, measured, cause },
});

const dockerfile = [
  'FROM node:24 AS base',
  'USER root',
  'FROM base AS build',
  'USER node',
  'FROM base',
  'CMD ["node"]',
].join('\n');

it.each([
  ['the instruction that broke the build', failed('builds', { line: 4 }), 4],
  ['the last USER of the image, from the stage it starts from', failed('non-root'), 2],
  ['the last stage, where it lacks the instruction', failed('healthcheck'), 5],
  ['what starts a container that exits', failed('non-root', {}, 'container-exit'), 6],
  ['the last FROM', failed('base-image'), 5],
  ['none, where no instruction decides', failed('crud'), null],
])('a failed check blames %s', (_what, check, line) => {
  expect(locateInDockerfile(check, dockerfile)).toBe(line);
});

it('blames no line of an image that was not built here', () => {
  expect(locateInDockerfile(failed('non-root'), undefined)).toBeNull();
});
