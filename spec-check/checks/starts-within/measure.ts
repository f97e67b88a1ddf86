import { exchange, NoAnswer, pause } from '../../api-client/exchange.ts';
import { ImageFault, type Verdict } from '../../model/check.ts';
import { duration, lastLines } from '../../model/format.ts';
import { holds, sign, type UpperLimit } from '../../model/limit.ts';
import type { Container, Containers } from '../../model/resources.ts';
import { uniqueName } from '../../resources/launch.ts';

export interface StartLimit {
  readonly op: UpperLimit;
  readonly ms: number;
}

/** How long fresh containers took, one after the other. */
export interface StartsSeen {
  /** Milliseconds from `docker run` to the first answer below 500; undefined where none came in time. */
  readonly times: readonly (number | undefined)[];
  /** How long an answer was waited for. */
  readonly patienceMs: number;
  readonly logs: string;
  readonly command: string;
}

const containersTried = 3;

/** Starts containers one after the other; an answer of 500 and more says that it has not started yet. */
export async function seeStarts(
  { ms }: StartLimit,
  containers: Containers,
  signal: AbortSignal,
): Promise<StartsSeen> {
  // Waits on when the limit is over, to say how long it takes.
  const patienceMs = Math.max(20_000, ms + 5000);
  const times: (number | undefined)[] = [];
  for (;;) {
    const begun = performance.now();
    await using container = await containers.launch({ purpose: uniqueName('starts') }, signal);
    const answered = await firstAnswer(container, begun + patienceMs, signal);
    times.push(answered === undefined ? undefined : answered - begun);
    if (answered === undefined || times.length === containersTried) {
      const logs = answered === undefined ? await container.logs(5, signal) : '';
      return { times, patienceMs, logs, command: container.command };
    }
  }
}

/** When it answered, as `performance.now()` counts. Throws ImageFault when the container dies. */
async function firstAnswer(
  container: Container,
  deadline: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  for (let attempt = 1; performance.now() < deadline; attempt += 1) {
    try {
      const timeout = Math.max(1, Math.ceil(deadline - performance.now()));
      const { status } = await exchange(container.baseUrl(), { path: '/', signal, timeout });
      if (status < 500) return performance.now();
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
    }
    // An engine call costs far more than a request.
    if (attempt % 50 === 0) await mustLive(container, signal);
    await pause(10, signal);
  }
  return undefined;
}

async function mustLive(container: Container, signal: AbortSignal): Promise<void> {
  const { status, exitCode } = await container.state(signal);
  if (status !== 'exited' && status !== 'dead') return;
  const logs = lastLines(await container.logs(8, signal), 8) || '(none)';
  throw new ImageFault({
    evidence: `The container exits with code ${exitCode} instead of answering`,
    expected: 'a container that answers',
    actual: `exit code ${exitCode}; last log lines:\n${logs}`,
    fix: 'The log lines say what stopped it.',
    command: container.command,
  });
}

/** Whether the slowest start keeps the limit. */
export function judgeStarts({ op, ms: limit }: StartLimit, seen: StartsSeen): Verdict {
  const times = seen.times.filter((time) => time !== undefined);
  const n = seen.times.length;
  if (n === 0) throw new Error('no start was measured');
  const worst = Math.max(...times);
  const expected = `the first answer ${sign(op)} ${duration(limit)} after docker run, in every one of ${containersTried} fresh containers`;
  const listed = seen.times.map((time) => (time === undefined ? 'no answer' : duration(time)));
  const proven = {
    measured: {
      n,
      limitMs: limit,
      ...(times.length > 0 && { worstMs: Math.round(worst) }),
    },
    command: `time sh -c '${seen.command.replace('docker run --rm', 'docker run --rm -d')}; until curl -s -o /dev/null localhost:${/-p (\d+):/.exec(seen.command)?.[1] ?? '8000'}; do sleep 0.05; done'`,
  };
  if (times.length < n) {
    return {
      status: 'FAIL',
      evidence: `No answer below 500 within ${duration(seen.patienceMs)} of docker run`,
      expected,
      actual: `${listed.join(', ')}; last log lines:\n${lastLines(seen.logs, 5) || '(none)'}`,
      fix: 'Listen before the slow part of the start, or make it shorter; the log lines say how far it came.',
      ...proven,
    };
  }
  const evidence = `First answer at worst ${duration(worst)} after docker run, n=${n} fresh containers (${listed.join(', ')}); the limit is ${sign(op)} ${duration(limit)}`;
  if (n === containersTried && holds(op, worst, limit)) {
    return { status: 'PASS', evidence, ...proven };
  }
  if (n < containersTried) throw new Error(`only ${n} of ${containersTried} starts were measured`);
  return {
    status: 'FAIL',
    evidence,
    expected,
    actual: listed.join(', '),
    diagnosis: times.some((time) => holds(op, time, limit))
      ? 'Some starts keep the limit, and the slowest does not.'
      : 'Every start takes longer.',
    fix: 'Do less before listening: bundle the program, load what is seldom used later, connect to the database after the server listens.',
    ...proven,
  };
}
