import * as z from 'zod';
import type { Slots } from '../../language/template.ts';
import { type Claim, defineCheck } from '../../model/check.ts';
import { duration } from '../../model/format.ts';
import { conflictOfBounds, sign, upperBounds, upperLimit } from '../../model/limit.ts';
import { faults } from './faults.ts';
import { judgeResponses, seeResponses } from './measure.ts';

/** Response time of an endpoint. */
export const respondsWithin = defineCheck({
  id: 'responds-within',
  title: 'Response time of an endpoint against a limit',
  proof:
    '30 GETs one after the other while nothing else is checked, after 3 that warm up; then one after 2.5 and one after 5 seconds of silence; the slowest counts, and each answer must be 2xx.',
  topics: ['response time', 'response times', 'latency', 'performance', 'speed'],
  examples: [
    '`/health` responds within 50 ms',
    'Response time of `/tasks` is below 100 ms',
    'GET /health returns 200 in under 50 ms',
  ],
  sentences: [
    {
      template:
        '(response|answer) [<health-endpoint>|endpoint|get|request]* {path} [endpoint|route] (arrives|arrive|comes|come|takes|take|sent|delivered|there)* {duration}',
      params: limits,
    },
    {
      template:
        '[<health-endpoint>|endpoint|route] [get|get request] {path} [endpoint|route] (<answers>|<reachable> and <answers>|respond|reply|complete|finish|take|answered|served|completed|handled) [request|get|http|first byte]* {duration}',
      params: limits,
    },
    {
      template:
        '[<health-endpoint>|<container>] (<answers>|<answers> request) {duration} [<health-endpoint>|endpoint|route] [get|get request] {path} [endpoint|route]',
      params: limits,
    },
    {
      template: '<health-endpoint> <answers> {path} {duration}',
      params: limits,
    },
    {
      template:
        '[http|worst case|worst|maximum|max]* (response time|latency|response latency|answer time) [<health-endpoint>|endpoint] [get|get request] {path} [endpoint|route] [stays|remain|kept]* {duration}',
      params: limits,
    },
    {
      template:
        '[<health-endpoint>|endpoint] [get] {path} [endpoint|route] (response time|latency|response latency|answer time) [stays|remain|kept]* {duration}',
      params: limits,
    },
    {
      template:
        '(max|maximum) (response time|latency) [<health-endpoint>|endpoint] [get] {path} {duration-limit}',
      params: limits,
    },
    {
      template:
        '(all|every|each|any) (get|get request) {path} [endpoint] (<answers>|answered|served|complete|completed|finish|take|handled|succeed) {duration}',
      params: limits,
    },
    {
      template:
        '[<health-endpoint>|endpoint] [get] {path} [endpoint|route] <answers> <http> {status} [ok] {duration}',
      params: limits,
      also: status,
    },
  ],
  conflict: (first, second) =>
    first.path === second.path
      ? conflictOfBounds({ ...first, value: first.ms }, { ...second, value: second.ms }, duration)
      : undefined,
  faults,
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

function limits(slots: Slots) {
  return upperBounds(slots.duration ?? slots['duration-limit']).map(({ op, value }) => ({
    path: String(slots.path),
    op,
    ms: value,
    method: 'GET' as const,
  }));
}

function status({ path, status: code }: Slots): Claim[] {
  return [{ check: 'health', params: { path: String(path), status: Number(code) } }];
}
