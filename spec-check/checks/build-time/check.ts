import * as z from 'zod';
import { Ambiguous, defineCheck, ImageFault, type Verdict } from '../../model/check.ts';
import { duration, lastLines } from '../../model/format.ts';
import { judged } from '../../model/judged.ts';
import { holds, sign, type UpperLimit, upperLimit } from '../../model/limit.ts';
import { faults, goodShapes } from './faults.ts';

export const buildTime = defineCheck({
  id: 'build-time',
  title: 'Build time against a limit',
  proof:
    'docker build of the tree by the clock, with nothing beside it: with --no-cache, or a second time right after a build of the same tree. Base images are there already.',
  topics: [],
  examples: [],
  sentences: [],
  faults,
  goodShapes,
  params: z.strictObject({
    op: upperLimit.default('<=').describe('Which side of the limit it must be on'),
    ms: z.int().positive().describe('The limit in milliseconds'),
    cache: z
      .enum(['cold', 'warm'])
      .optional()
      .describe('`cold`: --no-cache; `warm`: after a build of the same tree; ambiguous without'),
  }),
  describe: ({ op, ms, cache }) =>
    `docker build ${cache === 'cold' ? 'without' : cache === 'warm' ? 'with' : 'with or without'} a cache takes ${sign(op)} ${duration(ms)}`,
  needs: ['build'],
  order: 'alone',
  limit: ({ ms }) => 3 * ms,
  run: async (params, { build }, { signal }) => {
    const { cache } = params;
    if (cache === undefined) {
      throw new Ambiguous(
        'A build takes seconds with a cache and minutes without one',
        'Say which is meant: "without a cache" or "with a warm cache".',
      );
    }
    if (build.kind === 'given')
      throw new Ambiguous('An image was given, and nothing is built', 'Run without --image.');
    if (build.kind === 'broken') throw new Error('the build fails');
    const { id, ms, output } = await build.again(cache, signal);
    const command = `time ${build.command}${cache === 'cold' ? ' --no-cache' : ''}`;
    if (id === undefined) {
      throw new ImageFault({
        evidence: 'The same build fails the second time',
        expected: 'a build that ends well',
        actual: lastLines(output, 5),
        fix: 'The last lines say which step fails.',
        command,
      });
    }
    return judgeBuildTime({ ...params, cache }, ms, command);
  },
});

export function judgeBuildTime(
  { op, ms: limit, cache }: { op: UpperLimit; ms: number; cache: 'cold' | 'warm' },
  ms: number,
  command: string,
): Verdict {
  return judged({
    holds: holds(op, ms, limit),
    evidence: `The build took ${duration(ms)} ${cache === 'cold' ? 'with --no-cache, base images present' : 'with the cache of a build just before'}; the limit is ${sign(op)} ${duration(limit)}`,
    expected: `${sign(op)} ${duration(limit)}`,
    actual: duration(ms),
    fix: 'docker build --progress plain shows the step that takes longest; install dependencies before copying the code.',
    measured: { ms: Math.round(ms), limitMs: limit, cache },
    command,
  });
}
