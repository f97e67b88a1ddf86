import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { onEach, proveElsewhere } from './measure.ts';

/** It runs on another machine. */
export const pullElsewhere = defineCheck({
  id: 'pull-elsewhere',
  title: 'It runs on another machine',
  proof:
    'Another engine that has no copy of the image pulls it by digest, runs it, and passes health and CRUD there.',
  topics: ['portability', 'pull', 'another machine', 'other machines', 'distribution'],
  examples: [
    'Image can be pulled and run on different machine',
    'Runs on another machine',
    "Works on a teammate's laptop",
  ],
  sentences: [
    {
      template:
        '<image> (can pulled|pulled|pulls|can pull) [successfully] [from <registry>] [and] (run|runs|started|starts|executed|works) [successfully] <elsewhere>',
    },
    { template: '<image> (can pulled|pulled) [from <registry>] <elsewhere>' },
    {
      template:
        '[<image>] (runs|works|starts|can run|can started|can start|can pulled and run) [successfully|correctly|unchanged] <elsewhere> [after pulling|after pull|when pulled]',
    },
    {
      template:
        '(colleague|teammate|coworker|somebody else|someone else|anyone|anybody|another developer) can pull and (run|start) <image> (own|other|another|different) (machine|laptop|computer)',
    },
    {
      template:
        '<somebody-else> can (pull|{docker-pull}) [<image>] [(own|other|another|different) (machine|laptop|computer|pc)] and (run|start|use) [<image>] [there] [(own|other|another|different) (machine|laptop|computer|pc)] [without [any] (source|source code|code|change|changes|modification|rebuild|rebuilding)]',
    },
    { template: '<actor> can pull [<image>] and (run|start) [<image>] <elsewhere>' },
    {
      template:
        'pulled <image> (runs|works|starts) <elsewhere> [(without|no) (change|changes|modification|modifications)]',
    },
    {
      template:
        '<image> (runs|works|starts|can run|can started) <elsewhere> without [any] (change|changes|modification|modifications|rebuild|rebuilding|source code|source)',
    },
    { template: '(pulling|pull) and (running|run) [<image>] <elsewhere> (works|succeeds)' },
  ],
  faults,
  params: z.strictObject({}),
  describe: () =>
    'another engine without a copy pulls the image by digest, runs it, and its API works there',
  needs: ['image', 'database', 'registry', 'pushed', 'secondEngines'],
  run: async (_params, { secondEngines, ...parts }, { signal, progress }) =>
    onEach(
      await Promise.all(
        secondEngines.map(async (secondEngine) => ({
          host: secondEngine.host,
          verdict: await proveElsewhere({ ...parts, secondEngine }, progress, signal),
        })),
      ),
    ),
});
