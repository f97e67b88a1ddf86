import * as z from 'zod';
import { restricted } from '../../measuring/restricted-run.ts';
import { defineCheck, listOf } from '../../model/check.ts';

export const tmpfs = defineCheck({
  title: 'Runs with a tmpfs on these paths',
  ...restricted('an empty tmpfs on each path', ({ paths }: { paths: string[] }) => ({
    options: paths.map((path) => ['--tmpfs', path]),
    causes: [[/^/, 'It needs files of the image that stand there, and a tmpfs hides them.']],
    fix: 'Keep only what is made at run time below these paths.',
  })),
  language: {
    with: 'container image app ours system it use file writable present tolerate run',
    senses: [{ says: 'tmpfs {path}+', params: { paths: '{path}+' } }],
    implied: true,
    examples: ['tmpfs on `/tmp`', 'Uses tmpfs for `/tmp` and `/run`'],
  },
  faults: [
    ['its program is hidden', 'ignores-url', 'paths=["/app"]', /With --tmpfs \/app: /],
    ['no packages', 'ignores-url', 'paths=["/app/node_modules"]', /--tmpfs \/app\/node_modules: /],
  ],
  goodShapes: [['observable', 'paths=["/tmp","/run"]']],
  params: z.strictObject({ paths: listOf(z.string().startsWith('/')).describe('Absolute paths') }),
});
