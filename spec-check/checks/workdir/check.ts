import * as z from 'zod';
import { defineCheck, inspectCommand } from '../../model/check.ts';

export const workdir = defineCheck({
  title: 'The working folder of the image',
  proof: "WORKDIR in the image's configuration, as docker inspect shows it.",
  instruction: 'WORKDIR',
  language: {
    with: 'image container dockerfile docker ours system it present use stated instruction instruction-name',
    senses: [{ says: 'workdir', with: 'argument {path}', params: { path: '{path}' } }],
    examples: ['`WORKDIR /app`', 'Has a WORKDIR', 'WORKDIR is set to `/app`'],
  },
  faults: [
    ['no WORKDIR', 'bad-dockerfile', '', /sets no WORKDIR/],
    ['another', 'sham-dockerfile', 'path=/app', /WORKDIR is \/srv/],
  ],
  goodShapes: [['good-dockerfile', 'path=/srv/']],
  params: z.strictObject({
    path: z.string().startsWith('/').optional().describe('Any but / when it is left out'),
  }),
  describe: ({ path }) => `WORKDIR is ${path ?? 'set'}`,
  needs: ['image'],
  run: ({ path }, { image: { config, reference } }) => {
    const withoutSlash = (folder: string) => folder.replace(/(?<=.)\/+$/, '') || '/';
    const actual = withoutSlash(config.WorkingDir);
    return {
      holds: path === undefined ? actual !== '/' : withoutSlash(path) === actual,
      evidence: actual === '/' ? 'The image sets no WORKDIR' : `WORKDIR is ${actual}`,
      fix: `Add WORKDIR ${path ?? '/app'} to the last stage.`,
      command: inspectCommand(reference, 'WorkingDir'),
    };
  },
});
