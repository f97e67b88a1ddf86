import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { duration } from '../../model/format.ts';
import { conflictOfBounds, sign, upperLimit } from '../../model/limit.ts';
import { belowBase } from '../../model/settings.ts';
import { language } from './language.ts';
import { judgeResponses, seeResponses } from './measure.ts';

export const respondsWithin = defineCheck({
  id: 'responds-within',
  title: 'Response time of an endpoint against a limit',
  proof:
    '30 GETs one after the other while nothing else is checked, after 3 that warm up; then one after 2.5 and one after 5 seconds of silence; the slowest counts, and each answer must be 2xx.',
  settled: (params, settings) => ({ ...params, path: belowBase(settings, params.path) }),
  conflict: (first, second) =>
    first.path === second.path
      ? conflictOfBounds([first.op, first.ms], [second.op, second.ms], duration)
      : undefined,
  language,
  faults: [
    {
      name: 'it is slow now and then',
      image: 'starts slowly, is slow now and then, and takes its memory at the start',
      promise: '`/health` responds within 400 ms',
      says: /n=32 .*the slowest (?:[789]\d\d ms|\d\.\d s) \(median .*[\s\S]*Most are in time and some are not/,
    },
    {
      name: 'it is slow every time',
      image: 'says 503 at first, is slow every time, and keeps memory of every request',
      promise: '`/health` responds within 400 ms',
      says: /Every request takes longer/,
    },
    {
      name: 'it answers 500 fast',
      image: 'answers fast that it is not well',
      promise: '`/health` responds within 400 ms',
      says: /GET \/health → 500 in request \d+ of 30/,
    },
  ],
  params: z.strictObject({
    // A path with a parameter names no endpoint that could be asked.
    path: z
      .string()
      .regex(/^\/(?!.*(?:[{}]|\/:))/)
      .describe('The path of the request, without parameters'),
    op: upperLimit.default('<=').describe('Which side of the limit it must be on'),
    ms: z.int().positive().describe('The limit in milliseconds'),
    method: z.literal('GET').default('GET').describe('Only reads are timed'),
  }),
  describe: ({ path, op, ms }) =>
    `GET ${path} answers 2xx in ${sign(op)} ${duration(ms)}, the slowest of 30 requests`,
  needs: ['image', 'container'],
  order: 'alone',
  run: async (params, { image, container }, { signal }) => {
    await container.answers(signal);
    const seen = await seeResponses(container.baseUrl(), params, signal);
    return judgeResponses(params, seen, {
      run: container.command,
      url: `http://localhost:${image.port}`,
    });
  },
});
