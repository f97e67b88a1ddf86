import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { readStages } from '../../dockerfile/read.ts';
import { stagesOf } from '../../dockerfile/used-stages.ts';
import { defineCheck, type Verdict } from '../../model/check.ts';
import { judged } from '../../model/judged.ts';
import { faults, goodShapes } from './faults.ts';
import { language } from './language.ts';

export const dockerfileExists = defineCheck({
  id: 'dockerfile-exists',
  title: 'The Dockerfile is there',
  proof: 'The file at that path, from the build context, is a Dockerfile: it has a FROM.',
  language,
  faults,
  goodShapes,
  params: z.strictObject({
    path: z
      .string()
      .min(1)
      .optional()
      .describe('Where it stands, from the build context; the one that is built when left out'),
  }),
  describe: ({ path: where }) =>
    `there is a Dockerfile${where === undefined ? '' : ` at ${where}`}`,
  needs: ['build'],
  run: async ({ path: where }, { build }) => {
    const built = stagesOf(build);
    if (where === undefined || build.kind === 'given')
      return judgeDockerfile('Dockerfile', built.length);
    const text = await readFile(path.resolve(build.dockerfile.context, where), 'utf8').catch(
      () => undefined,
    );
    return judgeDockerfile(where, text === undefined ? undefined : readStages(text).length);
  },
});

/** `stages` is undefined where the file cannot be read. */
export function judgeDockerfile(where: string, stages: number | undefined): Verdict {
  return judged({
    holds: stages !== undefined && stages > 0,
    evidence: `${where} has ${stages} FROM`,
    wrong: stages === undefined ? `There is no file ${where}` : `${where} is no Dockerfile`,
    expected: `a Dockerfile at ${where}`,
    actual: stages === undefined ? 'no such file' : 'a file without FROM',
    fix: `Add ${where}, or correct the path in the spec.`,
    command: `grep -n '^FROM' ${where}`,
  });
}
