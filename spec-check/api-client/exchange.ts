import { text as textOf } from 'node:stream/consumers';
import { httpRequest, whyNoAnswer } from './http-request.ts';
import type { Json } from './json.ts';

/** One request and what came back. */
export interface Exchange {
  readonly method: string;
  /** Path and query: `/tasks?limit=100`. */
  readonly path: string;
  readonly sent: Json | undefined;
  readonly status: number;
  /** The body as JSON; undefined when it is empty or is none. */
  readonly body: Json | undefined;
  readonly text: string;
  readonly location: string | undefined;
  readonly link: string | undefined;
  /** Milliseconds to the last byte. */
  readonly ms: number;
}

export interface RequestOptions {
  readonly method?: string;
  readonly path: string;
  readonly body?: Json;
  readonly mediaType?: string;
  /** JSON first, then anything, unless given. */
  readonly accept?: string;
  readonly signal: AbortSignal;
  /** Milliseconds; 10 s unless given. */
  readonly timeout?: number;
}

/** The API gave no HTTP answer: connection refused or reset, or the time was over. */
export class NoAnswer extends Error {
  readonly request: string;

  constructor(request: string, reason: string) {
    super(`${request} got no answer: ${reason}`);
    this.name = 'NoAnswer';
    this.request = request;
  }
}

/**
 * Sends one request on a connection of its own; redirects are answers, not followed. Throws NoAnswer
 * when none comes, and the signal's reason when it aborts.
 */
export async function exchange(
  baseUrl: string,
  {
    method = 'GET',
    path,
    body,
    mediaType = 'application/json',
    accept = 'application/json, */*;q=0.5',
    signal,
    timeout = 10_000,
  }: RequestOptions,
): Promise<Exchange> {
  const limit = AbortSignal.timeout(timeout);
  const started = performance.now();
  try {
    const response = await httpRequest(baseUrl + path, {
      method,
      headers: {
        accept,
        ...(body === undefined ? {} : { 'content-type': mediaType }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.any([signal, limit]),
    });
    const text = await textOf(response);
    return {
      method,
      path,
      sent: body,
      status: response.statusCode ?? 0,
      body: readJson(text),
      text,
      location: response.headers.location,
      link: headerOf(response.headers.link),
      ms: performance.now() - started,
    };
  } catch (error) {
    signal.throwIfAborted();
    if (limit.aborted)
      throw new NoAnswer(`${method} ${path}`, `nothing within ${timeout / 1000} s`);
    throw new NoAnswer(`${method} ${path}`, whyNoAnswer(error));
  }
}

/**
 * Sends a request again while the API says 503, as one does whose database is still connecting, for
 * at most `patience` milliseconds.
 */
export async function exchangeWhenReady(
  baseUrl: string,
  options: RequestOptions,
  patience = 15_000,
): Promise<Exchange> {
  const deadline = performance.now() + patience;
  for (;;) {
    const answer = await exchange(baseUrl, options);
    if (answer.status !== 503 || performance.now() > deadline) return answer;
    await pause(200, options.signal);
  }
}

/** `POST /tasks → 422 {"title":"…"}`, short enough for one line. */
export function shownExchange({ method, path, status, text }: Exchange): string {
  const said = text.replace(/\s+/g, ' ').trim();
  return `${method} ${path} → ${status}${said === '' ? '' : ` ${said.length > 160 ? `${said.slice(0, 160)}…` : said}`}`;
}

/** The same request with curl. */
export function curl(
  baseUrl: string,
  { method, path, sent }: Pick<Exchange, 'method' | 'path' | 'sent'>,
): string {
  const verb = method === 'GET' ? '' : ` -X ${method}`;
  const quoted = JSON.stringify(sent)?.replaceAll("'", "'\\''");
  const body = quoted === undefined ? '' : ` -H 'content-type: application/json' -d '${quoted}'`;
  return `curl -i${verb} ${baseUrl}${path}${body}`;
}

export function pause(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}

function readJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function headerOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
