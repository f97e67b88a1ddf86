import { randomBytes } from 'node:crypto';
import { type Exchange, exchange, NoAnswer, pause } from '../../api-client/exchange.ts';
import type { Container } from '../../model/resources.ts';
import { Ambiguous } from '../../model/verdict.ts';
import { type HealthClaim, type HealthObservation, holdsHealth } from './measure.ts';

/** What goes wrong with the third or the tenth request does not show in one. */
const requests = 20;
/** Milliseconds between them: so that what limits its clients takes this for one of them. */
const between = 25;
/** Milliseconds that a route may take to be there after the first answer, as one that a framework adds late. */
const lateRoute = 10_000;

/** Asks an endpoint as a probe does, again and again, and a path that cannot exist. */
export async function observeHealth(
  container: Pick<Container, 'baseUrl' | 'logs'>,
  startLimit: number,
  claim: HealthClaim,
  signal: AbortSignal,
): Promise<HealthObservation> {
  const ask = async (path: string) => {
    try {
      // What curl and the kubelet send.
      return await exchange(container.baseUrl(), { path, headers: { accept: '*/*' }, signal });
    } catch (error) {
      if (error instanceof NoAnswer) return error;
      throw error;
    }
  };
  const first = await firstAnswer(() => ask(claim.path), claim, startLimit, signal);
  if (first instanceof NoAnswer || !holdsHealth(claim, first)) {
    if (!(first instanceof NoAnswer)) await refuseOfHost(first, container, signal);
    return { answers: [first], elsewhere: undefined };
  }
  const answers: (Exchange | NoAnswer)[] = [first];
  while (answers.length < requests) {
    await pause(between, signal);
    const answer = await ask(claim.path);
    // A limit for clients is no illness, and a probe does not ask so often.
    if (!(answer instanceof NoAnswer) && answer.status === 429 && claim.status !== 429) break;
    answers.push(answer);
    if (answer instanceof NoAnswer || !holdsHealth(claim, answer))
      return { answers, elsewhere: undefined };
  }
  const isPage = first.status < 300 && claim.path !== '/';
  const other = isPage ? await ask(`/${randomBytes(6).toString('hex')}`) : undefined;
  return { answers, elsewhere: other instanceof NoAnswer ? undefined : other };
}

/** One that warms up says 503, or 404 while its routes are not there. */
async function firstAnswer(
  ask: () => Promise<Exchange | NoAnswer>,
  claim: HealthClaim,
  startLimit: number,
  signal: AbortSignal,
): Promise<Exchange | NoAnswer> {
  const started = performance.now();
  for (;;) {
    const answer = await ask();
    if (answer instanceof NoAnswer || holdsHealth(claim, answer)) return answer;
    const patience = answer.status === 503 ? startLimit : answer.status === 404 ? lateRoute : 0;
    if (performance.now() - started > patience) return answer;
    await pause(200, signal);
  }
}

/** A server that knows its own names refuses all others, which says nothing of the endpoint. */
async function refuseOfHost(
  answer: Exchange,
  { logs }: Pick<Container, 'logs'>,
  signal: AbortSignal,
): Promise<void> {
  if (![400, 403, 421].includes(answer.status)) return;
  const said =
    /\b(?:HTTP_HOST|allowed[ _-]?hosts?|(?:invalid|disallowed|blocked|unknown|untrusted) host|host (?:header|is not|not allowed))/i;
  if (!said.test(`${answer.text}\n${await logs(20, signal)}`)) return;
  throw new Ambiguous(
    `GET ${answer.path} → ${answer.status}: it refuses the Host "localhost", so its answer to the right one is not known`,
    'Let the image allow the host localhost (ALLOWED_HOSTS or the like), at least for this path.',
  );
}
