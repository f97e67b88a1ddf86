import { defineCheck } from '../../model/check.ts';
import { language } from './language.ts';
import { proveElsewhere } from './measure.ts';

export const pullElsewhere = defineCheck({
  id: 'pull-elsewhere',
  title: 'It runs on another machine',
  proof:
    'Another engine that has no copy of the image pulls it by digest, runs it, and passes health and CRUD there.',
  language,
  faults: [
    {
      name: 'the API does not work there',
      image: 'keeps tasks in memory, has a fixed port and needs no database',
      promise: 'Image can be pulled and run on a different machine',
      says: /Pulled on another engine, and there:[\s\S]*in memory/,
    },
    {
      name: 'it needs a name of the first machine',
      image: 'hides what is deleted and needs what only the first machine has',
      promise: 'Image can be pulled and run on a different machine',
      says: /other engine[\s\S]*host\.docker\.internal/,
    },
  ],
  describe: () =>
    'another engine without a copy pulls the image by digest, runs it, and its API works there',
  needs: ['image', 'database', 'registry', 'pushed', 'containers', 'secondEngine'],
  run: (_params, resources, context) => proveElsewhere(resources, context),
});
