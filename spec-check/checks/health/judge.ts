import type { Exchange } from '../../api-client/exchange.ts';
import { isSuccess, NoAnswer, shownExchange, unwell } from '../../api-client/exchange.ts';
import { contains, isObject } from '../../api-client/json.ts';
import { probeNames } from '../../measuring/health-paths.ts';
import { duration } from '../../model/format.ts';
import type { ByHand } from '../../model/resources.ts';

/** The User-Agent of every second request. */
export const kubelet = 'kube-probe/1.33';

export type HealthClaim = Readonly<{
  path: string;
  status?: number;
  body?: Record<string, unknown>;
}>;

export interface HealthObservation {
  /** In order; asking ends at the first that is not as claimed. */
  readonly answers: readonly (Exchange | NoAnswer)[];
  /** The answer of a random path; undefined where none was asked. */
  readonly elsewhere: Exchange | undefined;
  /** Another client got an answer and kept its connection, and after that came no answer. */
  readonly isShutOut?: boolean;
}

/** Whether an endpoint answered as claimed; `url` is where a person would ask for it. */
export function judgeHealth(
  claim: HealthClaim,
  { answers, elsewhere, isShutOut }: HealthObservation,
  { command: run, shownUrl: url }: ByHand,
) {
  const { path } = claim;
  const last = answers.at(-1);
  if (last === undefined) throw new Error(`nothing was asked of ${path}`);
  const n = answers.length;
  const answer = last instanceof NoAnswer ? undefined : last;
  const summary = last instanceof NoAnswer ? last.message : shownExchange(last);
  const other = answer && elsewhere && isSamePage(answer, elsewhere) ? elsewhere : undefined;
  const diagnosis = isShutOut
    ? 'It answers one client, and nobody else while that one keeps its connection.'
    : whyNot(claim, n, answer, other);
  return {
    holds: diagnosis === undefined,
    evidence: `${summary}${n === 1 ? '' : `, ${n} times within seconds`}, the last in ${duration(answer?.ms ?? 0)}${other ? '; any other path answers the same' : ''}`,
    wrong: `${n === 1 ? '' : `Request ${n}: `}${summary}`,
    actual: summary,
    unwell: unwell(last),
    diagnosis,
    fix: `Let GET ${path} itself answer so, every time: probes ask for ever. Or correct the spec.`,
    measured: { n, ...(answer && { status: answer.status, ms: Math.round(answer.ms) }) },
    command: `${run} & sleep 3; ${isShutOut ? `(printf 'GET ${path} HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n'; sleep 60) | nc localhost ${new URL(url).port} & ` : ''}for i in $(seq ${n}); do curl -i -m 10${n === 2 ? ` -A ${kubelet}` : ''} ${url}${path}; done`,
  };
}

/** Why the nth answer is not as claimed; undefined where it is. `other` is another path that says the same. */
function whyNot(claim: HealthClaim, n: number, answer?: Exchange, other?: Exchange) {
  if (answer === undefined)
    return n === 1
      ? 'The process died or hangs while it serves a request.'
      : `It answers ${n - 1} times and then no more: something is used up with each request.`;
  const { status, headers } = answer;
  const wrong = wrongMembers(claim, answer).join(', ');
  if (statusHolds(claim, answer)) {
    if (wrong !== '') return `The status is right, and the body differs in: ${wrong}.`;
    // A small service may mean it; a page in HTML is that of an application, which knows no such path.
    return other && isHtml(answer) && probeNames.test(claim.path)
      ? `Any other path answers the same (GET ${other.path} → ${other.status}): a catch-all page, and nothing at ${claim.path}.`
      : undefined;
  }
  if (status === 404) return 'The API runs and has no such endpoint.';
  if (status === 429) return `It answers ${n - 1} times, and then refuses for a minute or more.`;
  if (n === 2 && status < 500)
    return `It answers curl, and not a probe of Kubernetes (User-Agent: ${kubelet}).`;
  if (status === 401 || status === 403)
    return 'It asks for credentials, which no orchestrator has.';
  if (status >= 300 && status < 400)
    return `It redirects to ${headers.location ?? 'another path'}; whoever probes it may not follow.`;
  return status >= 500
    ? 'The API itself says that it is not well: look at the last log lines.'
    : 'It answers with another status than the spec says.';
}

export const holdsHealth = (claim: HealthClaim, answer: Exchange): boolean =>
  statusHolds(claim, answer) && wrongMembers(claim, answer).length === 0;

export const statusHolds = (claim: Pick<HealthClaim, 'status'>, { status }: Exchange): boolean =>
  claim.status === undefined ? isSuccess({ status }) : status === claim.status;

function wrongMembers({ path, status, body }: HealthClaim, answer: Exchange): readonly string[] {
  const got = isObject(answer.body) ? answer.body : {};
  // A body that says "down" under a 200 fools a probe that reads the status alone.
  const ill = ['status', 'ok', 'ready', 'healthy', 'alive', 'up'].filter(
    (key) => got[key] === false || (key === 'status' && saysIll.test(String(got[key]))),
  );
  const isProbe = status === undefined || probeNames.test(path);
  if (isProbe && isSuccess(answer) && ill.some((key) => body?.[key] === undefined)) return ill;
  const wrong = Object.keys(body ?? {}).filter((key) => !contains(got[key], body?.[key]));
  return body && wrong.length === 0 && !isObject(answer.body) ? ['it is no JSON object'] : wrong;
}

const saysIll =
  /^(?:down|unhealthy|(?:not|un)[ _-]?(?:ok|ready|healthy|available)|fail(?:ed|ing)?|error|critical)$/i;

const isHtml = ({ text }: Exchange): boolean => /^\s*<(?:!doctype|html)/i.test(text);

/** The same but for the path that was asked for and for numbers, such as times. */
function isSamePage(one: Exchange, other: Exchange): boolean {
  const page = ({ text, path }: Exchange) =>
    text.replaceAll(path, '').replaceAll(path.slice(1), '').replace(/\d+/g, '0').trim();
  return isSuccess(other) && (page(one) === page(other) || (isHtml(one) && isHtml(other)));
}
