import * as z from 'zod';
import { buildAgain } from '../../measuring/build-again.ts';
import { defineCheck, type Values } from '../../model/check.ts';
import { duration } from '../../model/format.ts';
import { holds, limitMs, sign, upperLimit } from '../../model/limit.ts';
import { Ambiguous } from '../../model/verdict.ts';

const limits = (cache: 'cold' | 'warm') => (values: Values) =>
  (values.one('ms') ?? []).map(({ op, value }) => ({ op, ms: value, cache }));

export const buildTime = defineCheck({
  title: 'Build time against a limit',
  proof:
    'docker build of the tree by the clock, with nothing beside it: with --no-cache, or a second time right after a build of the same tree. Base images are there already.',
  language: {
    with: 'image container docker docker-build dockerfile ours system it build build-time stay now weigh succeed manner target limit finish work',
    senses: [
      { says: '{ms} build|build-time|docker-build cold-cache', params: limits('cold') },
      { says: '{ms} build|build-time|docker-build warm-cache', params: limits('warm') },
      { says: '{ms} build|build-time|docker-build', asks: 'Without cache, or with a warm cache?' },
    ],
    examples: ['Builds within 5 minutes without cache', 'Build time under 30 s with warm cache'],
  },
  faults: [
    ['without a cache', 'bad-dockerfile', 'ms=1 cache=cold', /The build took .* with --no-cache/],
    ['with a cache', 'sham-dockerfile', 'ms=1 cache=warm', /took .* cache of a build just before/],
  ],
  goodShapes: [
    ['good-dockerfile', 'ms=90000 cache=cold'],
    ['good-dockerfile', 'ms=90000 cache=warm'],
  ],
  params: z.strictObject({
    op: upperLimit,
    ms: limitMs,
    cache: z
      .optional(z.enum(['cold', 'warm']))
      .describe('`cold`: --no-cache; `warm`: after a build of the same tree; ambiguous without'),
  }),
  describe: ({ op, ms, cache }) =>
    `docker build ${cache === 'cold' ? 'without' : cache === 'warm' ? 'with' : 'with or without'} a cache takes ${sign(op)} ${duration(ms)}`,
  needs: ['build'],
  order: 'alone',
  limit: ({ ms }) => 3 * ms,
  run: async ({ op, ms: limit, cache }, { build }, { signal }) => {
    if (cache === undefined)
      throw new Ambiguous(
        'A build takes seconds with a cache and minutes without one',
        'Say which is meant: "without a cache" or "with a warm cache".',
      );
    const { ms, command } = await buildAgain(build, cache, signal);
    return {
      holds: holds(op, ms, limit),
      evidence: `The build took ${duration(ms)} ${cache === 'cold' ? 'with --no-cache, base images present' : 'with the cache of a build just before'}; the limit is ${sign(op)} ${duration(limit)}`,
      fix: 'docker build --progress plain shows the step that takes longest; install dependencies before copying the code.',
      measured: { ms: Math.round(ms), limitMs: limit, cache },
      command: `time ${command}`,
    };
  },
});
