import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';

export const sh = defineCheck({
  title: 'A command written out below the item succeeds',
  proof:
    'sh -eu on this machine, only with --allow-exec: exit code 0 within 60 s. IMAGE is the image, and the arguments of its build stand under their own names; CONTAINER and URL a running container of it, DATABASE_URL its database, where the block names them.',
  blocked: ({ allowExec }) =>
    allowExec
      ? undefined
      : {
          evidence: 'A command of the spec runs on this machine only when --allow-exec is given',
          fix: 'Read the block, then run again with --allow-exec.',
        },
  faults: [
    [
      'a shell in the image',
      'accepts-anything',
      'There is no shell in the image ```! docker run --rm --network none --entrypoint sh "$IMAGE" -c true',
      /exit code 1/,
    ],
    [
      'another user than the command wants',
      'never-recovers',
      'USER is a number ```docker image inspect --format "{{.Config.User}}" "$IMAGE" | grep -qE "^[0-9]+$"',
      /exit code 1/,
    ],
  ],
  params: z.strictObject({
    source: z.string().trim().min(1, 'expected a command').describe('The block below the item'),
  }),
  describe: ({ source }) => `this succeeds (only with --allow-exec): ${source.split('\n')[0]}`,
  needs: ['image'],
  alsoNeeds: ({ source }) => [
    ...(/\$\{?(?:CONTAINER|URL)\b/.test(source) ? (['container'] as const) : []),
    ...(/\$\{?DATABASE_URL\b/.test(source) ? (['database'] as const) : []),
  ],
  run: async ({ source }, { image, container, database }, { signal }) => {
    const { upAndAnswering } = await import('../../api-client/paths.ts');
    if (container) await upAndAnswering(container, image, signal);
    const env = {
      ...image.buildArgs,
      // Not by its name, which another build may take meanwhile.
      IMAGE: image.id,
      ...(container === undefined ? {} : { CONTAINER: container.name, URL: container.baseUrl() }),
      ...(database === undefined ? {} : { DATABASE_URL: database.url }),
    };
    const { judgeShell, runShell } = await import('./measure.ts');
    return judgeShell(source, await runShell(source, env, signal));
  },
});
