import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { proveRestricted, unknownUser } from '../../resources/restricted-run.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** Runs as any uid. */
export const anyUser = defineCheck({
  id: 'any-user',
  title: 'Runs as any user',
  proof:
    'A container of its own with a random high uid that no image knows and group 0, which docker inspect confirms, must start, answer, and create, update and delete a row, as it does without.',
  language,
  faults,
  params: z.strictObject({}),
  describe: () =>
    'with a random --user N it starts, answers, and creates, updates and deletes a row',
  needs: ['engine', 'image', 'containers', 'container'],
  run: (_params, resources, { signal }) => proveRestricted(unknownUser(), resources, signal),
});
