import type { Exchange } from '../../api-client/exchange.ts';
import { isSuccess, NoAnswer, pause, unlessSilent, whenReady } from '../../api-client/exchange.ts';
import { shortDuration } from '../../model/format.ts';
import { holds, sign, type UpperLimit } from '../../model/limit.ts';
import { onError } from '../../model/on-error.ts';
import type { ByHand } from '../../model/resources.ts';

type Limit = Readonly<{ path: string; op: UpperLimit; ms: number }>;

/** One request; status 0 means that no answer came, for this reason. */
export interface Response extends Pick<Exchange, 'status' | 'ms'> {
  readonly reason?: string;
  /** Milliseconds of silence before it, where there was one. */
  readonly after?: number;
}

const warmUps = 3;
const requests = 30;
/** Milliseconds: one late answer decides, and more of them are asked for no longer. */
const patience = 30_000;
/** Milliseconds of silence before one more each: probes come with seconds between them. */
const silences = [2500, 5000];

/** The same GET again and again on connections of their own, each after the answer to the one before. */
export async function observeResponses(baseUrl: string, limit: Limit, signal: AbortSignal) {
  const { path, op, ms } = limit;
  const options = { path, signal, timeout: Math.max(10_000, 2 * ms) };
  const ask = async (): Promise<Response> => {
    const begun = performance.now();
    const silence = ({ message: reason }: NoAnswer) => ({
      status: 0,
      ms: performance.now() - begun,
      reason,
    });
    // A limit for clients is waited out; 503 counts.
    return whenReady(baseUrl, options, 0).catch(onError(NoAnswer, silence));
  };
  // Not measured: a database that still connects, a program that is compiled at the first call.
  await unlessSilent(whenReady(baseUrl, options));
  for (let index = 1; index < warmUps; index += 1) await ask();
  const seen: Response[] = [];
  for (const started = performance.now(); seen.length < requests; ) {
    const response = await ask();
    seen.push(response);
    const isLong = performance.now() - started > patience;
    if (!isSuccess(response) || (isLong && !holds(op, response.ms, ms))) return seen;
  }
  for (const silence of silences) {
    await pause(silence, signal);
    seen.push({ ...(await ask()), after: silence });
  }
  return seen;
}

export function judgeResponses(
  { path, op, ms: limit }: Limit,
  seen: readonly Response[],
  { command: run, shownUrl: url }: ByHand,
) {
  const n = seen.length;
  const failed = seen.find((response) => !isSuccess(response));
  const isLate = ({ ms }: Response) => !holds(op, ms, limit);
  const late = seen.filter(isLate).length;
  if (failed === undefined && n < requests && late === 0)
    throw new Error(`only ${n} of ${requests} requests were measured`);
  const times = seen.map(({ ms }) => ms).sort((a, b) => a - b);
  const worst = times.at(-1) ?? 0;
  const median = times[Math.floor((n - 1) / 2)] ?? 0;
  const rounded = (ms: number) => Number(ms.toFixed(2));
  const wrong = `GET ${path} → ${failed?.status || failed?.reason}`;
  const ofFailed =
    failed?.status === 404
      ? 'The API runs and has no such endpoint.'
      : 'The endpoint does not answer well every time.';
  const diagnosis = !seen.some((one) => one.after === undefined && isLate(one))
    ? 'Only requests after some seconds of silence take longer: something is let go and made anew.'
    : late === n
      ? 'Every request takes longer: the endpoint itself is slow.'
      : 'Most are in time and some are not: a connection that is made anew, garbage collection, or work done now and then.';
  return {
    holds: failed === undefined && holds(op, worst, limit),
    evidence: failed
      ? `${wrong} in request ${seen.indexOf(failed) + 1} of ${requests}: a fast answer that is not 2xx is none`
      : `GET ${path}: n=${n} one after the other, of which ${seen.filter((one) => one.after).length} after a silence, the slowest ${shortDuration(worst)} (median ${shortDuration(median)}); the limit is ${sign(op)} ${shortDuration(limit)}`,
    actual: failed ? wrong : `${late} of ${n} over the limit, the slowest ${shortDuration(worst)}`,
    diagnosis: failed ? ofFailed : diagnosis,
    fix: failed
      ? `Make GET ${path} answer 2xx, or correct the path in the spec.`
      : `Make GET ${path} do less or wait for less, or say the limit that it keeps.`,
    measured: { n, limitMs: limit, worstMs: rounded(worst), medianMs: rounded(median) },
    command: `${run} & for i in $(seq ${warmUps + requests}) silence; do [ $i = silence ] && sleep 2.5; curl -s -o /dev/null -w '%{http_code} %{time_total}\\n' ${url}${path}; done`,
  };
}
