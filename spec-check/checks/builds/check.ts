import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';
import { judgeBuild } from './measure.ts';

/** The Dockerfile builds. */
export const builds = defineCheck({
  id: 'builds',
  title: 'The Dockerfile builds',
  proof:
    'A real build of the current tree; on failure the instruction, its line and the last output.',
  language,
  faults,
  params: z.strictObject({}),
  describe: () => 'a real build of this Dockerfile ends without an error',
  needs: ['build'],
  run: async (_params, { build }) => judgeBuild(build),
});
