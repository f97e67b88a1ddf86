import { duration, lastLines } from '../../model/format.ts';
import type { Image, ImageConfig, Probe } from '../../model/resources.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { ProbeObservation } from './probe.ts';

/** What a HEALTHCHECK said of a container that was up, then frozen, then went on. */
export interface HealthHistory {
  /** Milliseconds from the first answer until `healthy`; undefined when it never was. */
  readonly healthyAfter: number | undefined;
  /** Undefined when it never was healthy before. */
  readonly frozen: WhileFrozen | undefined;
  /** What the probe printed last, where it never succeeded. */
  readonly log: string;
  /** Milliseconds of the fastest probe that succeeded. */
  readonly fastest: number | undefined;
  /** How it was with the API frozen and not only unwell; undefined when it was not asked. */
  readonly probe: ProbeObservation | undefined;
}

/** What the probes said while the API was frozen. */
export interface WhileFrozen {
  readonly says: 'healthy' | 'unhealthy';
  /** Milliseconds from the freeze until a probe said so. */
  readonly after: number;
  /** When the last of these probes began, in milliseconds since 1970. */
  readonly last: number;
}

/**
 * Reads the probes that have ended, oldest first; `at` is when the API was frozen, by the same clock.
 * Undefined while they do not decide. Only probes that began after the freeze tell of it, and two must
 * fail in a row: on a busy machine one can run into its time limit whatever it asks. A success counts
 * after `graceMs`: a probe may look at a heartbeat, which grows old.
 */
export function readFrozen(
  probes: readonly Probe[],
  at: number,
  graceMs: number,
): WhileFrozen | undefined {
  const since = probes.filter(({ startedAt }) => startedAt > at);
  const failures = since.slice(since.findLastIndex(({ exitCode }) => exitCode === 0) + 1);
  const [first, second] = failures;
  // Behind a success it takes more of them: a probe of a busy machine fails for want of time.
  const enough = failures.length === since.length ? 2 : 4;
  if (first !== undefined && second !== undefined && failures.length >= enough)
    return { says: 'unhealthy', after: first.endedAt - at, last: second.startedAt };
  const success = since.findLast(({ exitCode }) => exitCode === 0);
  return success !== undefined && success.endedAt - at > graceMs
    ? { says: 'healthy', after: success.endedAt - at, last: success.startedAt }
    : undefined;
}

/** Milliseconds until Docker says "unhealthy" by what is declared; its own values where nothing is. */
export function declaredNotice({
  intervalNs,
  retries,
}: Pick<Declared, 'intervalNs' | 'retries'>): number {
  return ((intervalNs || 30e9) / 1e6) * (retries || 3);
}

type Declared = NonNullable<ImageConfig['healthcheck']>;

/** Milliseconds: what takes longer to notice that an API is dead watches over nothing. */
const longestNotice = 30 * 60_000;

/** Whether the HEALTHCHECK tells health; `seen` is undefined when none is declared. */
export function judgeHealthcheck(
  declared: ImageConfig['healthcheck'],
  seen: HealthHistory | undefined,
  { reference, portVariable }: Pick<Image, 'reference' | 'portVariable'>,
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
  if (seen.healthyAfter === undefined || seen.frozen === undefined) {
    return {
      status: 'FAIL',
      evidence: 'The API answers, and the HEALTHCHECK does not turn healthy',
      expected: 'healthy while the API answers',
      actual: `not healthy; the probe last said: ${lastLines(seen.log, 3) || '(nothing)'}`,
      diagnosis: probeCause(seen.log),
      fix: `Correct the probe (${test}): it must exit 0 when the API answers.`,
      command,
    };
  }
  const { healthyAfter, frozen, probe, fastest } = seen;
  const notice = declaredNotice(declared);
  if (notice > longestNotice) {
    return {
      status: 'FAIL',
      evidence: `The HEALTHCHECK says "unhealthy" ${duration(notice)} after the API has died: every ${duration((declared.intervalNs || 30e9) / 1e6)}, ${declared.retries || 3} retries`,
      expected: `unhealthy within ${duration(longestNotice)}`,
      actual: duration(notice),
      fix: 'Ask more often: HEALTHCHECK --interval=30s --retries=3 CMD …',
      command: inspect,
    };
  }
  if (fastest !== undefined && declared.timeoutNs > 0 && fastest > declared.timeoutNs / 1e6) {
    return {
      status: 'FAIL',
      evidence: `The probe takes ${duration(fastest)}, and its declared time limit is ${duration(declared.timeoutNs / 1e6)}`,
      expected: 'a probe that ends within its time limit',
      actual: `${duration(fastest)} at best`,
      fix: 'Raise --timeout of the HEALTHCHECK, or let the probe do less.',
      command: inspect,
    };
  }
  if (frozen.says === 'healthy') {
    return {
      status: 'FAIL',
      evidence: `Still healthy ${duration(frozen.after)} after the API was frozen`,
      expected: 'unhealthy when the API no longer answers',
      actual: 'healthy, whatever the API does',
      diagnosis: `The probe (${test}) does not wait for an answer of the API.`,
      fix: 'Let the probe ask the API over HTTP, with a time limit, and exit 1 without an answer.',
      measured: { healthyAfterMs: Math.round(healthyAfter) },
      command,
    };
  }
  if (probe?.failsOn500 === false) {
    return {
      status: 'FAIL',
      evidence: 'The probe succeeds while what it asks answers 500',
      expected: 'unhealthy when the API says that it is not well',
      actual: 'exit code 0, whatever the status',
      diagnosis: `The probe (${test}) waits for an answer and does not look at its status.`,
      fix: 'Let the probe exit 1 unless the answer is 2xx: curl --fail, or a look at the status.',
      command: inspect,
    };
  }
  if (portVariable !== undefined && probe?.followsPort === false) {
    return {
      status: 'FAIL',
      evidence: `The probe asks the same port whatever ${portVariable} says: with another ${portVariable}, which the spec promises, the container ends unhealthy`,
      expected: `a probe that asks the port of ${portVariable}`,
      actual: test,
      diagnosis: 'The port is fixed in the HEALTHCHECK.',
      fix: `Let the probe read ${portVariable}.`,
      command: inspect,
    };
  }
  const asked = [
    ...(probe?.failsOn500 ? ['fails on an answer of 500'] : []),
    ...(probe?.followsPort && portVariable ? [`follows ${portVariable}`] : []),
    ...(probe?.followsPort === false ? ['asks one port, whatever is set'] : []),
  ];
  const seconds = (ns: number, otherwise: number) => `${ns === 0 ? otherwise : ns / 1e9}s`;
  return {
    status: 'PASS',
    // Docker's own values where none is declared.
    evidence: `Turns healthy when up, unhealthy ${duration(frozen.after)} after the API was frozen, and healthy when it goes on (its probe ran every 0.1 s for this)${asked.length === 0 ? '' : `; the probe ${asked.join(' and ')}`}; declared every ${seconds(declared.intervalNs, 30)}, time limit ${seconds(declared.timeoutNs, 30)}, ${declared.retries || 3} retries`,
    measured: {
      healthyAfterMs: Math.round(healthyAfter),
      unhealthyAfterMs: Math.round(frozen.after),
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
