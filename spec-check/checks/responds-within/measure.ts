import {
  exchange,
  exchangeWhenReady,
  NoAnswer,
  pause,
  unlessSilent,
} from '../../api-client/exchange.ts';
import { shortDuration } from '../../model/format.ts';
import { judged } from '../../model/judged.ts';
import { holds, sign, type UpperLimit } from '../../model/limit.ts';
import type { Verdict } from '../../model/verdict.ts';

export interface ResponseLimit {
  readonly path: string;
  readonly op: UpperLimit;
  readonly ms: number;
}

/** One request; without a status there was no answer. */
export interface Response {
  readonly status: number | undefined;
  readonly ms: number;
  readonly reason?: string;
  /** Milliseconds of silence before it, where there was one. */
  readonly after?: number;
}

const warmUps = 3;
const requests = 30;
/** Milliseconds of silence before one more each: probes come with seconds between them. */
const silences = [2500, 5000];

/** The same GET again and again on connections of their own, each after the answer to the one before. */
export async function seeResponses(
  baseUrl: string,
  { path, ms }: ResponseLimit,
  signal: AbortSignal,
): Promise<readonly Response[]> {
  const timeout = Math.max(10_000, 2 * ms);
  const ask = async (): Promise<Response> => {
    const begun = performance.now();
    try {
      const answer = await exchange(baseUrl, { path, signal, timeout });
      return { status: answer.status, ms: answer.ms };
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      return { status: undefined, ms: performance.now() - begun, reason: error.message };
    }
  };
  // Not measured: a database that still connects, a program that is compiled at the first call.
  await unlessSilent(exchangeWhenReady(baseUrl, { path, signal, timeout }));
  for (let index = 1; index < warmUps; index += 1) await ask();
  const seen: Response[] = [];
  while (seen.length < requests) {
    const response = await ask();
    seen.push(response);
    if (!well(response)) return seen;
  }
  for (const silence of silences) {
    await pause(silence, signal);
    seen.push({ ...(await ask()), after: silence });
  }
  return seen;
}

function well({ status }: Response): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

/** Whether every request was answered well, and the slowest within the limit. */
export function judgeResponses(
  { path, op, ms: limit }: ResponseLimit,
  seen: readonly Response[],
  { run, url }: { readonly run: string; readonly url: string },
): Verdict {
  if (seen.length === 0) throw new Error('no request was measured');
  const times = seen.map(({ ms }) => ms).sort((a, b) => a - b);
  const worst = times.at(-1) ?? 0;
  const median = times[Math.floor((times.length - 1) / 2)] ?? 0;
  const expected = `GET ${path} → 2xx, ${sign(op)} ${shortDuration(limit)}, in every one of ${requests} requests`;
  const proven = {
    measured: {
      n: seen.length,
      limitMs: limit,
      worstMs: Number(worst.toFixed(2)),
      medianMs: Number(median.toFixed(2)),
    },
    command: `${run} & for i in $(seq ${warmUps + requests}) silence; do [ $i = silence ] && sleep ${silences[0] === undefined ? 0 : silences[0] / 1000}; curl -s -o /dev/null -w '%{http_code} %{time_total}\\n' ${url}${path}; done`,
  };
  const failed = seen.find((response) => !well(response));
  if (failed !== undefined) {
    const said = `GET ${path} → ${failed.status ?? failed.reason}`;
    return {
      status: 'FAIL',
      evidence: `${said} in request ${seen.indexOf(failed) + 1} of ${requests}: a fast answer that is not 2xx is none`,
      expected,
      actual: said,
      diagnosis:
        failed.status === 404
          ? 'The API runs and has no such endpoint.'
          : 'The endpoint does not answer well every time.',
      fix: `Make GET ${path} answer 2xx, or correct the path in the spec.`,
      ...proven,
    };
  }
  if (seen.length < requests)
    throw new Error(`only ${seen.length} of ${requests} requests were measured`);
  const evidence = `GET ${path}: n=${seen.length} one after the other, of which ${silences.length} after a silence, the slowest ${shortDuration(worst)} (median ${shortDuration(median)}); the limit is ${sign(op)} ${shortDuration(limit)}`;
  const late = times.filter((time) => !holds(op, time, limit)).length;
  const awake = seen.filter(({ after, ms }) => after === undefined && !holds(op, ms, limit)).length;
  return judged({
    holds: holds(op, worst, limit),
    evidence,
    expected,
    actual: `${late} of ${seen.length} over the limit, the slowest ${shortDuration(worst)}`,
    diagnosis:
      awake === 0
        ? 'Only requests after some seconds of silence take longer: something is let go and made anew.'
        : late === seen.length
          ? 'Every request takes longer: the endpoint itself is slow.'
          : 'Most are in time and some are not: a connection that is made anew, garbage collection, or work done now and then.',
    fix: `Make GET ${path} do less or wait for less, or say the limit that it keeps.`,
    ...proven,
  });
}
