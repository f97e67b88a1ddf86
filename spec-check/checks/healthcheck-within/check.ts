import * as z from 'zod';
import { pause } from '../../api-client/exchange.ts';
import { defineCheck } from '../../model/check.ts';
import { duration, lastLines } from '../../model/format.ts';
import { holds, limitMs, sign, upperLimit, upperLimits } from '../../model/limit.ts';

export const healthcheckWithin = defineCheck({
  title: 'The container turns healthy in time',
  proof:
    'docker run to the first probe that succeeds, with the HEALTHCHECK exactly as the image declares it, by the engine; a container of its own.',
  instruction: 'HEALTHCHECK',
  language: {
    with: 'container image app docker ours system it healthcheck become start now pass present across later first manner after-start ready',
    given: 'start',
    params: upperLimits('ms'),
    senses: [
      { says: '{ms} healthcheck|container|image|become|docker-ps pass|healthy', with: 'show' },
    ],
    examples: ['Health check passes within 30 seconds'],
  },
  faults: [
    ['no HEALTHCHECK', 'bad-dockerfile', 'ms=20000', /declares no HEALTHCHECK/],
    ['a long interval', 'ignores-url', 'op="<" ms=2000', /Not healthy/],
  ],
  goodShapes: [['usual', 'ms=60000']],
  params: z.strictObject({ op: upperLimit, ms: limitMs }),
  describe: ({ op, ms }) => `docker run to healthy takes ${sign(op)} ${duration(ms)}`,
  needs: ['image', 'containers'],
  limit: ({ ms }) => ms + 60_000,
  run: async ({ op, ms }, { image: { config }, containers }, { signal }) => {
    const always = {
      fix: 'Declare a HEALTHCHECK; where there is one, shorten --interval, or correct the probe where it fails.',
      command: `${containers.command({}, '--detach --name look')}; watch docker inspect --format '{{.State.Health.Status}}' look; docker rm -f look`,
    };
    if (config.Healthcheck === undefined)
      return { ...always, holds: false, evidence: 'The image declares no HEALTHCHECK' };
    const started = performance.now();
    await using container = await containers.launch({ purpose: 'healthy' }, signal);
    for (;;) {
      await container.mustRun(signal);
      const { Health } = await container.state(signal);
      const after = performance.now() - started;
      const isHealthy = Health.Status === 'healthy';
      // A little longer than the limit, to say how late it is.
      if (isHealthy || after > ms + 5000)
        return {
          ...always,
          holds: isHealthy && holds(op, after, ms),
          evidence: `${isHealthy ? 'Healthy' : 'Not healthy'} ${duration(after)} after docker run; the limit is ${sign(op)} ${duration(ms)}`,
          actual: `${Health.Status}; the last probe said: ${lastLines(Health.Log.at(-1)?.Output ?? '', 3) || '(nothing)'}`,
          diagnosis: `The first probe comes one interval after the start, and the interval is ${duration((config.Healthcheck.Interval || 30e9) / 1e6)}.`,
          measured: { ms: Math.round(after), limitMs: ms },
        };
      await pause(200, signal);
    }
  },
});
