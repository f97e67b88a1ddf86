import { isDeepStrictEqual } from 'node:util';
import { type Exchange, NoAnswer, shownExchange } from '../../api-client/exchange.ts';
import { isObject, type Json } from '../../api-client/json.ts';
import { duration } from '../../model/format.ts';
import type { Verdict } from '../../model/verdict.ts';

export interface HealthClaim {
  readonly path: string;
  readonly status?: number | undefined;
  readonly body?: Readonly<Record<string, unknown>> | undefined;
}

/** What an endpoint said. */
export interface HealthObservation {
  /** Each time; the last one may be the first that is not as claimed. */
  readonly answers: readonly (Exchange | NoAnswer)[];
  /** What a path says that cannot exist; undefined where it was not asked. */
  readonly elsewhere: Exchange | undefined;
}

/** Whether an endpoint answered as claimed; `url` is where a person would ask for it. */
export function judgeHealth(
  claim: HealthClaim,
  { answers, elsewhere }: HealthObservation,
  { run, url }: { readonly run: string; readonly url: string },
): Verdict {
  const { path, status, body } = claim;
  const [first] = answers;
  const last = answers.at(-1);
  if (first === undefined || last === undefined) throw new Error(`nothing was asked of ${path}`);
  const n = answers.length;
  const nth = n === 1 ? '' : `Request ${n}: `;
  const said = `${nth}${last instanceof NoAnswer ? last.message : shownExchange(last)}`;
  const proven = {
    measured: {
      n,
      ...(!(last instanceof NoAnswer) && { status: last.status, ms: Math.round(last.ms) }),
    },
    command: `${run} & sleep 3; for i in $(seq ${n}); do curl -i -m 10 ${url}${path}; done`,
  };
  const expected = `GET ${path} → ${status ?? '2xx'}${body === undefined ? '' : ` with ${JSON.stringify(body)}`}, every time`;
  const fail = (words: { readonly diagnosis: string; readonly fix: string }): Verdict => ({
    ...{ status: 'FAIL', evidence: said, expected, actual: said },
    ...words,
    ...proven,
  });
  if (last instanceof NoAnswer) {
    return fail({
      diagnosis:
        n === 1
          ? 'The process died or hangs while it serves a request.'
          : `It answers ${n - 1} times and then no more: something is used up with each request.`,
      fix: `Make GET ${path} answer every time: probes ask for ever. Look at the last log lines.`,
    });
  }
  if (!statusHolds(claim, last)) return fail(advice(last, path));
  const wrong = wrongMembers(claim, last);
  if (wrong.length > 0) {
    return fail({
      diagnosis: `The status is right, and the body differs in: ${wrong.join(', ')}.`,
      fix: `Answer ${path} with the members that the spec names.`,
    });
  }
  const anything = elsewhere !== undefined && isSamePage(last, elsewhere);
  // A small service may mean it; a page in HTML is that of an application, which knows no such path.
  if (anything && isHtml(last) && isProbe.test(path)) {
    return fail({
      diagnosis: `Any other path answers the same (GET ${elsewhere.path} → ${elsewhere.status}): a catch-all page, and nothing at ${path}.`,
      fix: `Serve GET ${path} itself, before the catch-all route.`,
    });
  }
  const times = n === 1 ? '' : `, ${n} times`;
  const note = anything ? '; any other path answers the same' : '';
  return {
    status: 'PASS',
    evidence: `${shownExchange(last)}${times}, the first in ${duration(first instanceof NoAnswer ? 0 : first.ms)}${note}`,
    ...proven,
  };
}

/** Whether one answer is as the sentence says. */
export function holdsHealth(claim: HealthClaim, answer: Exchange): boolean {
  return statusHolds(claim, answer) && wrongMembers(claim, answer).length === 0;
}

function statusHolds({ status }: HealthClaim, answer: Exchange): boolean {
  return status === undefined
    ? answer.status >= 200 && answer.status < 300
    : answer.status === status;
}

function wrongMembers({ body = {} }: HealthClaim, answer: Exchange): readonly string[] {
  return Object.entries(body)
    .filter(
      ([key, value]) => !contains(isObject(answer.body) ? answer.body[key] : undefined, value),
    )
    .map(([key]) => key);
}

/** Where nobody expects the page of an application. */
const isProbe = /health|live|ready|readiness|status|ping|alive|heartbeat|\bup\b/i;

function isHtml({ text }: Exchange): boolean {
  return /^\s*<(?:!doctype|html)/i.test(text);
}

/** The same but for the path that was asked for and for numbers, such as times. */
function isSamePage(one: Exchange, other: Exchange): boolean {
  const page = ({ text, path }: Exchange) =>
    text.replaceAll(path, '').replaceAll(path.slice(1), '').replace(/\d+/g, '0').trim();
  const well = other.status >= 200 && other.status < 300;
  return well && (page(one) === page(other) || (isHtml(one) && isHtml(other)));
}

/** Every member asked for is there with its value; others may stand beside it. */
function contains(got: Json | undefined, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null || Array.isArray(wanted))
    return isDeepStrictEqual(got, wanted);
  return isObject(got) && Object.entries(wanted).every(([key, value]) => contains(got[key], value));
}

function advice(
  { status, headers }: Exchange,
  path: string,
): { readonly diagnosis: string; readonly fix: string } {
  if (status === 404)
    return {
      diagnosis: 'The API runs and has no such endpoint.',
      fix: `Serve GET ${path}, or correct the path in the spec.`,
    };
  if (status >= 300 && status < 400)
    return {
      diagnosis: `It redirects to ${headers.location ?? 'another path'}; whoever probes it may not follow.`,
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
