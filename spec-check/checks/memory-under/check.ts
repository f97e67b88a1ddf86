import * as z from 'zod';
import type { Slots } from '../../language/template.ts';
import { defineCheck } from '../../model/check.ts';
import { megabytes } from '../../model/format.ts';
import { conflictOfBounds, sign, upperBounds, upperLimit } from '../../model/limit.ts';
import { faults } from './faults.ts';
import { judgeMemory, seeMemory } from './measure.ts';

/** Memory against a limit. */
export const memoryUnder = defineCheck({
  id: 'memory-under',
  title: 'Memory against a limit',
  proof:
    'What docker stats prints for a fresh container at idle and after 500 requests, while nothing else is checked; the larger counts.',
  topics: [
    'memory',
    'memory usage',
    'memory use',
    'memory footprint',
    'memory consumption',
    'ram',
    'ram usage',
    'resources',
    'resource usage',
  ],
  examples: [
    'Memory usage stays under 256 MB',
    'The container uses less than 200 MB of memory',
    'RAM usage at most 128 MiB',
  ],
  sentences: [
    {
      template:
        '[<container>] (memory|ram) [(usage|use|consumption|footprint)] [<container>] [(stays|stay|remain|kept|is)]* {size}',
      params: limits,
    },
    {
      template:
        '(memory|ram) (usage|use|consumption|footprint) [of] <container> [(stays|stay|remain|kept)]* {size}',
      params: limits,
    },
    {
      template: '[<container>] (uses|use|consumes|consume|takes|take|stays) {size} (memory|ram)',
      params: limits,
    },
    {
      template: '{size}',
      params: limits,
      under: [
        'memory',
        'memory usage',
        'memory use',
        'memory footprint',
        'memory consumption',
        'ram',
        'ram usage',
      ],
    },
  ],
  conflict: (first, second) =>
    conflictOfBounds(
      { ...first, value: first.bytes },
      { ...second, value: second.bytes },
      megabytes,
    ),
  faults,
  params: z.strictObject({
    op: upperLimit.default('<=').describe('Which side of the limit it must be on'),
    bytes: z.int().positive().describe('The limit'),
  }),
  describe: ({ op, bytes }) =>
    `memory of the container ${sign(op)} ${megabytes(bytes)}, at idle and after 500 requests`,
  needs: ['engine', 'image', 'containers'],
  order: 'alone',
  run: async (params, { engine, image, containers }, { signal }) => {
    const parts = { docker: engine.docker, containers, hints: image.api ?? {} };
    return judgeMemory(params, await seeMemory(parts, signal), image);
  },
});

function limits({ size }: Slots) {
  return upperBounds(size).map(({ op, value }) => ({ op, bytes: value }));
}
