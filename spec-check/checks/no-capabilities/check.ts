import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { noCapability, proveRestricted } from '../../resources/restricted-run.ts';
import { faults } from './faults.ts';

/** Runs without any capability. */
export const noCapabilities = defineCheck({
  id: 'no-capabilities',
  title: 'Runs without Linux capabilities',
  proof:
    'A container of its own with --cap-drop ALL and no-new-privileges, which docker inspect confirms, must start, answer, and create a row, as it does without.',
  topics: [
    'capabilities',
    'linux capabilities',
    'no capabilities',
    'dropped capabilities',
    'least privilege',
    'privileges',
    'no new privileges',
  ],
  examples: [
    'Runs with all capabilities dropped',
    'Works with `--cap-drop ALL`',
    'The container needs no Linux capabilities',
  ],
  sentences: [
    {
      template:
        '[<container>] (<runs>|<work>) [<cleanly>|fine] [even|also]* (with|under|using|when|if)* <no-capabilities>',
    },
    { template: '[<container>] can (<runs>|<work>|started) <no-capabilities>' },
    {
      template:
        '[<container>] (supports|tolerates|accepts|compatible) [run|running]* <no-capabilities>',
    },
    {
      template:
        '<container> (need|needs|requires|uses|has) (no|not any|zero) [linux|kernel]* (capability|capabilities)',
    },
    {
      template:
        '<container> not (need|require|use) (any)* [linux|kernel]* (capability|capabilities)',
    },
    {
      template:
        '(no|zero) [linux|kernel]* (capability|capabilities) [(needed|required|necessary|granted|used)] [at runtime|runtime|by <container>|<container>]',
    },
    { template: '(drop|drops|dropped) all [linux]* (capability|capabilities)' },
    { template: 'all [linux]* (capability|capabilities) [can] (dropped|removed)' },
  ],
  faults,
  params: z.strictObject({}),
  describe: () => 'with --cap-drop ALL and no-new-privileges it starts, answers and creates a row',
  needs: ['engine', 'image', 'containers', 'container'],
  run: (_params, resources, { signal }) => proveRestricted(noCapability, resources, signal),
});
