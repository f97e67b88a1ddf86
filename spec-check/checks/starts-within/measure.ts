import type { Exchange } from '../../api-client/exchange.ts';
import { exchange, isSuccess, pause, unlessSilent } from '../../api-client/exchange.ts';
import { answering } from '../../api-client/paths.ts';
import { busyMachine, machineLoad } from '../../diagnosis/busy-machine.ts';
import { duration, lastLines, shellWord } from '../../model/format.ts';
import { holds, sign, type UpperLimit } from '../../model/limit.ts';
import type { Container, Resources } from '../../model/resources.ts';

const containersTried = 3;

/** Milliseconds from `docker run` to the first answer that goes well on a container that is up. */
export async function observeStarts(
  limit: number,
  { containers, container: shared, image }: Pick<Resources, 'containers' | 'container' | 'image'>,
  signal: AbortSignal,
) {
  // The container that is up already may take so long until something goes well.
  const warm = performance.now() + 15_000;
  let { answer: usual } = await answering(shared, image.api, signal);
  // An API that answers all of that with another error than 404 or 5xx wants credentials.
  while (!isSuccess(usual) && performance.now() < warm) {
    await pause(500, signal);
    usual = (await answering(shared, image.api, signal)).answer;
  }
  const isUp = (answer: Exchange) => (isSuccess(usual) ? isSuccess(answer) : answer.status < 500);
  const { path } = usual;
  // Waits beyond the limit, to say how long it takes.
  const patienceMs = Math.max(20_000, limit + 5000);
  const times: (number | undefined)[] = [];
  for (;;) {
    const begun = performance.now();
    await using container = await containers.launch({ purpose: 'starts' }, signal);
    const answered = await firstAnswer(container, { path, isUp }, begun + patienceMs, signal);
    times.push(answered && answered - begun);
    if (answered !== undefined && times.length < containersTried) continue;
    const logs = answered === undefined ? await container.logs(5, signal) : '';
    const { detached: command, shownUrl: url } = container;
    return { path, times, patienceMs, logs, command, url, load: machineLoad() };
  }
}

export type StartsObservation = Awaited<ReturnType<typeof observeStarts>>;

/** When it answered, as `performance.now()` counts. Throws ImageFault when the container dies. */
async function firstAnswer(
  container: Container,
  { path, isUp }: { readonly path: string; readonly isUp: (answer: Exchange) => boolean },
  deadline: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  for (let attempt = 1; performance.now() < deadline; attempt += 1) {
    const timeout = Math.max(1, Math.ceil(deadline - performance.now()));
    const answer = await unlessSilent(exchange(container.baseUrl(), { path, signal, timeout }));
    if (answer !== undefined && isUp(answer)) return performance.now();
    // An engine call costs far more than a request.
    if (attempt % 50 === 0) await container.mustRun(signal);
    await pause(10, signal);
  }
  return undefined;
}

export function judgeStarts(
  { op, ms: limit }: { readonly op: UpperLimit; readonly ms: number },
  seen: StartsObservation,
) {
  const times = seen.times.filter((time) => time !== undefined);
  const n = seen.times.length;
  const worst = Math.max(...times);
  const isSilent = times.length < n;
  if (!isSilent && n < containersTried)
    throw new Error(`only ${n} of ${containersTried} starts were measured`);
  const listed = seen.times
    .map((time) => (time === undefined ? 'no answer' : duration(time)))
    .join(', ');
  const best = Math.min(...times);
  if (!isSilent && !holds(op, worst, limit) && holds(op, best, limit) && seen.load >= 2)
    throw busyMachine(`First answer after ${duration(best)} to ${duration(worst)}`, seen.load);
  const diagnosis = times.some((time) => holds(op, time, limit))
    ? 'Some starts keep the limit, and the slowest does not.'
    : 'Every start takes longer.';
  return {
    holds: !isSilent && holds(op, worst, limit),
    evidence: isSilent
      ? `GET ${seen.path} does not go well within ${duration(seen.patienceMs)} of docker run`
      : `First answer at worst ${duration(worst)} after docker run (GET ${seen.path}), n=${n} fresh containers (${listed}); the limit is ${sign(op)} ${duration(limit)}`,
    actual: isSilent
      ? `${listed}; last log lines:\n${lastLines(seen.logs, 5) || '(none)'}`
      : listed,
    ...(!isSilent && { diagnosis }),
    fix: isSilent
      ? 'Listen before the slow part of the start, or make it shorter; the log lines say how far it came.'
      : 'Do less before listening: bundle the program, load what is seldom used later, connect to the database after the server listens.',
    measured: { n, limitMs: limit, ...(times.length > 0 && { worstMs: Math.round(worst) }) },
    command: `time sh -c ${shellWord(`${seen.command}; until curl -sf -o /dev/null ${seen.url}${seen.path}; do sleep 0.05; done`)}; docker rm -f look`,
  };
}
