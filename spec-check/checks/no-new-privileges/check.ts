import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import {
  judgeRestricted,
  noNewPrivilege,
  observeRestricted,
} from '../../resources/restricted-run.ts';
import { faults, goodShapes } from './faults.ts';

export const noNewPrivileges = defineCheck({
  id: 'no-new-privileges',
  title: 'Runs with no-new-privileges',
  proof:
    'A container of its own with no-new-privileges, which docker inspect confirms, must start, answer, and create a row, as it does without.',
  topics: [],
  examples: [],
  sentences: [],
  faults,
  goodShapes,
  params: z.strictObject({}),
  describe: () => 'with no-new-privileges it starts, answers and creates a row',
  needs: ['engine', 'image', 'containers', 'container'],
  run: async (_params, { engine, image, containers, container }, { signal }) => {
    const restriction = noNewPrivilege;
    const parts = { docker: engine.docker, containers, shared: container, hints: image.api ?? {} };
    return judgeRestricted(restriction, await observeRestricted(restriction, parts, signal), image);
  },
});
