import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** A file is in the image. */
export const fileInImage = defineCheck({
  id: 'file-in-image',
  title: 'A file is in the image',
  proof: 'The file system of a container that is made and never started.',
  language,
  faults,
  params: z.strictObject({
    path: z.string().min(1).describe('A file, or a folder'),
    count: z.int().nonnegative().optional().describe('How many entries the folder has'),
    absent: z.boolean().optional().describe('It must not be there'),
  }),
  describe: () => 'a file is in the image',
  needs: ['engine', 'image'],
  run: async () => {
    throw new Error('file-in-image is not measured yet');
  },
});
