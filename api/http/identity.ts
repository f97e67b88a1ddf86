import { hash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { Problem } from './problem.ts';

/** The one place that says who asks. This example lets in whoever has BEARER_TOKEN, and is off without it: put a session or JWT here, and set `response.locals.identity`. */
export function identify(token: string): RequestHandler {
  const expected = digest(token);
  return (request, response, next) => {
    const [, given] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (given === undefined || !timingSafeEqual(digest(given), expected))
      throw new Problem(401, 'Send the token: Authorization: Bearer …', {
        headers: { 'www-authenticate': given ? 'Bearer error="invalid_token"' : 'Bearer' },
      });
    response.locals.identity = { name: 'bearer' };
    next();
  };
}

/** `timingSafeEqual` compares only values of one length. */
const digest = (text: string) => hash('sha256', text, 'buffer');

export const securitySchemes = { bearer: { type: 'http', scheme: 'bearer' } };
