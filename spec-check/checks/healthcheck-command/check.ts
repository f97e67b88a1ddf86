import * as z from 'zod';
import { hasPhrase } from '../../dockerfile/phrase.ts';
import { defineCheck, inspectCommand } from '../../model/check.ts';

export const healthcheckCommand = defineCheck({
  title: 'What the HEALTHCHECK runs',
  proof: "The HEALTHCHECK in the image's configuration, as docker inspect shows it.",
  instruction: 'HEALTHCHECK',
  language: {
    with: 'image container dockerfile docker ours system it instruction instruction-name stated',
    senses: [
      {
        says: 'healthcheck use|call|run|command|: {code}',
        rather: 'curl-or-wget ask',
        params: ({ all, has }) => {
          const commands = all('code').filter(
            (one) =>
              !/^(?:HEALTHCHECK$|--|\/[^.]*$|GET|https?:|localhost\b|127\.)/.test(one) &&
              (one.includes(' ') || has('script') || !has(':')),
          );
          return commands.length === 1 ? { contains: commands[0] } : [];
        },
      },
    ],
    examples: ['Health check uses `node health.js`', 'HEALTHCHECK command is `wget -q localhost`'],
  },
  faults: [
    ['no HEALTHCHECK', 'bad-dockerfile', 'contains=curl', /declares no HEALTHCHECK/],
    ['another program', 'sham-dockerfile', 'contains=curl', /HEALTHCHECK runs node/],
    ['words left out', 'sham-dockerfile', 'contains="curl ... health"', /HEALTHCHECK runs node/],
  ],
  goodShapes: [
    ['good-dockerfile', 'contains="node -e"'],
    ['good-dockerfile', 'contains="node ..."'],
  ],
  params: z.strictObject({ contains: z.string().min(1).describe('Words of its command') }),
  describe: ({ contains }) => `the HEALTHCHECK runs ${contains}`,
  needs: ['image'],
  run({ contains }, { image: { config, reference } }) {
    const runs = config.Healthcheck?.Test.slice(1).join(' ');
    return {
      holds: runs !== undefined && hasPhrase(runs, contains),
      evidence: runs ? `HEALTHCHECK runs ${runs}` : 'The image declares no HEALTHCHECK',
      fix: `Correct the HEALTHCHECK of the last stage: it runs ${contains}.`,
      command: inspectCommand(reference, 'Healthcheck'),
    };
  },
});
