import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** The user has a home directory. */
export const homeDirectory = defineCheck({
  id: 'home-directory',
  title: 'The user has a home directory',
  proof:
    'The entry in /etc/passwd of the image for the user that it runs as, and that folder in its file system.',
  language,
  faults,
  params: z.strictObject({}),
  describe: () => 'the user has a home directory',
  needs: ['engine', 'image'],
  run: async () => {
    throw new Error('home-directory is not measured yet');
  },
});
