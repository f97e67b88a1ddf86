import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { megabytes } from '../../model/format.ts';
import { conflictOfBounds, sign, upperLimit, upperLimits } from '../../model/limit.ts';

export const memoryUnder = defineCheck({
  title: 'Memory against a limit',
  proof:
    'What docker stats prints for a fresh container at idle and after 500 requests, while nothing else is checked; the larger counts.',
  conflict: conflictOfBounds('bytes', megabytes),
  language: {
    with: 'container app process docker ours system it memory stay weigh use now manner after-start',
    params: upperLimits('bytes'),
    senses: [{ says: '{bytes} memory' }],
    examples: ['Memory usage stays under 256 MB', 'RAM usage at most 128 MiB'],
  },
  faults: [
    ['from the start', 'starts-slowly', 'op="<" bytes=150000000', /more before the first request/],
    ['every request keeps some', 'busy-at-first', 'op="<" bytes=150000000', /grows with requests/],
  ],
  params: z.strictObject({ op: upperLimit, bytes: z.int().positive().describe('The limit') }),
  describe: ({ op, bytes }) =>
    `memory of the container ${sign(op)} ${megabytes(bytes)}, at idle and after 500 requests`,
  needs: ['engine', 'image', 'containers'],
  order: 'alone',
  run: async (params, resources, { signal }) => {
    const { judgeMemory, observeMemory } = await import('./measure.ts');
    return judgeMemory(params, await observeMemory(resources, signal));
  },
});
