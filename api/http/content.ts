import { isUtf8 } from 'node:buffer';
import type { Request, RequestHandler, Response } from 'express';
import type * as z from 'zod';
import { acceptPatch } from './allow.ts';
import { Problem } from './problem.ts';

/** Refuses a caller who takes no JSON (406). */
export const acceptsJson: RequestHandler = (request, _response, next) => {
  if (!request.accepts('application/json'))
    throw new Problem(406, 'This is available as application/json only.');
  next();
};

export const longest = 100_000;

export const contentLength = ({ headers }: Request) => Number(headers['content-length'] ?? 0);

/** Reads JSON in UTF-8 (else 415, 400) of at most 100 kB (else 413). Express's own reader answers only when all has come, takes what is no UTF-8, and leaves the content on the request. */
export async function readJson(request: Request, response: Response): Promise<unknown> {
  const { headers, method } = request;
  // A client that gets no go-ahead may send the content or not: the next request could not be told from it.
  if (headers.expect !== undefined) response.shouldKeepAlive = false;
  const length = contentLength(request);
  // Without any content there is no type either: the schema says what is missing.
  if ((length > 0 || headers['transfer-encoding'] !== undefined) && !isJson(request))
    throw new Problem(415, 'Send the content as application/json in UTF-8.', {
      headers: { accept: 'application/json', ...(method === 'PATCH' ? acceptPatch : {}) },
    });
  if (!/^identity$/i.test(headers['content-encoding'] ?? 'identity'))
    throw new Problem(415, 'Send the content as it is, in no content coding.', {
      headers: { 'accept-encoding': 'identity' },
    });
  if (length > longest) throw tooLarge();
  if (headers.expect !== undefined) {
    response.shouldKeepAlive = true;
    response.writeContinue();
  }
  return parse(await contentOf(request));
}

const tooLarge = () => new Problem(413, 'The content is larger than 100 kB.');

function isJson(request: Request): boolean {
  const otherCharset = /;\s*charset\s*=(?!\s*"?utf-?8"?\s*(?:;|$))/i;
  const type = request.headers['content-type'] ?? '';
  return Boolean(request.is('application/json')) && !otherCharset.test(type);
}

const contentOf = (request: Request): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      // The rest is read and dropped: ending the connection now could cost the client the answer.
      if (length > longest) reject(tooLarge());
      else chunks.push(chunk);
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', () => reject(new Problem(400, 'The content has not arrived whole.')));
  });

function parse(content: Buffer): unknown {
  if (content.length === 0) return undefined;
  if (!isUtf8(content)) throw new Problem(400, 'The content is not valid UTF-8.');
  try {
    return JSON.parse(content.toString());
  } catch {
    throw new Problem(400, 'The content is not valid JSON.');
  }
}

/** Sends JSON, or 304 when If-None-Match names its ETag; caches must ask each time. Returns how many bytes it has. */
export function sendJson(response: Response, text: string): number {
  const length = Buffer.byteLength(text);
  response.setHeader('cache-control', 'no-cache');
  if (response.req.headers['if-none-match'] !== undefined && response.req.fresh) {
    response.writeHead(304).end();
    return length;
  }
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('content-length', length);
  response.end(text);
  return length;
}

/** Sends a JSON array, a large one piece by piece; returns how many bytes it has. */
export function sendList(
  response: Response,
  items: readonly { readonly description: string | null }[],
): number {
  const characters = items.reduce((sum, { description }) => sum + (description?.length ?? 0), 0);
  if (characters < inOneText) return sendJson(response, JSON.stringify(items));
  response.setHeader('cache-control', 'no-cache');
  response.setHeader('content-type', 'application/json; charset=utf-8');
  let length = 0;
  for (const [index, item] of items.entries()) {
    const piece = Buffer.from(`${index === 0 ? '[' : ','}${JSON.stringify(item)}`);
    length += piece.length;
    response.write(piece);
  }
  response.end(']');
  // A client that reads nothing, or one byte at a time, would hold the answer for ever.
  response.req.socket.setTimeout(longestPause);
  const limit = setTimeout(() => response.destroy(), longestAnswer);
  response.once('close', () => clearTimeout(limit));
  return length;
}

/** Characters from which on one text of the whole list would take three times the memory of its pieces. */
const inOneText = 64_000;

/** Milliseconds for a whole large answer, and for a pause in which the client reads nothing. */
const longestAnswer = 30_000;
const longestPause = 5_000;

/** The value as the schema reads it; 422 with all that is wrong. */
export function validate<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [errorAt(issue.path, issue.message)];
    return issue.keys
      .slice(0, mostErrors + 1)
      .map((key) => errorAt([...issue.path, key], 'is not known here'));
  });
  const more = errors.length > mostErrors;
  throw new Problem(422, `The request is not valid: see ${more ? 'the first ' : ''}errors.`, {
    errors: errors.slice(0, mostErrors),
  });
}

/** An answer must not be much larger than what asked for it. */
const mostErrors = 10;
const longestPath = 100;

function errorAt(path: readonly PropertyKey[], message: string) {
  const name = path.join('.');
  const start = `${name.slice(0, longestPath).toWellFormed()}…`;
  return { path: name.length > longestPath ? start : name, message };
}
