import * as z from 'zod';
import { pause } from '../../api-client/exchange.ts';
import { defineCheck, type Verdict } from '../../model/check.ts';
import { duration, lastLines } from '../../model/format.ts';
import { holds, sign, type UpperLimit, upperLimit } from '../../model/limit.ts';
import type { Container, Image } from '../../model/resources.ts';
import { uniqueName } from '../../resources/launch.ts';
import { faults, goodShapes } from './faults.ts';
import { language } from './language.ts';

/** The container turns healthy in time. */
export const healthcheckWithin = defineCheck({
  id: 'healthcheck-within',
  title: 'The container turns healthy in time',
  proof:
    'docker run to the first probe that succeeds, with the HEALTHCHECK exactly as the image declares it, by the engine; a container of its own.',
  instruction: 'HEALTHCHECK',
  language,
  faults,
  goodShapes,
  params: z.strictObject({
    op: upperLimit.default('<=').describe('Which side of the limit it must be on'),
    ms: z.int().positive().describe('The limit in milliseconds'),
  }),
  describe: ({ op, ms }) => `docker run to healthy takes ${sign(op)} ${duration(ms)}`,
  needs: ['image', 'containers'],
  order: 'first',
  limit: ({ ms }) => ms + 60_000,
  run: async (params, { image, containers }, { signal, yieldTurn }) => {
    if (image.config.healthcheck === undefined) return judgeHealthy(params, undefined, image);
    const started = performance.now();
    await using container = await containers.launch({ purpose: uniqueName('healthy') }, signal);
    yieldTurn();
    return judgeHealthy(params, await firstHealthy(container, started, params.ms, signal), image);
  },
});

/** What became of a container's health. */
interface Health {
  /** Milliseconds from docker run; undefined when it did not turn healthy in time. */
  readonly healthyAfter: number | undefined;
  readonly waitedMs: number;
  /** What the last probe printed. */
  readonly said: string;
}

async function firstHealthy(
  container: Container,
  started: number,
  ms: number,
  signal: AbortSignal,
): Promise<Health> {
  // A little longer than the limit, to say how late it is.
  const deadline = started + ms + 5000;
  for (;;) {
    const dead = await container.death(signal);
    if (dead !== undefined) throw dead;
    const { health, probes } = await container.state(signal);
    const now = performance.now();
    const said = probes.at(-1)?.output ?? '';
    if (health === 'healthy') return { healthyAfter: now - started, waitedMs: now - started, said };
    if (now > deadline) return { healthyAfter: undefined, waitedMs: now - started, said };
    await pause(200, signal);
  }
}

export function judgeHealthy(
  { op, ms }: { readonly op: UpperLimit; readonly ms: number },
  seen: Health | undefined,
  { config, reference }: Pick<Image, 'config' | 'reference'>,
): Verdict {
  const expected = `healthy ${sign(op)} ${duration(ms)} after docker run`;
  const command = `docker run -d --name look -e DATABASE_URL ${reference}; watch docker inspect --format '{{.State.Health.Status}}' look`;
  if (seen === undefined) {
    return {
      status: 'FAIL',
      evidence: 'The image declares no HEALTHCHECK',
      expected,
      actual: 'no HEALTHCHECK',
      fix: 'Add one that asks the API, for example: HEALTHCHECK CMD ["node", "healthcheck.js"]',
      command,
    };
  }
  const { healthyAfter, waitedMs, said } = seen;
  const interval = duration((config.healthcheck?.intervalNs || 30e9) / 1e6);
  if (healthyAfter !== undefined && holds(op, healthyAfter, ms)) {
    return {
      status: 'PASS',
      evidence: `Healthy ${duration(healthyAfter)} after docker run; the limit is ${sign(op)} ${duration(ms)}`,
      measured: { ms: Math.round(healthyAfter), limitMs: ms },
      command,
    };
  }
  return {
    status: 'FAIL',
    evidence:
      healthyAfter === undefined
        ? `Not healthy ${duration(waitedMs)} after docker run`
        : `Healthy ${duration(healthyAfter)} after docker run, later than ${duration(ms)}`,
    expected,
    actual: `the last probe said: ${lastLines(said, 3) || '(nothing)'}`,
    diagnosis: `The first probe comes one interval after the start, and the interval is ${interval}.`,
    fix: 'Shorten --interval, or correct the probe where it fails.',
    command,
  };
}
