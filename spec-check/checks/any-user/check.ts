import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { proveRestricted, unknownUser } from '../../resources/restricted-run.ts';
import { faults } from './faults.ts';

/** Runs as any uid. */
export const anyUser = defineCheck({
  id: 'any-user',
  title: 'Runs as any user',
  proof:
    'A container of its own with a random high uid that no image knows, which docker inspect confirms, must start, answer, and create a row, as it does without.',
  topics: [
    'any user',
    'any uid',
    'arbitrary user',
    'arbitrary uid',
    'arbitrary user ids',
    'random uid',
    'openshift',
    'user',
  ],
  examples: [
    'Runs as any user',
    'Container works with an arbitrary UID',
    'Runs under a random user ID',
  ],
  sentences: [
    {
      template:
        '[<container>] (<runs>|<work>) [<cleanly>|fine] [even|also]* [when run|when started|when running] <any-user>',
    },
    { template: '[<container>] can (<runs>|<work>|started) <any-user>' },
    {
      template:
        '(when|if|once)* <container> (<runs>|started|run) <any-user> [then] [<container>|it]* (comes up|come up|<work>|<runs>|starts|up) [just] [same|all same|normally|fine]',
    },
    {
      template:
        '[<container>] (supports|tolerates|accepts|allows) (run|running|being run) <any-user>',
    },
    // What an API supports may be the ids of its own users.
    {
      template:
        '(image|container|docker image|container image) (supports|tolerates|accepts) <arbitrary> <uid>',
    },
    { template: '<container> not (depend|rely) [any]* (specific|particular|certain|fixed) <uid>' },
  ],
  faults,
  params: z.strictObject({}),
  describe: () => 'with a random --user N:N it starts, answers and creates a row',
  needs: ['engine', 'image', 'containers', 'container'],
  run: (_params, resources, { signal }) => proveRestricted(unknownUser(), resources, signal),
});
