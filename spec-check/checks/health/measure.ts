import { isDeepStrictEqual } from 'node:util';
import { type Exchange, shownExchange } from '../../api-client/exchange.ts';
import { isObject, type Json } from '../../api-client/json.ts';
import type { Verdict } from '../../model/check.ts';
import { duration } from '../../model/format.ts';

export interface HealthClaim {
  readonly path: string;
  readonly status?: number | undefined;
  readonly body?: Readonly<Record<string, unknown>> | undefined;
}

/** Whether an endpoint answered as claimed; `url` is where a person would ask for it. */
export function judgeHealth(
  { path, status, body }: HealthClaim,
  answer: Exchange,
  { run, url }: { readonly run: string; readonly url: string },
): Verdict {
  const said = shownExchange(answer);
  const proven = {
    measured: { status: answer.status, ms: Math.round(answer.ms) },
    command: `${run} & curl -i ${url}${path}`,
  };
  const wanted = `GET ${path} → ${status ?? '2xx'}${body === undefined ? '' : ` with ${JSON.stringify(body)}`}`;
  const statusHolds =
    status === undefined ? answer.status >= 200 && answer.status < 300 : answer.status === status;
  if (!statusHolds)
    return {
      status: 'FAIL',
      evidence: said,
      expected: wanted,
      actual: said,
      ...advice(answer, path),
      ...proven,
    };
  const wrong = Object.entries(body ?? {}).filter(
    ([key, value]) => !contains(isObject(answer.body) ? answer.body[key] : undefined, value),
  );
  if (wrong.length > 0) {
    return {
      status: 'FAIL',
      evidence: said,
      expected: wanted,
      actual: said,
      diagnosis: `The status is right, and the body differs in: ${wrong.map(([key]) => key).join(', ')}.`,
      fix: `Answer ${path} with the members that the spec names.`,
      ...proven,
    };
  }
  return { status: 'PASS', evidence: `${said}, in ${duration(answer.ms)}`, ...proven };
}

/** Every member asked for is there with its value; others may stand beside it. */
function contains(got: Json | undefined, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted))
    return isDeepStrictEqual(got, wanted);
  return isObject(got) && Object.entries(wanted).every(([key, value]) => contains(got[key], value));
}

function advice(
  { status, location }: Exchange,
  path: string,
): { readonly diagnosis: string; readonly fix: string } {
  if (status === 404)
    return {
      diagnosis: 'The API runs and has no such endpoint.',
      fix: `Serve GET ${path}, or correct the path in the spec.`,
    };
  if (status >= 300 && status < 400)
    return {
      diagnosis: `It redirects to ${location ?? 'another path'}; whoever probes it may not follow.`,
      fix: `Answer at ${path} itself, or name the other path in the spec.`,
    };
  if (status === 401 || status === 403)
    return {
      diagnosis: 'It asks for credentials, which no orchestrator has.',
      fix: `Leave ${path} open.`,
    };
  if (status >= 500)
    return {
      diagnosis: 'The API itself says that it is not well.',
      fix: 'Look at the last log lines of the container.',
    };
  return {
    diagnosis: 'It answers with another status than the spec says.',
    fix: `Correct the answer of ${path}, or the status in the spec.`,
  };
}
