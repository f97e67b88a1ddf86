import type { Express, RequestHandler } from 'express';
import { Problem } from './problem.ts';

/** Comes last on a path: answers OPTIONS, and refuses with 405 the methods that no route before it took. */
export function allow(methods: string): RequestHandler {
  return (request, response) => {
    response.set({ allow: methods, ...(methods.includes('PATCH') ? acceptPatch : {}) });
    if (request.method !== 'OPTIONS') throw new Problem(405, `This path takes ${methods}.`);
    response.status(204).end();
  };
}

/** A path that can be read and nothing else. */
export function addGet(app: Express, path: string, ...handlers: readonly RequestHandler[]): void {
  app
    .route(path)
    .get(...handlers)
    .all(allow('GET, HEAD, OPTIONS'));
}

/** What PATCH takes (RFC 5789). */
export const acceptPatch = { 'accept-patch': 'application/json' };
