import * as z from 'zod';
import { stagesOf } from '../../dockerfile/used-stages.ts';
import { defineCheck } from '../../model/check.ts';
import { language } from './language.ts';
import { judgeContext, readContext } from './measure.ts';

export const dockerignore = defineCheck({
  id: 'dockerignore',
  title: 'A .dockerignore keeps files out of the build',
  proof:
    'The file that the build reads, evaluated as the builder does: for the names themselves, for a probe below each and for every file that is in the folder now.',
  language,
  faults: [
    ['there is none', 'bad-dockerfile', '', /There is no .dockerignore/],
    [
      'a folder further down is sent',
      'sham-dockerfile',
      'entries=["node_modules"]',
      /lets through: web\/node_modules/,
    ],
    ['a file is sent', 'sham-dockerfile', 'entries=["*.md",".env"]', /lets through: .env/],
  ],
  goodShapes: [['good-dockerfile'], ['good-dockerfile', 'entries=["node_modules",".env","*.log"]']],
  params: z.strictObject({
    entries: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('Names and patterns that it keeps out; any when it is left out'),
  }),
  describe: ({ entries }) => `.dockerignore keeps ${entries?.join(', ') ?? 'something'} out`,
  needs: ['build'],
  run: async ({ entries }, { build }) => {
    stagesOf(build);
    if (build.kind === 'given') throw new Error('an image has no build context');
    return judgeContext(entries, await readContext(build.dockerfile));
  },
});
