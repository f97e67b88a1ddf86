import * as z from 'zod';
import { pause } from '../../api-client/exchange.ts';
import { defineCheck } from '../../model/check.ts';
import { duration, lastLines } from '../../model/format.ts';
import { judged } from '../../model/judged.ts';
import type { Values } from '../../model/language.ts';
import { holds, sign, type UpperLimit, upperLimit } from '../../model/limit.ts';
import type { Container, Image } from '../../model/resources.ts';
import type { Verdict } from '../../model/verdict.ts';
import { uniqueName } from '../../resources/launch.ts';

export const healthcheckWithin = defineCheck({
  id: 'healthcheck-within',
  title: 'The container turns healthy in time',
  proof:
    'docker run to the first probe that succeeds, with the HEALTHCHECK exactly as the image declares it, by the engine; a container of its own.',
  instruction: 'HEALTHCHECK',
  language: {
    with: 'container image app docker ours system it healthcheck become start now pass present across later first manner',
    senses: [
      {
        says: '{ms} healthcheck pass|healthy|become',
        with: 'healthy',
        given: 'start',
        params: limits,
      },
      { says: '{ms} container|image healthy', with: 'report', given: 'start', params: limits },
    ],
    examples: [
      'Health check passes within 30 seconds',
      'Container becomes healthy within 1 minute',
    ],
  },
  faults: [
    ['none', 'bad-dockerfile', 'ms=20000', /declares no HEALTHCHECK/],
    ['a long interval', 'ignores-url', 'op="<" ms=2000', /Not healthy/],
  ],
  goodShapes: [['usual', 'ms=60000']],
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
    const healthyAfter = health === 'healthy' ? now - started : undefined;
    if (healthyAfter !== undefined || now > deadline)
      return { healthyAfter, waitedMs: now - started, said: probes.at(-1)?.output ?? '' };
    await pause(200, signal);
  }
}

/** `seen` is undefined where the image declares no HEALTHCHECK. */
export function judgeHealthy(
  { op, ms }: { readonly op: UpperLimit; readonly ms: number },
  seen: Health | undefined,
  { config, reference }: Pick<Image, 'config' | 'reference'>,
): Verdict {
  const { healthyAfter, waitedMs = 0, said = '' } = seen ?? {};
  const when =
    healthyAfter === undefined ? '' : `Healthy ${duration(healthyAfter)} after docker run`;
  const interval = duration((config.healthcheck?.intervalNs || 30e9) / 1e6);
  return judged({
    holds: healthyAfter !== undefined && holds(op, healthyAfter, ms),
    evidence: `${when || `Not healthy ${duration(waitedMs)} after docker run`}; the limit is ${sign(op)} ${duration(ms)}`,
    wrong: seen === undefined ? 'The image declares no HEALTHCHECK' : undefined,
    expected: `healthy ${sign(op)} ${duration(ms)} after docker run`,
    actual:
      seen && `${when || 'not healthy'}; the last probe said: ${lastLines(said, 3) || '(nothing)'}`,
    diagnosis: `The first probe comes one interval after the start, and the interval is ${interval}.`,
    fix: 'Shorten --interval, or correct the probe where it fails.',
    measured: { ms: Math.round(healthyAfter ?? waitedMs), limitMs: ms },
    command: `docker run -d --name look -e DATABASE_URL ${reference}; watch docker inspect --format '{{.State.Health.Status}}' look`,
  });
}

function limits(values: Values) {
  return (values.one('ms') ?? []).flatMap(({ op, value }) =>
    op.startsWith('<') ? [{ op, ms: value }] : [],
  );
}
