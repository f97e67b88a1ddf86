import * as z from 'zod';
import { defineCheck, type Verdict } from '../../model/check.ts';
import type { Image } from '../../model/resources.ts';
import { faults, goodShapes } from './faults.ts';
import { language } from './language.ts';

/** The image sets variables. */
export const envSet = defineCheck({
  id: 'env-set',
  title: 'The image sets variables',
  proof: "ENV in the image's configuration: each name is there with exactly this value.",
  instruction: 'ENV',
  language,
  faults,
  goodShapes,
  params: z
    .record(
      z.string().regex(/^[A-Za-z_]\w*$/),
      z.union([z.string(), z.number(), z.boolean()]).transform(String),
    )
    .refine((values) => Object.keys(values).length > 0, 'expected a name with its value')
    .describe('Each name with its value: `NODE_ENV=production`'),
  describe: (values) => `the image sets ${shown(values)}`,
  needs: ['image'],
  run: async (values, { image }) => judgeEnv(values, image),
});

export function judgeEnv(
  values: Readonly<Record<string, string>>,
  { config, reference }: Pick<Image, 'config' | 'reference'>,
): Verdict {
  const command = `docker image inspect --format '{{json .Config.Env}}' ${reference}`;
  const set = new Map(
    config.env.map((entry): [string, string] => {
      const at = entry.indexOf('=');
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
  const wrong = Object.entries(values).filter(([name, value]) => set.get(name) !== value);
  if (wrong.length === 0)
    return { status: 'PASS', evidence: `The image sets ${shown(values)}`, command };
  const actual = wrong.map(([name]) => `${name}=${set.get(name) ?? '(not set)'}`).join(', ');
  return {
    status: 'FAIL',
    evidence: `The image sets otherwise: ${actual}`,
    expected: shown(Object.fromEntries(wrong)),
    actual,
    fix: `Add to the last stage: ENV ${shown(Object.fromEntries(wrong)).replaceAll(',', '')}`,
    command,
  };
}

function shown(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}
