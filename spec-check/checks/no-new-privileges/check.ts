import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** Runs with no-new-privileges. */
export const noNewPrivileges = defineCheck({
  id: 'no-new-privileges',
  title: 'Runs with no-new-privileges',
  proof:
    'A container of its own with no-new-privileges, which docker inspect confirms, must start, answer, and create a row, as it does without.',
  language,
  faults,
  params: z.strictObject({}),
  describe: () => 'runs with no-new-privileges',
  needs: ['engine', 'image', 'database', 'containers', 'container'],
  run: async () => {
    throw new Error('no-new-privileges is not measured yet');
  },
});
