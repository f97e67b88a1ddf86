import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { readStages } from '../../dockerfile/read.ts';
import { dockerfileOf } from '../../dockerfile/used-stages.ts';
import { defineCheck } from '../../model/check.ts';

export const dockerfileExists = defineCheck({
  title: 'The Dockerfile is there',
  proof: 'The file at that path, from the build context, is a Dockerfile: it has a FROM.',
  language: {
    implied: true,
    with: 'exist ours app docker now file project-root locally {path} {dockerfile} production-dependency',
    params: ({ one }) => ({ path: one('path') ?? one('dockerfile') }),
    senses: [{ says: 'dockerfile resource_create|present|there|write|attach|project-root' }],
    examples: ['Dockerfile exists', 'Dockerfile created'],
  },
  faults: [
    ['no such file', 'bad-dockerfile', 'path=deploy/Dockerfile', /There is no file deploy/],
    ['another file', 'bad-dockerfile', 'path=package.json', /package.json is no Dockerfile/],
  ],
  goodShapes: [['good-dockerfile']],
  params: z.strictObject({
    path: z.string().min(1).optional().describe('From the context; what is built if left out'),
  }),
  describe: ({ path: at }) => `there is a Dockerfile${at === undefined ? '' : ` at ${at}`}`,
  needs: ['build'],
  run: async ({ path: where }, { build }) => {
    const { context, path: built, text: own } = dockerfileOf(build);
    const file = where ?? path.relative(context, built);
    const text = where === undefined ? own : await textOf(path.resolve(context, where));
    const stages = readStages(text ?? '').length;
    return {
      holds: stages > 0,
      evidence: `${file} has ${stages} FROM`,
      wrong: text === undefined ? `There is no file ${file}` : `${file} is no Dockerfile`,
      fix: `Add ${file}, or correct the path in the spec.`,
      command: `grep -n '^FROM' ${file}`,
    };
  },
});

/** Undefined where no file of that name stands; throws where one cannot be read. */
const textOf = async (file: string) =>
  statSync(file, { throwIfNoEntry: false })?.isFile() ? readFile(file, 'utf8') : undefined;
