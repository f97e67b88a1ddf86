import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { megabytes } from '../../model/format.ts';
import { conflictOfBounds, sign, upperLimit } from '../../model/limit.ts';
import { language } from './language.ts';
import { judgeMemory, seeMemory } from './measure.ts';

export const memoryUnder = defineCheck({
  id: 'memory-under',
  title: 'Memory against a limit',
  proof:
    'What docker stats prints for a fresh container at idle and after 500 requests, while nothing else is checked; the larger counts.',
  conflict: (first, second) =>
    conflictOfBounds([first.op, first.bytes], [second.op, second.bytes], megabytes),
  language,
  faults: [
    {
      name: 'it takes 200 MB at the start',
      image: 'starts slowly, is slow now and then, and takes its memory at the start',
      promise: 'Memory usage stays under 150 MB',
      says: /more before the first request/,
    },
    {
      name: 'it keeps memory of every request',
      image: 'says 503 at first, is slow every time, and keeps memory of every request',
      promise: 'Memory usage stays under 150 MB',
      says: /grows with requests/,
    },
  ],
  params: z.strictObject({
    op: upperLimit.default('<=').describe('Which side of the limit it must be on'),
    bytes: z.int().positive().describe('The limit'),
  }),
  describe: ({ op, bytes }) =>
    `memory of the container ${sign(op)} ${megabytes(bytes)}, at idle and after 500 requests`,
  needs: ['engine', 'image', 'containers'],
  order: 'alone',
  run: async (params, resources, { signal }) =>
    judgeMemory(params, await seeMemory(resources, signal), resources.image),
});
