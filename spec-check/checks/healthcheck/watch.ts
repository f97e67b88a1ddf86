import { setTimeout as sleep } from 'node:timers/promises';
import { exchange, unlessSilent } from '../../api-client/exchange.ts';
import type { CheckContext } from '../../model/check.ts';
import type { Docker } from '../../model/docker.ts';
import type { Container, ImageConfig, Resources } from '../../model/resources.ts';
import { uniqueName } from '../../resources/launch.ts';
import { declaredNotice, type HealthHistory, readFrozen } from './measure.ts';
import { observeProbe } from './probe.ts';

type WatchedParts = Pick<Resources, 'engine' | 'image' | 'containers' | 'container'>;

/** Watches a container of its own: up, then with its processes stopped, then going on. */
export async function watchHealth(
  declared: NonNullable<ImageConfig['healthcheck']>,
  parts: WatchedParts,
  context: Pick<CheckContext, 'signal' | 'yieldTurn'>,
): Promise<HealthHistory> {
  // A start takes as long as the image says; one probe may need longer than most, and then gets it.
  const warmUp = Math.min(declared.startPeriodNs / 1e6, longestWarmUp);
  const patient = { probe: '5s', healthy: Math.max(30_000, warmUp + 15_000) };
  const grace = Math.min(declaredNotice(declared), longestGrace);
  const seen = await watch(parts, quick, grace, context).catch((error: unknown) => {
    // On a busy machine; the next one has more time.
    if (error instanceof StillFailing) return undefined;
    throw error;
  });
  return seen?.healthyAfter === undefined ? watch(parts, patient, grace, context) : seen;
}

/** Milliseconds that a start period is waited for. */
const longestWarmUp = 100_000;

/** Milliseconds that a heartbeat may stay young. */
const longestGrace = 45_000;

/** The thawed API is not seen to be healthy again. */
class StillFailing extends Error {}

/** A time limit for each probe, and milliseconds until one must have succeeded. */
interface Patience {
  readonly probe: string;
  readonly healthy: number;
}

const quick: Patience = { probe: '1s', healthy: 5000 };

/** Milliseconds until probes of a frozen API have failed, and until one of the thawed API has succeeded. */
const limit = 30_000;

/** Milliseconds: each look is an engine call, and a probe of a frozen API takes a second. */
const betweenLooks = 400;

async function watch(
  { engine, image, containers, container: shared }: WatchedParts,
  patience: Patience,
  grace: number,
  { signal, yieldTurn }: Pick<CheckContext, 'signal' | 'yieldTurn'>,
): Promise<HealthHistory> {
  const { docker, network } = engine;
  // Asks often, so that the answer doesn't take minutes; the start period may not excuse a failure.
  const options = [
    ['--health-interval', '100ms'],
    ['--health-timeout', patience.probe],
    ['--health-retries', '1'],
    ['--health-start-period', '1ms'],
  ].flat();
  await using container = await containers.launch(
    { purpose: uniqueName('healthcheck'), options },
    signal,
  );
  await container.answers(signal);
  const healthyAfter = await untilHealthy(docker, container, patience.healthy, signal);
  if (healthyAfter === undefined) {
    const { probes } = await container.state(signal);
    const log = probes.at(-1)?.output ?? '';
    return { healthyAfter, frozen: undefined, log, fastest: undefined, probe: undefined };
  }
  const times = (await container.state(signal)).probes
    .filter(({ exitCode }) => exitCode === 0)
    .map(({ startedAt, endedAt }) => endedAt - startedAt);
  const { at, thaw } = await freeze(docker, container, { signal, yieldTurn });
  // Its database is of no use to it there, and it may not start without.
  const environment = image.environment('postgresql://nobody@127.0.0.1:9/none');
  const [frozen, probe] = await Promise.all([
    untilDecided(container, (probes) => readFrozen(probes, at, grace), grace + limit, signal),
    shared
      .answers(signal)
      .then(() => observeProbe({ docker, network, image, running: shared, environment }, signal)),
  ]);
  if (frozen?.says === 'unhealthy') {
    await thaw();
    const healthyAgain = await untilDecided(
      container,
      (probes) =>
        probes.some(({ startedAt, exitCode }) => exitCode === 0 && startedAt > frozen.last) ||
        undefined,
      limit,
      signal,
    );
    if (!healthyAgain) {
      throw new StillFailing(
        'the probe fails while the API is frozen, and goes on failing after that, so the one does not tell of the other',
      );
    }
  }
  if (frozen === undefined) {
    throw new Error(
      `the engine ended no two probes within ${(grace + limit) / 1000} s after the API was frozen`,
    );
  }
  return {
    healthyAfter,
    frozen,
    log: '',
    fastest: times.length === 0 ? undefined : Math.min(...times),
    probe,
  };
}

/**
 * Milliseconds until the engine says that a container is healthy. One client listens: asking again and
 * again costs more.
 */
async function untilHealthy(
  docker: Docker,
  { id }: Container,
  limit: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  const started = performance.now();
  const told = new AbortController();
  const stop = AbortSignal.any([signal, told.signal, AbortSignal.timeout(limit)]);
  await docker
    .run(
      [
        // From the beginning: it may have happened already.
        ...['events', '--since', '0', '--filter', `container=${id}`],
        ...['--filter', 'event=health_status', '--format', '{{.Action}}'],
      ],
      {
        signal: stop,
        timeout: limit + 5000,
        onLine: (line) => line.trim() === 'health_status: healthy' && told.abort(),
      },
    )
    .catch((error: unknown) => {
      signal.throwIfAborted();
      if (!stop.aborted) throw error;
    });
  return told.signal.aborted ? performance.now() - started : undefined;
}

/** Looks at the probes that have ended until they decide; undefined when the limit passes first. */
async function untilDecided<T>(
  container: Container,
  decide: (probes: Awaited<ReturnType<Container['state']>>['probes']) => T | undefined,
  ms: number,
  signal: AbortSignal,
): Promise<T | undefined> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    const decided = decide((await container.state(signal)).probes);
    if (decided !== undefined) return decided;
    await sleep(betweenLooks, undefined, { signal });
  }
  return undefined;
}

/** Since when the API is stopped, by the engine's clock, and how it goes on. */
interface Frozen {
  readonly at: number;
  readonly thaw: () => Promise<void>;
}

/**
 * Stops the API without ending it, and makes sure that it is silent. Throws when it can't be stopped:
 * then nothing can be said about its HEALTHCHECK.
 */
async function freeze(
  docker: Docker,
  container: Container,
  { signal, yieldTurn }: Pick<CheckContext, 'signal' | 'yieldTurn'>,
): Promise<Frozen> {
  await container.kill('STOP', signal);
  // Not before the STOP: on busy processors it would arrive late, in the middle of a probe, which would tell nothing.
  yieldTurn();
  const [at, silent] = await Promise.all([engineTime(docker, signal), isSilent(container, signal)]);
  const go = () => container.kill('CONT', signal);
  if (silent) return { at, thaw: go };
  // PID 1 is an init or a shell, and the API is its child.
  const toAll = (name: string) =>
    docker.run(['exec', '--user', '0', container.id, 'sh', '-c', `kill -${name} -1`], {
      signal,
      timeout: 5000,
    });
  await toAll('STOP');
  // A probe that ran just then was stopped with the rest; those that begin later count.
  const allAt = await engineTime(docker, signal);
  if (await isSilent(container, signal)) {
    return {
      at: allAt,
      async thaw() {
        await toAll('CONT');
        await go();
      },
    };
  }
  throw new Error(
    'the API could not be frozen: it still answers with PID 1 stopped, and the image has no shell to stop the rest',
  );
}

/** Milliseconds since 1970 by the clock that stamps the probes. */
async function engineTime(docker: Docker, signal: AbortSignal): Promise<number> {
  return Date.parse(await docker.read(['info', '--format', '{{.SystemTime}}'], { signal }));
}

async function isSilent(container: Container, signal: AbortSignal): Promise<boolean> {
  const asked = exchange(container.baseUrl(), { path: '/', signal, timeout: 700 });
  return (await unlessSilent(asked)) === undefined;
}
