import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { listOf } from '../../model/parameter.ts';
import { proveRestricted, tmpfsOn } from '../../resources/restricted-run.ts';

export const tmpfs = defineCheck({
  title: 'Runs with a tmpfs on these paths',
  proof:
    'A container of its own with an empty tmpfs on each path, which docker inspect confirms, must start, answer, and create a row, as it does without.',
  language: {
    with: 'container image app ours system it use file writable-path mount present tolerate run',
    senses: [{ says: 'tmpfs {path}+', params: { paths: '{path}+' } }],
    examples: ['tmpfs on `/tmp`', 'Uses tmpfs for `/tmp` and `/run`'],
  },
  faults: [
    ['its program is hidden', 'ignores-url', 'paths=["/app"]', /With --tmpfs \/app: /],
    ['no packages', 'ignores-url', 'paths=["/app/node_modules"]', /--tmpfs \/app\/node_modules: /],
  ],
  goodShapes: [['observable', 'paths=["/tmp","/run"]']],
  params: z.strictObject({ paths: listOf(z.string().startsWith('/')).describe('Absolute paths') }),
  describe: ({ paths }) =>
    `with a tmpfs on ${paths.join(', ')} it starts, answers and creates a row`,
  needs: ['engine', 'image', 'containers', 'container'],
  run: ({ paths }, resources, { signal }) => proveRestricted(tmpfsOn(paths), resources, signal),
});
