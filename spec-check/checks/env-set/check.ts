import * as z from 'zod';
import { defineCheck, inspectCommand } from '../../model/check.ts';

export const envSet = defineCheck({
  title: 'The image sets variables',
  proof: "ENV in the image's configuration: each name is there with exactly this value.",
  instruction: 'ENV',
  language: {
    // No image may carry what is secret.
    params: ({ all }) =>
      all('setting').some(([name]) => /PASS|SECRET|TOKEN|_KEY$/.test(name))
        ? []
        : Object.fromEntries(all('setting')),
    senses: [
      {
        says: '{setting}+ present|contains|env-line|image|stated',
        with: 'image container dockerfile docker ours system it present contains variable environment env-line argument now stage final-stage app runtime-name',
      },
      { says: '{setting}', unless: 'docker-run' },
    ],
    examples: ['Sets `NODE_ENV=production`', '`ENV NODE_ENV=production`'],
  },
  faults: [
    ['not set', 'bad-dockerfile', 'NODE_ENV=production', /NODE_ENV=.not set/],
    ['another value', 'sham-dockerfile', 'NODE_ENV=production', /NODE_ENV=development/],
  ],
  goodShapes: [['good-dockerfile', 'NODE_ENV=production PORT=3000']],
  params: z
    .record(
      z.string().regex(/^[A-Za-z_]\w*$/),
      z.union([z.string(), z.number(), z.boolean()]).transform(String),
    )
    .refine((values) => Object.keys(values).length > 0, 'expected a name with its value')
    .describe('Each name with its value: `NODE_ENV=production`'),
  describe: (values) => `the image sets ${pairsOf(values).join(', ')}`,
  needs: ['image'],
  run: (values, { image: { config, reference } }) => {
    const actual = (name: string) =>
      config.Env.find((entry) => entry.startsWith(`${name}=`)) ?? `${name}=(not set)`;
    const wrong = Object.entries(values).filter(([name, is]) => actual(name) !== `${name}=${is}`);
    return {
      holds: wrong.length === 0,
      evidence: `The image sets ${pairsOf(values).join(', ')}`,
      wrong: `The image has ${wrong.map(([name]) => actual(name)).join(', ')}`,
      fix: `Add to the last stage: ENV ${pairsOf(values).join(' ')}`,
      command: inspectCommand(reference, 'Env'),
    };
  },
});

const pairsOf = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map((pair) => pair.join('='));
