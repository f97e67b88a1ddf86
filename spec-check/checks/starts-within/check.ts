import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { duration } from '../../model/format.ts';
import { conflictOfBounds, sign, upperLimit } from '../../model/limit.ts';
import { language } from './language.ts';
import { judgeStarts, seeStarts } from './measure.ts';

export const startsWithin = defineCheck({
  id: 'starts-within',
  title: 'Start time against a limit',
  proof:
    'Three fresh containers one after the other while nothing else is checked, from docker run to the first answer as it gives when it is up, no 404 and no 5xx; the slowest counts.',
  conflict: (first, second) =>
    conflictOfBounds([first.op, first.ms], [second.op, second.ms], duration),
  language,
  faults: [
    {
      name: 'it starts slowly',
      image: 'starts slowly, is slow now and then, and takes its memory at the start',
      promise: 'Container starts within 2 seconds',
      says: /First answer at worst .* n=3 fresh containers[\s\S]*Every start takes longer/,
    },
    {
      name: 'it says 503 at first',
      image: 'says 503 at first, is slow every time, and keeps memory of every request',
      promise: 'Container starts within 2 seconds',
      says: /First answer at worst .* n=3[\s\S]*Every start takes longer/,
    },
  ],
  params: z.strictObject({
    op: upperLimit.default('<=').describe('Which side of the limit it must be on'),
    ms: z.int().positive().describe('The limit in milliseconds'),
  }),
  describe: ({ op, ms }) =>
    `docker run to the first HTTP answer ${sign(op)} ${duration(ms)}, the slowest of 3 containers`,
  needs: ['image', 'containers', 'container'],
  order: 'alone',
  run: async (params, resources, { signal }) =>
    judgeStarts(params, await seeStarts(params.ms, resources, signal)),
});
