import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { inspectCommand } from '../../model/judged.ts';
import { language } from './language.ts';

export const workdir = defineCheck({
  id: 'workdir',
  title: 'The working folder of the image',
  proof: "WORKDIR in the image's configuration, as docker inspect shows it.",
  instruction: 'WORKDIR',
  language,
  faults: [
    ['none', 'has a bad Dockerfile', '', /sets no WORKDIR/],
    ['another', 'has a sham Dockerfile', 'path=/app', /WORKDIR is \/srv/],
  ],
  goodShapes: [['has a good Dockerfile', 'path=/srv/']],
  params: z.strictObject({
    path: z.string().startsWith('/').optional().describe('Any but / when it is left out'),
  }),
  describe: ({ path }) => `WORKDIR is ${path ?? 'set'}`,
  needs: ['image'],
  run: ({ path }, { image: { config, reference } }) => {
    const plain = (folder: string) => folder.replace(/(?<=.)\/+$/, '') || '/';
    const actual = plain(config.workdir);
    return {
      holds: path === undefined ? actual !== '/' : plain(path) === actual,
      evidence: actual === '/' ? 'The image sets no WORKDIR' : `WORKDIR is ${actual}`,
      expected: `WORKDIR ${path ?? 'other than /'}`,
      fix: `Add WORKDIR ${path ?? '/app'} to the last stage.`,
      command: inspectCommand(reference, 'WorkingDir'),
    };
  },
});
