import { defineCheck } from '../../model/check.ts';
import { noCapability, proveRestricted } from '../../resources/restricted-run.ts';
import { language } from './language.ts';

export const noCapabilities = defineCheck({
  id: 'no-capabilities',
  title: 'Runs without Linux capabilities',
  proof:
    'A container of its own with --cap-drop ALL and no-new-privileges, which docker inspect confirms, must start, answer, and create, update and delete a row, as it does without.',
  language,
  faults: [
    {
      name: 'it needs CAP_SETUID',
      image: 'gives its rights up by itself',
      promise: 'Runs with all capabilities dropped',
      says: /With --cap-drop ALL .*: The container exited[\s\S]*takes CAP_SETUID/,
    },
    {
      name: 'root writes where it may not',
      image: 'writes to a folder of one user',
      promise: 'Runs with all capabilities dropped',
      says: /bound by permissions/,
    },
  ],
  describe: () =>
    'with --cap-drop ALL and no-new-privileges it starts, answers, and creates, updates and deletes a row',
  needs: ['engine', 'image', 'containers', 'container'],
  run: (_params, resources, { signal }) => proveRestricted(noCapability, resources, signal),
});
