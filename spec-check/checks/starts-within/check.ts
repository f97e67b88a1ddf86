import * as z from 'zod';
import type { Slots } from '../../language/template.ts';
import { defineCheck } from '../../model/check.ts';
import { duration } from '../../model/format.ts';
import { conflictOfBounds, sign, upperBounds, upperLimit } from '../../model/limit.ts';
import { faults } from './faults.ts';
import { judgeStarts, seeStarts } from './measure.ts';

/** Time from docker run to the first answer. */
export const startsWithin = defineCheck({
  id: 'starts-within',
  title: 'Start time against a limit',
  proof:
    'Three fresh containers one after the other while nothing else is checked, from docker run to the first answer as it gives when it is up, no 404 and no 5xx; the slowest counts.',
  topics: [
    'startup time',
    'startup',
    'start time',
    'start up time',
    'start up',
    'cold start',
    'boot time',
  ],
  examples: [
    'Container starts within 5 seconds',
    'Startup time under 2 s',
    'The API answers within 3 seconds of starting',
  ],
  sentences: [
    {
      template:
        '[once|when|after]* <container> [started|up|running] [then] [<container>] (accepts|accept|serves|takes|handles) [first|http]* (request|requests|traffic|connections) {duration} [after|from]* [start|starting|startup|docker run|{docker-run}]*',
      params: limits,
    },
    {
      template:
        '<container> [answering|reachable|up] {duration} (after|from) (start|starting|startup|start up|launch|docker run|{docker-run})',
      params: limits,
    },
    {
      template:
        '[<container>] (start|boot|launch|up|come up|started|booted|up and running|running) [up|cleanly|successfully|listening]* {duration} [docker run|{docker-run}]',
      params: limits,
    },
    {
      template:
        '[<container>] (start|boot|launch|come up) [up] and <answers> [(first|http|request)]* {duration}',
      params: limits,
    },
    {
      template:
        '[<container>] <answers> [(its|first|http|request)]* {duration} [after|from]* [<container>] (start|starting|started|startup|start up|being started|launch|boot|docker run|{docker-run}|container start)',
      params: limits,
    },
    {
      template:
        '[<container>] first [http] (answer|response|request answered|request served) {duration} [after|from]* [<container>] (start|starting|startup|start up|launch|docker run|{docker-run})',
      params: limits,
    },
    {
      template:
        '[<container>] [cold] (startup|start up|start|boot|launch) [time] [stays|remain|take|kept]* {duration}',
      params: limits,
    },
    {
      template: '(max|maximum) [<container>] (startup|start up|start|boot) time {duration-limit}',
      params: limits,
    },
    {
      template: '{duration}',
      params: limits,
      under: ['startup time', 'start time', 'start up time', 'startup', 'cold start', 'boot time'],
    },
  ],
  conflict: (first, second) =>
    conflictOfBounds({ ...first, value: first.ms }, { ...second, value: second.ms }, duration),
  faults,
  params: z.strictObject({
    op: upperLimit.default('<=').describe('Which side of the limit it must be on'),
    ms: z.int().positive().describe('The limit in milliseconds'),
  }),
  describe: ({ op, ms }) =>
    `docker run to the first HTTP answer ${sign(op)} ${duration(ms)}, the slowest of 3 containers`,
  needs: ['image', 'containers', 'container'],
  order: 'alone',
  run: async (params, { image, containers, container }, { signal }) => {
    const parts = { containers, shared: container, hints: image.api };
    return judgeStarts(params, await seeStarts(params, parts, signal));
  },
});

function limits(slots: Slots) {
  return upperBounds(slots.duration ?? slots['duration-limit']).map(({ op, value }) => ({
    op,
    ms: value,
  }));
}
