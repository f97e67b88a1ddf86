import * as z from 'zod';
import { defineCheck, type Verdict } from '../../model/check.ts';
import type { Image } from '../../model/resources.ts';
import { faults, goodShapes } from './faults.ts';
import { language } from './language.ts';

/** What the HEALTHCHECK runs. */
export const healthcheckCommand = defineCheck({
  id: 'healthcheck-command',
  title: 'What the HEALTHCHECK runs',
  proof: "The HEALTHCHECK in the image's configuration, as docker inspect shows it.",
  instruction: 'HEALTHCHECK',
  language,
  faults,
  goodShapes,
  params: z.strictObject({ contains: z.string().min(1).describe('Words of its command') }),
  describe: ({ contains }) => `the HEALTHCHECK runs ${contains}`,
  needs: ['image'],
  run: async ({ contains }, { image }) => judgeProbe(contains, image),
});

export function judgeProbe(
  contains: string,
  { config, reference }: Pick<Image, 'config' | 'reference'>,
): Verdict {
  const command = `docker image inspect --format '{{json .Config.Healthcheck}}' ${reference}`;
  const actual = config.healthcheck?.test.slice(1).join(' ');
  const words = (text: string) => ` ${text.replace(/["'\s]+/g, ' ').trim()} `;
  if (actual !== undefined && words(actual).includes(words(contains).trimEnd()))
    return { status: 'PASS', evidence: `HEALTHCHECK runs ${actual}`, command };
  return {
    status: 'FAIL',
    evidence:
      actual === undefined ? 'The image declares no HEALTHCHECK' : `HEALTHCHECK runs ${actual}`,
    expected: `HEALTHCHECK with ${contains}`,
    actual: actual ?? 'none',
    fix: `Correct the HEALTHCHECK of the last stage: it runs ${contains}.`,
    command,
  };
}
