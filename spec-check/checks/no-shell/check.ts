import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** No shell in the image. */
export const noShell = defineCheck({
  id: 'no-shell',
  title: 'No shell in the image',
  proof:
    'The file system of a container that is made and never started: no known shell, under any name.',
  language,
  faults,
  params: z.strictObject({}),
  describe: () => 'no shell in the image',
  needs: ['engine', 'image'],
  run: async () => {
    throw new Error('no-shell is not measured yet');
  },
});
