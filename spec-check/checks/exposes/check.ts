import * as z from 'zod';
import { defineCheck, inspectCommand } from '../../model/check.ts';

export const exposes = defineCheck({
  title: 'The image exposes a port',
  proof: "The TCP ports in the image's configuration, as docker inspect shows them.",
  instruction: 'EXPOSE',
  language: {
    with: 'image container app dockerfile docker ours system it port manner correctly now use instruction instruction-name argument present every default final-stage',
    // What is published is the host's.
    senses: [{ says: 'expose {port}', unless: 'localhost {variable}', params: { port: '{port}' } }],
    examples: ['Exposes port 8080', '`EXPOSE 3000`', 'Port 8000 exposed'],
  },
  faults: [
    ['no port', 'bad-dockerfile', 'port=3000', /does not expose 3000/],
    ['UDP only', 'sham-dockerfile', 'port=3000', /does not expose 3000/],
  ],
  goodShapes: [['good-dockerfile', 'port=3000']],
  params: z.strictObject({ port: z.int().min(1).max(65_535).describe('The container port') }),
  describe: ({ port }) => `the image exposes port ${port}`,
  needs: ['image'],
  run: ({ port }, { image: { config, reference } }) => ({
    holds: config.ExposedPorts.includes(port),
    evidence: `The image exposes ${config.ExposedPorts.join(', ') || 'no port'}`,
    wrong: `The image does not expose ${port}`,
    fix: `Add EXPOSE ${port} to the last stage.`,
    command: inspectCommand(reference, 'ExposedPorts'),
  }),
});
