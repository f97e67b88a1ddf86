import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { duration } from '../../model/format.ts';
import { holds, sign, upperLimit } from '../../model/limit.ts';
import { Ambiguous } from '../../model/verdict.ts';
import { buildAgain } from '../../resources/build-again.ts';
import { language } from './language.ts';

export const buildTime = defineCheck({
  id: 'build-time',
  title: 'Build time against a limit',
  proof:
    'docker build of the tree by the clock, with nothing beside it: with --no-cache, or a second time right after a build of the same tree. Base images are there already.',
  language,
  faults: [
    [
      'too slow without a cache',
      'has a bad Dockerfile',
      'op="<" ms=1 cache=cold',
      /The build took .* with --no-cache/,
    ],
    [
      'too slow with a cache',
      'has a sham Dockerfile',
      'op="<" ms=1 cache=warm',
      /The build took .* cache of a build just before/,
    ],
  ],
  goodShapes: [
    ['has a good Dockerfile', 'ms=90000 cache=cold'],
    ['has a good Dockerfile', 'ms=90000 cache=warm'],
  ],
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
  run: async ({ op, ms: limit, cache }, { build }, { signal }) => {
    if (cache === undefined) {
      throw new Ambiguous(
        'A build takes seconds with a cache and minutes without one',
        'Say which is meant: "without a cache" or "with a warm cache".',
      );
    }
    const { ms, command } = await buildAgain(build, cache, signal);
    return {
      holds: holds(op, ms, limit),
      evidence: `The build took ${duration(ms)} ${cache === 'cold' ? 'with --no-cache, base images present' : 'with the cache of a build just before'}; the limit is ${sign(op)} ${duration(limit)}`,
      expected: `${sign(op)} ${duration(limit)}`,
      actual: duration(ms),
      fix: 'docker build --progress plain shows the step that takes longest; install dependencies before copying the code.',
      measured: { ms: Math.round(ms), limitMs: limit, cache },
      command: `time ${command}`,
    };
  },
});
