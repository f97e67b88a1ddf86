import { built } from '../tests/dockerfiles.ts';
import { statusOf } from '../tests/run-check.ts';
import { multiStage } from './check.ts';

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
