import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { proveRestricted, readOnlyRoot } from '../../resources/restricted-run.ts';
import { faults } from './faults.ts';

/** Runs with a file system that it cannot write to. */
export const readOnly = defineCheck({
  id: 'read-only',
  title: 'Runs with a read-only file system',
  proof:
    'A container of its own with --read-only, which docker inspect confirms, must start, answer, and create a row, as it does without.',
  topics: [
    'read only',
    'read only filesystem',
    'read only file system',
    'read only root filesystem',
    'read only root file system',
    'read only root',
    'filesystem',
    'root filesystem',
    'file system',
    'root file system',
    'immutable filesystem',
  ],
  examples: [
    'Runs with a read-only root filesystem',
    'Container works with `--read-only`',
    'The root filesystem can be mounted read-only',
  ],
  sentences: [
    {
      template:
        '[<container>] [root] (file system|filesystem) [can] (read only|mounted read only|made read only|mounted readonly|readonly) and [<container>] [still] (<work>|<runs>|<answers>)',
    },
    {
      template:
        '[<container>] (<runs>|<work>) [<cleanly>|fine] [even|also]* (with|under|using|in|on|from)* <read-only>',
    },
    {
      template:
        '[<container>] (<runs>|<work>) [<cleanly>|fine] (when|if|with) [root] [file system|filesystem] [mounted] read only',
    },
    {
      template:
        '[<container>] [root] (file system|filesystem) (read only|readonly|can mounted readonly|can [mounted|run|made]* read only|mounted read only|immutable)',
    },
    {
      template:
        '[<container>] (supports|tolerates|accepts|compatible|uses) [(run|running|only)]* <read-only>',
    },
    { template: '[<container>] can (<runs>|<work>|started) <read-only>' },
    { template: '<read-only> [(supported|works|enabled|enforced)]' },
    {
      template:
        '<container> (not|never) (writes|write) [own|root|anything]* (file system|filesystem|root filesystem)',
    },
    { template: 'no writes [own|root|container]* (file system|filesystem)' },
  ],
  faults,
  params: z.strictObject({}),
  describe: () => 'with --read-only it starts, answers and creates a row',
  needs: ['engine', 'image', 'containers', 'container'],
  run: (_params, resources, { signal }) => proveRestricted(readOnlyRoot, resources, signal),
});
