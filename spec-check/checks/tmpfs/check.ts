import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { judgeRestricted, observeRestricted, tmpfsOn } from '../../resources/restricted-run.ts';
import { faults, goodShapes } from './faults.ts';

export const tmpfs = defineCheck({
  id: 'tmpfs',
  title: 'Runs with a tmpfs on these paths',
  proof:
    'A container of its own with an empty tmpfs on each path, which docker inspect confirms, must start, answer, and create a row, as it does without.',
  topics: [],
  examples: [],
  sentences: [],
  faults,
  goodShapes,
  params: z.strictObject({
    paths: z
      .union([z.array(z.string().startsWith('/')).min(1), z.string().startsWith('/')])
      .transform((paths) => (typeof paths === 'string' ? [paths] : paths))
      .describe('Absolute paths'),
  }),
  describe: ({ paths }) =>
    `with a tmpfs on ${paths.join(', ')} it starts, answers and creates a row`,
  needs: ['engine', 'image', 'containers', 'container'],
  run: async ({ paths }, { engine, image, containers, container }, { signal }) => {
    const restriction = tmpfsOn(paths);
    const parts = { docker: engine.docker, containers, shared: container, hints: image.api ?? {} };
    return judgeRestricted(restriction, await observeRestricted(restriction, parts, signal), image);
  },
});
