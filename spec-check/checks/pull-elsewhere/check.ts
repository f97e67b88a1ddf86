import { defineCheck } from '../../model/check.ts';

export const pullElsewhere = defineCheck({
  title: 'It runs on another machine',
  proof:
    'Another engine that has no copy of the image pulls it by digest, runs it, and passes health and CRUD there.',
  language: {
    with: 'image container app docker ours system it registry manner correctly now actor colleague pull run start work use identical there every docker-pull',
    given: 'pull elsewhere colleague actor image registry',
    senses: [
      { says: 'elsewhere run|pull|start|work' },
      { says: 'pull {registry} image|possible|actor', with: 'elsewhere' },
      { says: 'colleague pull run|start|use|docker-pull', with: 'elsewhere' },
      { says: 'elsewhere|colleague run|pull|start|work|use change', not: 1, with: 'configuration' },
    ],
    examples: ['Image can be pulled and run on different machine', 'Runs on another machine'],
  },
  faults: [
    ['it fails there', 'in-memory', '', /Pulled on another engine, and there:[\s\S]*in memory/],
    ['a name of the first', 'hides-deleted', '', /other engine[\s\S]*host\.docker\.internal/],
  ],
  describe: () =>
    'another engine without a copy pulls the image by digest, runs it, and its API works there',
  needs: ['image', 'registry', 'pushed', 'containers', 'secondEngine'],
  run: async (_params, resources, context) => {
    const { proveElsewhere } = await import('./measure.ts');
    return proveElsewhere(resources, context);
  },
});
