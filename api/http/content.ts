import { isUtf8 } from 'node:buffer';
import { json, type RequestHandler, type Response } from 'express';
import type * as z from 'zod';
import { Problem } from './problem.ts';

/** Refuses a caller who takes no JSON (406). */
export const acceptsJson: RequestHandler = (request, _response, next) => {
  if (!request.accepts('application/json')) {
    throw new Problem(406, 'This is available as application/json only.');
  }
  next();
};

/** Reads the content: JSON (else 415) in UTF-8 (else 400), of at most 100 kB (else 413). */
export const readJson: RequestHandler = (request, response, next) => {
  // Null where there is no content at all, which the schema then refuses.
  if (request.is('application/json') === false) {
    throw new Problem(415, 'Send the content as application/json.', {
      headers: { accept: 'application/json' },
    });
  }
  parse(request, response, next);
};

const parse = json({
  limit: 100_000,
  // Numbers and texts are JSON too: the schema refuses them with a better answer.
  strict: false,
  type: () => true,
  verify(_request, _response, content) {
    // The parser would silently replace what is not.
    if (!isUtf8(content)) throw new Problem(400, 'The content is not valid UTF-8.');
  },
});

/** Sends JSON; nothing but 304 to a reader whose If-None-Match names the ETag of the answer. */
export function sendJson(response: Response, text: string): void {
  if (response.req.headers['if-none-match'] !== undefined && response.req.fresh) {
    response.writeHead(304).end();
    return;
  }
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('content-length', Buffer.byteLength(text));
  response.end(text);
}

/** The value as the schema reads it; 422 with all that is wrong. */
export function validate<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') {
      return [{ path: issue.path.join('.'), message: issue.message }];
    }
    return issue.keys.map((key) => ({
      path: [...issue.path, key].join('.'),
      message: 'is not known here',
    }));
  });
  throw new Problem(422, 'The request is not valid: see errors.', { errors });
}
