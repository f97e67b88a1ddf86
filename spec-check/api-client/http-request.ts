import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage } from 'node:http';

export interface HttpRequest {
  readonly method?: string;
  /** Beside those that every request has: credentials, `if-match`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal: AbortSignal;
}

/** Sends a request; resolves with the head of the answer. `fetch` costs several times as much. */
export function httpRequest(url: string, { headers, body, ...options }: HttpRequest) {
  const { request } = nodeHttp(url);
  return new Promise<IncomingMessage>((resolve, reject) => {
    request(new URL(url), {
      ...options,
      // A connection that is kept would outlive a container's restart.
      agent: false,
      headers: { ...standingHeaders(url), 'accept-encoding': 'identity', ...headers },
    })
      .once('response', resolve)
      .on('error', reject)
      .end(body);
  });
}

/** What every request of a run carries, as its project says, unless it sets that itself. */
export const projectHeaders = new AsyncLocalStorage<Readonly<Record<string, string>>>();

/** The Host is `localhost:49153`, as people type it: servers with a list of allowed hosts have it, and not 127.0.0.1. An API must not know who checks it, so it sees curl. */
export function standingHeaders(url: string): Readonly<Record<string, string>> {
  return {
    host: new URL(url).host.replace(/^127\.0\.0\.1(?=:|$)/, 'localhost'),
    'user-agent': 'curl/8.14.1',
    ...projectHeaders.getStore(),
  };
}

/** The module for a URL, without the `fetch` that an import of it loads as well. */
export const nodeHttp = (url: string): Pick<typeof import('node:http'), 'request' | 'Agent'> =>
  process.getBuiltinModule(url.startsWith('https:') ? 'node:https' : 'node:http');

/** Why no answer came, in words: a code, or that the connection was closed. */
export function whyNoAnswer(error: unknown): string {
  const { code, name, message } = error as { code?: string; name?: string; message?: string };
  if (code === 'ECONNRESET') return 'the connection was closed';
  return code ?? message ?? name ?? 'unknown';
}
