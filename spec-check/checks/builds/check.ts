import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { language } from './language.ts';
import { judgeBuild } from './measure.ts';

export const builds = defineCheck({
  id: 'builds',
  title: 'The Dockerfile builds',
  proof:
    'A real build of the current tree; on failure the instruction, its line and the last output.',
  language,
  faults: [
    {
      name: 'line 12 fails',
      image: 'does not build: line 12 fails',
      promise: 'Container builds successfully without errors',
      says: /Line 12 of the Dockerfile fails: RUN node[\s\S]*about to fail/,
    },
    {
      name: 'a file to copy is missing',
      image: 'does not build: a file to copy is missing',
      promise: 'Container builds successfully without errors',
      says: /Line 3 [\s\S]*not in the build context/,
    },
  ],
  params: z.strictObject({}),
  describe: () => 'a real build of this Dockerfile ends without an error',
  needs: ['build'],
  run: async (_params, { build }) => judgeBuild(build),
});
