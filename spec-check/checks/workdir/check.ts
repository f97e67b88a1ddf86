import * as z from 'zod';
import { defineCheck, type Verdict } from '../../model/check.ts';
import type { Image } from '../../model/resources.ts';
import { faults, goodShapes } from './faults.ts';
import { language } from './language.ts';

/** The working folder of the image. */
export const workdir = defineCheck({
  id: 'workdir',
  title: 'The working folder of the image',
  proof: "WORKDIR in the image's configuration, as docker inspect shows it.",
  instruction: 'WORKDIR',
  language,
  faults,
  goodShapes,
  params: z.strictObject({
    path: z.string().startsWith('/').optional().describe('Any but / when it is left out'),
  }),
  describe: ({ path }) => `WORKDIR is ${path ?? 'set'}`,
  needs: ['image'],
  run: async ({ path }, { image }) => judgeWorkdir(path, image),
});

export function judgeWorkdir(
  path: string | undefined,
  { config, reference }: Pick<Image, 'config' | 'reference'>,
): Verdict {
  const command = `docker image inspect --format '{{.Config.WorkingDir}}' ${reference}`;
  const plain = (folder: string) => folder.replace(/(?<=.)\/+$/, '');
  const actual = plain(config.workdir) || '/';
  if (path === undefined ? actual !== '/' : plain(path) === actual)
    return { status: 'PASS', evidence: `WORKDIR is ${actual}`, command };
  return {
    status: 'FAIL',
    evidence: actual === '/' ? 'The image sets no WORKDIR' : `WORKDIR is ${actual}`,
    expected: `WORKDIR ${path ?? '/app, or another folder'}`,
    actual,
    fix: `Add WORKDIR ${path ?? '/app'} to the last stage.`,
    command,
  };
}
