import { defineCheck } from '../../model/check.ts';
import { noNewPrivilege, proveRestricted } from '../../resources/restricted-run.ts';
import { language } from './language.ts';

export const noNewPrivileges = defineCheck({
  id: 'no-new-privileges',
  title: 'Runs with no-new-privileges',
  proof:
    'A container of its own with no-new-privileges, which docker inspect confirms, must start, answer, and create a row, as it does without.',
  language,
  faults: [
    ['it has to be root', 'needs to be root', '', /With --security-opt=no-new-privileges: /],
    [
      'it writes where only root may',
      'writes as root',
      '',
      /With --security-opt=no-new-privileges: POST \/tasks → 500/,
    ],
  ],
  goodShapes: [['can be watched']],
  describe: () => 'with no-new-privileges it starts, answers and creates a row',
  needs: ['engine', 'image', 'containers', 'container'],
  run: (_params, resources, { signal }) => proveRestricted(noNewPrivilege, resources, signal),
});
