import { type Exchange, type RequestOptions, shownExchange, whenReady } from './exchange.ts';
import { isObject, objectsIn } from './json.ts';
import { isVersion } from './sample.ts';

/** Where an API answers, and what every request to it carries. */
export interface Reached {
  readonly baseUrl: string;
  readonly api: { readonly headers: Readonly<Record<string, string>> };
  readonly signal: AbortSignal;
}

/** How long an item may take that the API has only accepted (202), in milliseconds. */
export const acceptedWithin = 15_000;

type Request = Omit<RequestOptions, 'signal'>;

/** Sends a request patiently: credentials, again after 503 and 429, and along redirects. */
export async function ask({ baseUrl, api, signal }: Reached, request: Request): Promise<Exchange> {
  const headers = { ...api.headers, ...request.headers };
  for (let next = request, hops = 0; ; hops += 1) {
    const answer = await whenReady(baseUrl, { ...next, headers, signal });
    if (answer.status === 429)
      throw new Error(`the API limits the rate of requests: ${shownExchange(answer)} for a minute`);
    const { location } = answer.headers;
    const isRedirect = [301, 302, 303, 307, 308].includes(answer.status) && hops < 5;
    const path = isRedirect && location ? onSameHost(location, answer.path) : undefined;
    if (path === undefined) return answer;
    const plain = (target: string) => target.replace(/[?#].*/, '').replace(/\/+$/, '');
    const isKept = answer.status > 303 || plain(path) === plain(answer.path);
    next = isKept && answer.status !== 303 ? { ...next, path } : { path };
  }
}

/** Path and query of a link. On the host that was asked: inside a container an API does not know how it is reached. */
export function onSameHost(link: string, from: string): string | undefined {
  const url = URL.parse(link, `http://localhost${from}`);
  return url ? url.pathname + url.search : undefined;
}

/** Changes or deletes an item; sends its ETag, its date or version where the API asks for one. */
export async function askForChange(
  reached: Reached,
  request: Request,
  readItem: () => Promise<Exchange>,
): Promise<Exchange> {
  const answer = await ask(reached, request);
  if (answer.status === 428 || answer.status === 412) {
    const { etag, 'last-modified': date } = (await readItem()).headers;
    const [name, value] = !etag && date ? ['if-unmodified-since', date] : ['if-match', etag ?? '*'];
    return ask(reached, { ...request, headers: { ...request.headers, [name]: value } });
  }
  if (![400, 409, 422].includes(answer.status) || !isObject(request.body)) return answer;
  const { body } = await readItem();
  const version = objectsIn(body, 3)
    .map((candidate) => Object.entries(candidate).filter(([name]) => isVersion(name)))
    .find(({ length }) => length > 0);
  if (version === undefined) return answer;
  return ask(reached, { ...request, body: { ...request.body, ...Object.fromEntries(version) } });
}
