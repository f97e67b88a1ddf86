import * as z from 'zod';
import { hasPhrase } from '../../dockerfile/phrase.ts';
import { defineCheck } from '../../model/check.ts';
import { inspectCommand } from '../../model/judged.ts';
import { language } from './language.ts';

export const healthcheckCommand = defineCheck({
  id: 'healthcheck-command',
  title: 'What the HEALTHCHECK runs',
  proof: "The HEALTHCHECK in the image's configuration, as docker inspect shows it.",
  instruction: 'HEALTHCHECK',
  language,
  faults: [
    ['none', 'has a bad Dockerfile', 'contains=curl', /declares no HEALTHCHECK/],
    ['another program', 'has a sham Dockerfile', 'contains=curl', /HEALTHCHECK runs node/],
  ],
  goodShapes: [['has a good Dockerfile', 'contains="node -e"']],
  params: z.strictObject({ contains: z.string().min(1).describe('Words of its command') }),
  describe: ({ contains }) => `the HEALTHCHECK runs ${contains}`,
  needs: ['image'],
  run({ contains }, { image: { config, reference } }) {
    const runs = config.healthcheck?.test.slice(1).join(' ');
    return {
      holds: runs !== undefined && hasPhrase(runs, contains),
      evidence: runs ? `HEALTHCHECK runs ${runs}` : 'The image declares no HEALTHCHECK',
      expected: `HEALTHCHECK with ${contains}`,
      fix: `Correct the HEALTHCHECK of the last stage: it runs ${contains}.`,
      command: inspectCommand(reference, 'Healthcheck'),
    };
  },
});
