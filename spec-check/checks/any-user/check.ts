import { defineCheck } from '../../model/check.ts';
import { proveRestricted, unknownUser } from '../../resources/restricted-run.ts';
import { language } from './language.ts';

export const anyUser = defineCheck({
  id: 'any-user',
  title: 'Runs as any user',
  proof:
    'A container of its own with a random high uid that no image knows and group 0, which docker inspect confirms, must start, answer, and create, update and delete a row, as it does without.',
  language,
  faults: [
    {
      name: 'it looks its own user up',
      image: 'keeps tasks in memory, has a fixed port and needs no database',
      promise: 'Runs as any user',
      says: /With --user \d+: (?:The container exited|Runs, and gives no)[\s\S]*looks its own user up/,
    },
    {
      name: 'a folder of one user',
      image: 'writes to a folder of one user',
      promise: 'Runs as any user',
      says: /only by the user it was built for/,
    },
  ],
  describe: () =>
    'with a random --user N it starts, answers, and creates, updates and deletes a row',
  needs: ['engine', 'image', 'containers', 'container'],
  run: (_params, resources, { signal }) => proveRestricted(unknownUser(), resources, signal),
});
