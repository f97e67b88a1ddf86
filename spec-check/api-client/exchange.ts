import { buffer } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import * as zlib from 'node:zlib';
import { onError } from '../model/on-error.ts';
import type { Fail } from '../model/verdict.ts';
import { type HttpRequest, httpRequest, whyNoAnswer } from './http-request.ts';
import { type Json, parseJson } from './json.ts';

/** A request and its answer; `before` is what was answered before it was sent again: 429 or 503. */
export type Exchange = Awaited<ReturnType<typeof exchange>> & { readonly before?: number };

export interface RequestOptions extends Omit<HttpRequest, 'body'> {
  readonly path: string;
  readonly body?: Json | undefined;
  /** A body that is sent as it is. */
  readonly form?: string | undefined;
  readonly mediaType?: string;
  /** Milliseconds; 10 s unless given. */
  readonly timeout?: number;
}

/** The API gave no HTTP answer: connection refused or reset, or the time was over. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly problem;

  constructor(request: string, reason: string, isBroken = true) {
    super(`${request} got no answer: ${reason}`);
    this.problem = {
      expected: `an answer to ${request}`,
      actual: this.message,
      ...(isBroken && { unwell: 'broken connection' as const }),
      diagnosis: 'The process died or hangs while it serves a request.',
      fix: 'Look at the last log lines of the container.',
    };
  }
}

/** What an answer, or none, tells of the API's health. */
export function unwell(seen: Pick<Exchange, 'status'> | NoAnswer | undefined): Fail['unwell'] {
  if (seen instanceof NoAnswer) return seen.problem.unwell;
  return seen && seen.status >= 500 ? 'server error' : undefined;
}

/** Sends one request without following redirects. Throws NoAnswer, or the signal's reason. */
export async function exchange(
  baseUrl: string,
  { path, signal, timeout = 10_000, ...options }: RequestOptions,
) {
  const { method = 'GET', body: json, form, mediaType = 'application/json' } = options;
  const sent: Json | undefined = json ?? form;
  const body = form ?? (json === undefined ? undefined : JSON.stringify(json));
  const limit = AbortSignal.timeout(timeout);
  const started = performance.now();
  try {
    const response = await httpRequest(baseUrl + path, {
      method,
      headers: {
        accept: 'application/json, */*;q=0.5',
        ...(body !== undefined && { 'content-type': mediaType }),
        ...options.headers,
      },
      body,
      signal: AbortSignal.any([signal, limit]),
    });
    const { statusCode: status = 0, headers } = response;
    const text = decoded(await buffer(response), headers['content-encoding']);
    const ms = performance.now() - started;
    // `body` is undefined where it is empty or no JSON.
    return { method, path, sent, status, headers, body: parseJson(text), text, ms };
  } catch (error) {
    signal.throwIfAborted();
    const reason = limit.aborted ? `nothing within ${timeout / 1000} s` : whyNoAnswer(error);
    throw new NoAnswer(`${method} ${path}`, reason, !limit.aborted);
  }
}

export const unlessSilent = <T>(asked: Promise<T>) =>
  asked.catch(onError(NoAnswer, () => undefined));

/** Whether `GET /` gets any answer within so many milliseconds. */
export const isAnswering = async (baseUrl: string, timeout: number, signal: AbortSignal) =>
  (await unlessSilent(exchange(baseUrl, { path: '/', signal, timeout }))) !== undefined;

/** Sends a request again during 503 for `patience` ms, and during 429 for up to a minute. */
export async function whenReady(base: string, options: RequestOptions, patience = 15_000) {
  const started = performance.now();
  for (let before = 0; ; ) {
    const answer: Exchange = { ...(await exchange(base, options)), before };
    const isLimit = answer.status === 429;
    if (!isLimit && answer.status !== 503) return answer;
    const wait = isLimit ? waitingTime(answer.headers['retry-after']) : 200;
    const end = isLimit ? 60_000 - wait : patience;
    if (performance.now() > started + end) return answer;
    before = answer.status;
    await pause(wait, options.signal);
  }
}

export const isSuccess = ({ status }: Pick<Exchange, 'status'>) => status >= 200 && status < 300;

export const isRefused = ({ status }: Pick<Exchange, 'status'>) => status >= 400 && status < 500;

/** `POST /tasks → 422 {"title":"…"}`, short enough for one line. */
export function shownExchange(answer: Pick<Exchange, 'method' | 'path' | 'status' | 'text'>) {
  const { method, path, status, text } = answer;
  const body = text.replace(/\s+/g, ' ').trim();
  return `${method} ${path} → ${status} ${body.length > 160 ? `${body.slice(0, 160)}…` : body}`.trimEnd();
}

export function curl(
  baseUrl: string,
  { method, path, sent }: { method: string; path: string; sent: Json | undefined },
  headers: Readonly<Record<string, string>> = sent ? { 'content-type': 'application/json' } : {},
): string {
  const data = typeof sent === 'string' ? sent : JSON.stringify(sent);
  return [
    'curl -i',
    ...(method === 'GET' && data === undefined ? [] : [`-X ${method}`]),
    baseUrl + path,
    ...Object.entries(headers).map(([name, value]) => `-H '${name}: ${value}'`),
    ...(data === undefined ? [] : [`-d '${data.replaceAll("'", "'\\''")}'`]),
  ].join(' ');
}

/** Rejects with the signal's reason when it aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
}

/** What `look` sees as soon as it sees something, `every` so many milliseconds; undefined when `ms` pass first. */
export async function until<T>(
  look: () => Promise<T | undefined>,
  { ms, every }: { readonly ms: number; readonly every: number },
  signal: AbortSignal,
): Promise<T | undefined> {
  for (const end = performance.now() + ms; ; await pause(every, signal)) {
    const seen = await look();
    if (seen !== undefined || performance.now() > end) return seen;
  }
}

/** As text, unpacked: some servers compress although the request asks them not to. */
function decoded(bytes: Buffer, encoding = 'identity'): string {
  const { unzipSync: gzip, brotliDecompressSync: br, zstdDecompressSync: zstd } = zlib;
  const unpack = { gzip, 'x-gzip': gzip, deflate: gzip, br, zstd }[encoding.trim().toLowerCase()];
  return (unpack === undefined || bytes.length === 0 ? bytes : unpack(bytes)).toString('utf8');
}

/** `Retry-After`, seconds or a date, in milliseconds; a second where it is left out. */
function waitingTime(value = '1'): number {
  const wait = /^\d+$/.test(value) ? 1000 * Number(value) : Date.parse(value) - Date.now();
  return Number.isNaN(wait) ? 1000 : Math.max(100, wait);
}
