import { randomBytes } from 'node:crypto';
import { onSameHost } from '../../api-client/ask.ts';
import { type Exchange, exchange, NoAnswer, pause, whenReady } from '../../api-client/exchange.ts';
import { keepConnection } from '../../api-client/traffic.ts';
import { onError } from '../../model/on-error.ts';
import type { Container } from '../../model/resources.ts';
import { Ambiguous } from '../../model/verdict.ts';
import { type HealthClaim, type HealthObservation, holdsHealth, kubelet } from './judge.ts';

/** Some APIs fail only at the third or the tenth request. */
const requests = 20;
/** Milliseconds between requests, so that a rate limit takes this for an ordinary client; later more, because some are ill every other second, or a while after their start. */
const between = (asked: number) => (asked === requests - 1 ? 2500 : asked < 10 ? 25 : 150);
/** Milliseconds after which a slow API is not asked again. */
const limit = 30_000;

/** Asks an endpoint as a probe does, again and again, while another client keeps its connection; and a path that cannot exist. */
export async function observeHealth(
  container: Pick<Container, 'baseUrl' | 'logs'>,
  startLimit: number,
  claim: HealthClaim,
  signal: AbortSignal,
): Promise<HealthObservation> {
  const ask = async (path: string): Promise<Exchange | NoAnswer> => {
    // What curl sends, and every other time the kubelet.
    const own = answers.length % 2 === 1 && { 'user-agent': kubelet };
    const headers = { accept: '*/*', ...own };
    const asked = exchange(container.baseUrl(), { path, headers, signal });
    const answer = await asked.catch(onError(NoAnswer, (silence) => silence));
    if (answer instanceof NoAnswer || answer.status <= 300 || answer.status >= 400) return answer;
    // A redirect to the same path with a slash leads to no other page.
    const isSame = onSameHost(answer.headers.location ?? '', path) === `${path}/`;
    return isSame ? ask(`${path}/`) : answer;
  };
  const answers: (Exchange | NoAnswer)[] = [];
  using kept = await keepConnection(container.baseUrl(), claim.path, signal);
  const started = performance.now();
  while (answers.length < requests && (answers.length < 3 || performance.now() - started < limit)) {
    const answer = await ask(claim.path);
    const isSilent = answer instanceof NoAnswer;
    if (!isSilent && !holdsHealth(claim, answer)) {
      // One that warms up says 503, or 404 while its routes are not there, as those that a framework adds late.
      const patience = { 503: startLimit, 404: 10_000 }[answer.status] ?? 0;
      if (answers.length === 0 && performance.now() - started < patience) {
        await pause(200, signal);
        continue;
      }
      // A limit for clients is no illness where it ends: a probe does not ask so often.
      const isLimit = answers.length > 0 && answer.status === 429;
      const later = isLimit && (await whenReady(container.baseUrl(), { path: claim.path, signal }));
      if (later && later.status !== 429) break;
      if (answers.length === 0) await refuseOfHost(answer, container.logs, signal);
    }
    answers.push(answer);
    const isShutOut = isSilent && answers.length === 1 && kept.isAnswered;
    if (isSilent || !holdsHealth(claim, answer))
      return { answers, elsewhere: undefined, isShutOut };
    await pause(between(answers.length), signal);
  }
  const isPage = answers.every((one) => !(one instanceof NoAnswer) && one.status < 300);
  const other = isPage && claim.path !== '/' && (await ask(`/${randomBytes(6).toString('hex')}`));
  return { answers, elsewhere: other instanceof NoAnswer ? undefined : other || undefined };
}

/** A server that knows its own names refuses all others, which says nothing of the endpoint. */
async function refuseOfHost(answer: Exchange, logs: Container['logs'], signal: AbortSignal) {
  if (![400, 403, 421].includes(answer.status)) return;
  const refusal =
    /\b(?:HTTP_HOST|allowed[ _-]?hosts?|(?:invalid|disallowed|blocked|unknown|untrusted) host|host (?:header|is not|not allowed))/i;
  if (!refusal.test(`${answer.text}\n${await logs(20, signal)}`)) return;
  throw new Ambiguous(
    `GET ${answer.path} → ${answer.status}: it refuses the Host "localhost", so its answer to the right one is not known`,
    'Say the right one in the front matter (headers: { Host: shop.example.com }), or let the image allow localhost.',
  );
}
