import type { Container, Image } from '../model/resources.ts';
import { namedCollection } from '../model/settings.ts';
import { type ApiHints, type KnownApi, readApi } from './discover.ts';
import { pathsOf } from './document.ts';
import { exchange, isSuccess, NoAnswer, pause, until, whenReady } from './exchange.ts';

/** Where APIs say how they are, when no document says where. */
const usual = ['/health', '/healthz', '/ready', '/livez', '/api/health', '/'];

type Service = Pick<Container, 'answers' | 'death' | 'mustRun'>;

/** Waits until a container answers, and finds the first candidate whose GET goes well, else `/`. */
export const answering = async (container: Service, hints: ApiHints, signal: AbortSignal) =>
  firstSuccess(container, hints, signal).catch(async (error: unknown) => {
    throw (error instanceof NoAnswer && (await deathWithin(container, signal))) || error;
  });

/** As `answering`; of a program without HTTP it waits for three seconds of staying up, and there is no answer. */
export async function upAndAnswering(
  container: Service,
  { api, isWorker }: Pick<Image, 'api' | 'isWorker'>,
  signal: AbortSignal,
) {
  if (!isWorker) return answering(container, api, signal);
  await pause(3000, signal);
  await container.mustRun(signal);
  return undefined;
}

/** The end of a container whose connection broke: the engine learns of it up to a second later. */
export const deathWithin = async ({ death }: Pick<Container, 'death'>, signal: AbortSignal) =>
  until(() => death(signal), { ms: 1000, every: 100 }, signal);

async function firstSuccess(container: Service, hints: ApiHints, signal: AbortSignal) {
  const baseUrl = await container.answers(signal);
  const api = await readApi(baseUrl, hints, signal);
  // An API whose database is still connecting says 503 for a while.
  // For all candidates together.
  const deadline = performance.now() + 5000;
  for (const path of candidates(api, hints)) {
    const left = Math.max(0, deadline - performance.now());
    const answer = await whenReady(baseUrl, { path, signal }, left);
    if (isSuccess(answer)) return { baseUrl, api, answer };
  }
  return { baseUrl, api, answer: await exchange(baseUrl, { path: '/', signal }) };
}

/** Paths to ask: first its collections, which need the database, then others of its document and its spec, then the usual ones. */
export function candidates({ resources, document }: KnownApi, hints: ApiHints): readonly string[] {
  const lists = resources.flatMap(({ acts }) => (acts.list === undefined ? [] : [acts.list.path]));
  const named = [...namedCollection(hints), ...pathsOf(document), ...(hints.paths ?? [])];
  // More would only cost time: an API that answers none of these answers none.
  return [...new Set([...lists, ...named, ...usual])].slice(0, 10);
}
