import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { duration } from '../../model/format.ts';
import { conflictOfBounds, limitMs, sign, upperLimit, upperLimits } from '../../model/limit.ts';

export const respondsWithin = defineCheck({
  title: 'Response time of an endpoint against a limit',
  proof:
    '30 GETs one after the other while nothing else is checked, after 3 that warm up; then one after 2.5 and one after 5 seconds of silence; the slowest counts, and each answer must be 2xx.',
  conflict: conflictOfBounds('ms', duration),
  language: {
    with: 'container app docker ours system it health-endpoint healthcheck endpoint method answer http-word response-time now stay weigh every target reachable first manner finish',
    params: (values) =>
      upperLimits('ms')(values).map((limit) => ({ path: values.one('path'), ...limit })),
    senses: [
      { says: '{path} {ms} answer|response-time|finish' },
      {
        says: '{path} {ms} answer {status}',
        also: [{ check: 'health', params: { path: '{path}', status: '{status}' } }],
      },
      {
        says: '{ms} answer|response-time',
        with: 'image',
        asks: '"`/health` responds within 50 ms"?',
      },
    ],
    examples: ['`/health` responds within 50 ms', '`/status` answers in under 50 ms'],
  },
  faults: [
    [
      'it is slow now and then',
      'starts-slowly',
      'path=/health ms=400',
      /n=32 .*the slowest (?:[789]\d\d ms|\d\.\d s) \(median .*[\s\S]*Most are in time and some are not/,
    ],
    ['it is slow every time', 'busy-at-first', 'path=/health ms=400', /Every request takes longer/],
    ['500 fast', 'unwell-at-times', 'path=/health ms=400', /→ 500 in request \d+ of 30/],
  ],
  params: z.strictObject({
    // A path with a parameter names no endpoint that could be asked.
    path: z
      .string()
      .regex(/^\/(?!.*(?:[{}]|\/:))/)
      .describe('The path of the request, without parameters'),
    op: upperLimit,
    ms: limitMs,
    method: z.literal('GET').default('GET').describe('Only reads are timed'),
  }),
  describe: ({ path, op, ms }) =>
    `GET ${path} answers 2xx in ${sign(op)} ${duration(ms)}, the slowest of 30 requests`,
  needs: ['container'],
  order: 'alone',
  run: async (params, { container }, { signal }) => {
    const { judgeResponses, observeResponses } = await import('./measure.ts');
    const seen = await observeResponses(await container.answers(signal), params, signal);
    return judgeResponses(params, seen, container);
  },
});
