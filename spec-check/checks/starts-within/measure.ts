import type { ApiHints } from '../../api-client/discover.ts';
import { type Exchange, exchange, pause, unlessSilent } from '../../api-client/exchange.ts';
import { answering } from '../../api-client/paths.ts';
import { duration, lastLines } from '../../model/format.ts';
import { judged } from '../../model/judged.ts';
import { holds, sign, type UpperLimit } from '../../model/limit.ts';
import type { Container, Resources } from '../../model/resources.ts';
import type { Verdict } from '../../model/verdict.ts';
import { uniqueName } from '../../resources/launch.ts';

export interface StartLimit {
  readonly op: UpperLimit;
  readonly ms: number;
}

/** How long fresh containers took, one after the other. */
export interface StartsSeen {
  /** What was asked: `/health`. */
  readonly path: string;
  /** Milliseconds from `docker run` to the first answer as usual; undefined where none came in time. */
  readonly times: readonly (number | undefined)[];
  /** How long an answer was waited for. */
  readonly patienceMs: number;
  readonly logs: string;
  readonly command: string;
}

const containersTried = 3;

/**
 * Starts containers one after the other. Each is asked for what goes well on one that is up, so that no
 * 404 of a server without routes is taken for a start; where nothing does, anything below 500 counts.
 */
export async function seeStarts(
  { ms }: StartLimit,
  { containers, container: shared, image }: Pick<Resources, 'containers' | 'container' | 'image'>,
  signal: AbortSignal,
): Promise<StartsSeen> {
  await shared.answers(signal);
  const usual = await soonWell(shared, image.api ?? {}, signal);
  const isUp = (status: number) => (isWell(usual.status) ? isWell(status) : status < 500);
  const { path } = usual;
  // Waits on when the limit is over, to say how long it takes.
  const patienceMs = Math.max(20_000, ms + 5000);
  const times: (number | undefined)[] = [];
  for (;;) {
    const begun = performance.now();
    await using container = await containers.launch({ purpose: uniqueName('starts') }, signal);
    const answered = await firstAnswer(container, { path, isUp }, begun + patienceMs, signal);
    times.push(answered === undefined ? undefined : answered - begun);
    if (answered === undefined || times.length === containersTried) {
      const logs = answered === undefined ? await container.logs(5, signal) : '';
      return { path, times, patienceMs, logs, command: container.command };
    }
  }
}

/** Milliseconds that the container which is up already may take until something goes well. */
const warmUp = 15_000;

async function soonWell(
  shared: Container,
  hints: ApiHints,
  signal: AbortSignal,
): Promise<Exchange> {
  const deadline = performance.now() + warmUp;
  for (;;) {
    const { answer } = await answering(shared, hints, signal);
    // One that says anything but 404 or 5xx to all of that wants credentials.
    if (isWell(answer.status) || performance.now() > deadline) return answer;
    await pause(500, signal);
  }
}

function isWell(status: number): boolean {
  return status >= 200 && status < 300;
}

/** When it answered, as `performance.now()` counts. Throws ImageFault when the container dies. */
async function firstAnswer(
  container: Container,
  { path, isUp }: { readonly path: string; readonly isUp: (status: number) => boolean },
  deadline: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  for (let attempt = 1; performance.now() < deadline; attempt += 1) {
    const timeout = Math.max(1, Math.ceil(deadline - performance.now()));
    const asked = exchange(container.baseUrl(), { path, signal, timeout });
    const answer = await unlessSilent(asked);
    if (answer !== undefined && isUp(answer.status)) return performance.now();
    // An engine call costs far more than a request.
    const dead = attempt % 50 === 0 ? await container.death(signal) : undefined;
    if (dead !== undefined) throw dead;
    await pause(10, signal);
  }
  return undefined;
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
    command: `time sh -c '${seen.command.replace('docker run --rm', 'docker run --rm -d')}; until curl -sf -o /dev/null localhost:${/-p (\d+):/.exec(seen.command)?.[1] ?? '8000'}${seen.path}; do sleep 0.05; done'`,
  };
  if (times.length < n) {
    return {
      status: 'FAIL',
      evidence: `GET ${seen.path} does not go well within ${duration(seen.patienceMs)} of docker run`,
      expected,
      actual: `${listed.join(', ')}; last log lines:\n${lastLines(seen.logs, 5) || '(none)'}`,
      fix: 'Listen before the slow part of the start, or make it shorter; the log lines say how far it came.',
      ...proven,
    };
  }
  const evidence = `First answer at worst ${duration(worst)} after docker run (GET ${seen.path}), n=${n} fresh containers (${listed.join(', ')}); the limit is ${sign(op)} ${duration(limit)}`;
  if (n < containersTried) throw new Error(`only ${n} of ${containersTried} starts were measured`);
  return judged({
    holds: holds(op, worst, limit),
    evidence,
    expected,
    actual: listed.join(', '),
    diagnosis: times.some((time) => holds(op, time, limit))
      ? 'Some starts keep the limit, and the slowest does not.'
      : 'Every start takes longer.',
    fix: 'Do less before listening: bundle the program, load what is seldom used later, connect to the database after the server listens.',
    ...proven,
  });
}
