import type { Verdict } from '../../model/check.ts';
import { duration, lastLines } from '../../model/format.ts';
import type { ImageConfig, Probe } from '../../model/resources.ts';

/** What a HEALTHCHECK said of a container that was up, then frozen, then went on. */
export interface HealthHistory {
  /** Milliseconds from the first answer until `healthy`; undefined when it never was. */
  readonly healthyAfter: number | undefined;
  /** Undefined when it never was healthy before. */
  readonly frozen: WhileFrozen | undefined;
  /** What the probe printed last, where it never succeeded. */
  readonly log: string;
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
 * fail in a row: on a busy machine one can run into its time limit whatever it asks.
 */
export function readFrozen(probes: readonly Probe[], at: number): WhileFrozen | undefined {
  const since = probes.filter(({ startedAt }) => startedAt > at);
  const success = since.find(({ exitCode }) => exitCode === 0);
  if (success !== undefined)
    return { says: 'healthy', after: success.endedAt - at, last: success.startedAt };
  const [first, second] = since;
  if (first === undefined || second === undefined) return undefined;
  return { says: 'unhealthy', after: first.endedAt - at, last: second.startedAt };
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
  const { healthyAfter, frozen } = seen;
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
  const seconds = (ns: number, otherwise: number) => `${ns === 0 ? otherwise : ns / 1e9}s`;
  return {
    status: 'PASS',
    // Docker's own values where none is declared.
    evidence: `Turns healthy when up, unhealthy ${duration(frozen.after)} after the API was frozen, and healthy when it goes on; declared every ${seconds(declared.intervalNs, 30)}, time limit ${seconds(declared.timeoutNs, 30)}, ${declared.retries || 3} retries`,
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
