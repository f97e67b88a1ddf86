import { buffer } from 'node:stream/consumers';
import * as zlib from 'node:zlib';
import { httpRequest, whyNoAnswer } from './http-request.ts';
import { type Json, parseJson } from './json.ts';

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
  readonly etag?: string | undefined;
  /** How long the answer says to wait, and how long it may be out of date, in milliseconds. */
  readonly retryAfter?: number | undefined;
  readonly maxAge?: number | undefined;
  /** The API limited the rate of requests before it gave this answer. */
  readonly limited?: boolean;
  /** Milliseconds to the last byte. */
  readonly ms: number;
}

export interface RequestOptions {
  readonly method?: string;
  readonly path: string;
  readonly body?: Json;
  /** A body that is no JSON. */
  readonly form?: string;
  readonly mediaType?: string;
  /** Beside those that every request has: credentials, `if-match`. */
  readonly headers?: Readonly<Record<string, string>>;
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
    form,
    mediaType = 'application/json',
    headers = {},
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
        ...(body === undefined && form === undefined ? {} : { 'content-type': mediaType }),
        ...headers,
      },
      body: form ?? (body === undefined ? undefined : JSON.stringify(body)),
      signal: AbortSignal.any([signal, limit]),
    });
    const received = response.headers;
    const text = decoded(await buffer(response), received['content-encoding']);
    return {
      method,
      path,
      sent: body,
      status: response.statusCode ?? 0,
      body: parseJson(text),
      text,
      location: received.location,
      link: headerOf(received.link),
      etag: received.etag,
      retryAfter: waitingTime(received['retry-after']),
      maxAge: 1000 * Number(/max-age=(\d+)/.exec(received['cache-control'] ?? '')?.[1] ?? 0),
      ms: performance.now() - started,
    };
  } catch (error) {
    signal.throwIfAborted();
    if (limit.aborted)
      throw new NoAnswer(`${method} ${path}`, `nothing within ${timeout / 1000} s`);
    throw new NoAnswer(`${method} ${path}`, whyNoAnswer(error));
  }
}

/** Undefined in place of an exception when the API gives no answer. */
export async function unlessSilent<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((error: unknown) => {
    if (error instanceof NoAnswer) return undefined;
    throw error;
  });
}

/**
 * Sends a request again while the API says 503, as one does whose database is still connecting, for
 * at most `patience` milliseconds; and while it says 429, after the time that it names, for a minute.
 */
export async function exchangeWhenReady(
  baseUrl: string,
  options: RequestOptions,
  patience = 15_000,
): Promise<Exchange> {
  const started = performance.now();
  for (let limited = false; ; ) {
    const answer = await exchange(baseUrl, options);
    const wait = answer.status === 429 ? Math.max(100, answer.retryAfter ?? 1000) : 200;
    const most = answer.status === 429 ? 60_000 : patience;
    limited ||= answer.status === 429;
    const over = performance.now() + (answer.status === 429 ? wait : 0) > started + most;
    if (![429, 503].includes(answer.status) || over) return { ...answer, limited };
    await pause(wait, options.signal);
  }
}

export function isSuccess({ status }: Pick<Exchange, 'status'>): boolean {
  return status >= 200 && status < 300;
}

/** The request was understood and not accepted. */
export function isRefused({ status }: Pick<Exchange, 'status'>): boolean {
  return status >= 400 && status < 500;
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

/** As text, unpacked: some servers compress although the request asks them not to. */
function decoded(bytes: Buffer, encoding = 'identity'): string {
  const unpack = {
    gzip: zlib.gunzipSync,
    'x-gzip': zlib.gunzipSync,
    deflate: zlib.inflateSync,
    br: zlib.brotliDecompressSync,
    zstd: zlib.zstdDecompressSync,
  }[encoding.trim().toLowerCase()];
  return (unpack === undefined || bytes.length === 0 ? bytes : unpack(bytes)).toString('utf8');
}

/** `Retry-After`, seconds or a date, in milliseconds. */
function waitingTime(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const wait = /^\d+$/.test(value) ? 1000 * Number(value) : Date.parse(value) - Date.now();
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

function headerOf(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value;
}
