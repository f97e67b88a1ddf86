import type { Docker } from '../../../setup/docker.ts';
import type { Container, Containers, ImageConfig } from '../../resources/handles.ts';
import { exchange, NoAnswer } from '../api/exchange.ts';
import type { Verdict } from '../check.ts';
import { uniqueName } from './launch.ts';
import { duration, lastLines } from './words.ts';

/** What a HEALTHCHECK said of a container that was up, and then frozen. */
export interface HealthHistory {
  /** Milliseconds from the first answer until `healthy`; undefined when it never was. */
  readonly healthyAfter: number | undefined;
  /** Milliseconds from the freeze until `unhealthy`; undefined when it never was. */
  readonly unhealthyAfter: number | undefined;
  /** What the probe printed last. */
  readonly log: string;
}

/** Asks often, so that the answer doesn't take minutes; the start period may not excuse a failure. */
const often = [
  ['--health-interval', '500ms'],
  ['--health-timeout', '2s'],
  ['--health-retries', '1'],
  ['--health-start-period', '1ms'],
].flat();

const healthyLimit = 30_000;
const unhealthyLimit = 20_000;

/** Watches a container of its own: up, then with its processes stopped. */
export async function watchHealth(
  docker: Docker,
  containers: Containers,
  signal: AbortSignal,
): Promise<HealthHistory> {
  await using container = await containers.launch(
    { purpose: uniqueName('healthcheck'), options: often },
    signal,
  );
  await container.answers(signal);
  const healthyAfter = await untilHealth(docker, container, 'healthy', healthyLimit, signal);
  if (healthyAfter === undefined) {
    return {
      healthyAfter,
      unhealthyAfter: undefined,
      log: (await container.state(signal)).healthLog,
    };
  }
  await freeze(docker, container, signal);
  const unhealthyAfter = await untilHealth(docker, container, 'unhealthy', unhealthyLimit, signal);
  return {
    healthyAfter,
    unhealthyAfter,
    log: unhealthyAfter === undefined ? (await container.state(signal)).healthLog : '',
  };
}

/**
 * Waits for the engine to say that a container's health has changed. One client listens: asking again
 * and again costs more.
 */
async function untilHealth(
  docker: Docker,
  { id }: Container,
  wanted: 'healthy' | 'unhealthy',
  limit: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  const started = performance.now();
  const told = new AbortController();
  const stop = AbortSignal.any([signal, told.signal, AbortSignal.timeout(limit)]);
  const filters = ['health_status', 'kill'].flatMap((event) => ['--filter', `event=${event}`]);
  const onLine = isTold(wanted, () => told.abort());
  // From the beginning: it may have happened already.
  await docker
    .run(
      [
        'events',
        '--since',
        '0',
        '--filter',
        `container=${id}`,
        ...filters,
        '--format',
        eventFormat,
      ],
      { signal: stop, timeout: limit + 5000, onLine },
    )
    .catch((error: unknown) => {
      signal.throwIfAborted();
      if (!stop.aborted) throw error;
    });
  return told.signal.aborted ? performance.now() - started : undefined;
}

const eventFormat = '{{.Action}}';

/**
 * Reads the engine's events in their order, and calls `tell` at the wanted one. Unhealthy counts only
 * after the signal that froze the API: a probe that fails once while the API starts proves nothing.
 */
export function isTold(wanted: 'healthy' | 'unhealthy', tell: () => void): (line: string) => void {
  let frozen = false;
  return (line) => {
    const action = line.trim();
    if (action === 'kill') frozen = true;
    if (action === `health_status: ${wanted}` && (wanted === 'healthy' || frozen)) tell();
  };
}

/**
 * Stops the API without ending it, and makes sure that it is silent. Throws when it can't be stopped:
 * then nothing can be said about its HEALTHCHECK.
 */
async function freeze(docker: Docker, container: Container, signal: AbortSignal): Promise<void> {
  await container.kill('STOP', signal);
  if (await isSilent(container, signal)) return;
  // PID 1 is an init or a shell, and the API is its child.
  await docker.run(['exec', '--user', '0', container.id, 'sh', '-c', 'kill -STOP -1'], {
    signal,
    timeout: 5000,
  });
  if (await isSilent(container, signal)) return;
  throw new Error(
    'the API could not be frozen: it still answers with PID 1 stopped, and the image has no shell to stop the rest',
  );
}

async function isSilent(container: Container, signal: AbortSignal): Promise<boolean> {
  try {
    await exchange(container.baseUrl(), { path: '/', signal, timeout: 700 });
    return false;
  } catch (error) {
    if (error instanceof NoAnswer) return true;
    throw error;
  }
}

/** Whether the HEALTHCHECK tells health; `seen` is undefined when none is declared. */
export function judgeHealthcheck(
  declared: ImageConfig['healthcheck'],
  seen: HealthHistory | undefined,
  reference: string,
): Verdict {
  const inspect = `docker image inspect --format '{{json .Config.Healthcheck}}' ${reference}`;
  if (declared === undefined || seen === undefined) {
    return {
      status: 'FAIL',
      evidence: 'The image declares no HEALTHCHECK',
      expected: 'a HEALTHCHECK in the image',
      actual: 'none',
      fix: 'Add one that asks the API, for example: HEALTHCHECK CMD ["node", "healthcheck.js"]',
      command: inspect,
    };
  }
  const test = declared.test.slice(1).join(' ');
  const command = `docker run -d --name look --health-interval 1s --health-timeout 1s --health-retries 1 -e DATABASE_URL ${reference}; docker kill -s STOP look; sleep 5; docker inspect --format '{{.State.Health.Status}}' look; docker rm -f look`;
  if (seen.healthyAfter === undefined) {
    return {
      status: 'FAIL',
      evidence: `The API answers, and the HEALTHCHECK does not turn healthy within ${healthyLimit / 1000} s`,
      expected: 'healthy while the API answers',
      actual: `not healthy; the probe last said: ${lastLines(seen.log, 3) || '(nothing)'}`,
      diagnosis: probeCause(seen.log),
      fix: `Correct the probe (${test}): it must exit 0 when the API answers.`,
      command,
    };
  }
  if (seen.unhealthyAfter === undefined) {
    return {
      status: 'FAIL',
      evidence: `Still healthy ${unhealthyLimit / 1000} s after the API was frozen`,
      expected: 'unhealthy when the API no longer answers',
      actual: 'healthy, whatever the API does',
      diagnosis: `The probe (${test}) does not wait for an answer of the API.`,
      fix: 'Let the probe ask the API over HTTP, with a time limit, and exit 1 without an answer.',
      measured: { healthyAfterMs: Math.round(seen.healthyAfter) },
      command,
    };
  }
  const seconds = (ns: number, otherwise: number) => `${ns === 0 ? otherwise : ns / 1e9}s`;
  return {
    status: 'PASS',
    // Docker's own values where none is declared.
    evidence: `Turns healthy when up and unhealthy ${duration(seen.unhealthyAfter)} after the API was frozen; declared every ${seconds(declared.intervalNs, 30)}, time limit ${seconds(declared.timeoutNs, 30)}, ${declared.retries || 3} retries`,
    measured: {
      healthyAfterMs: Math.round(seen.healthyAfter),
      unhealthyAfterMs: Math.round(seen.unhealthyAfter),
    },
    command,
  };
}

function probeCause(log: string): string {
  if (/executable file not found|no such file|not found/i.test(log))
    return 'The program that the probe calls is not in the image.';
  if (/refused|ECONNREFUSED/i.test(log))
    return 'The probe asks another port or address than the API listens on.';
  if (/permission denied|EACCES/i.test(log))
    return 'The user of the container may not run the probe.';
  return 'The probe ends with an error while the API answers.';
}
