import type { Container } from '../model/resources.ts';
import { type ApiHints, type KnownApi, readApiWhenReady } from './discover.ts';
import { documentedPaths } from './document.ts';
import { type Exchange, exchange, exchangeWhenReady } from './exchange.ts';

/** Where APIs say how they are, when no document says where. */
const usual = ['/health', '/healthz', '/ready', '/livez', '/api/health', '/'];

/** More would only cost time: an API that answers none of these answers none. */
const tries = 10;

/** For all of them together, in milliseconds. */
const patience = 5000;

/** Waits until the API of a container answers, and finds a GET that goes well. */
export async function answering(
  container: Pick<Container, 'answers' | 'baseUrl'>,
  hints: ApiHints,
  signal: AbortSignal,
) {
  await container.answers(signal);
  const baseUrl = container.baseUrl();
  const api = await readApiWhenReady(baseUrl, hints, signal);
  return { baseUrl, api, answer: await answeringPath(baseUrl, api, signal) };
}

/**
 * The first GET that the API answers well: its collections, which ask the database, then what else its
 * document offers without parameters, then the usual places. Where none is well, whatever answers at `/`.
 */
export async function answeringPath(
  baseUrl: string,
  { resources, document }: KnownApi,
  signal: AbortSignal,
): Promise<Exchange> {
  const lists = resources.flatMap(({ acts }) => (acts.list === undefined ? [] : [acts.list.path]));
  const candidates = [...new Set([...lists, ...documentedPaths(document), ...usual])];
  // An API whose database is still connecting says 503 for a while.
  const deadline = performance.now() + patience;
  for (const path of candidates.slice(0, tries)) {
    const left = Math.max(0, deadline - performance.now());
    const answer = await exchangeWhenReady(baseUrl, { path, signal }, left);
    if (answer.status >= 200 && answer.status < 300) return answer;
  }
  return exchange(baseUrl, { path: '/', signal });
}
