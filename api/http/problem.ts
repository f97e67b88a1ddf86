import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import * as z from 'zod';
import { DatabaseUnavailable } from '../db/unavailable.ts';
import type { Log } from '../log.ts';

/** `application/problem+json` of RFC 9457. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** For 503: whether a change was not made, or may have been. A retry with an Idempotency-Key tells. */
  outcome: z.enum(['not_applied', 'unknown']).optional(),
  /** For 422: the member by its names from the outside in (empty: the whole), and what is wrong with it. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

type ProblemDocument = z.infer<typeof problemSchema>;

interface Extras extends Pick<ProblemDocument, 'outcome' | 'errors'> {
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer that is no success. Its words reach the client. */
export class Problem extends Error {
  readonly status: number;
  readonly extras: Extras;

  constructor(status: number, detail: string, extras: Extras = {}) {
    super(detail);
    this.status = status;
    this.extras = status === 503 ? { ...unavailable, ...extras } : extras;
  }
}

const unavailable = { outcome: 'not_applied', headers: { 'retry-after': '1' } } as const;

export const notFound: RequestHandler = () => {
  throw new Problem(404, 'There is nothing at this path.');
};

/** Turns what a route threw into an answer; an unexpected error is logged, and the client gets none of its words. */
export function problemHandler(log: Log): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const problem = toProblem(error);
    const requestId = response.getHeader('x-request-id');
    if (problem.status === 500) log.error({ requestId, err: error }, 'request failed');
    if (error instanceof DatabaseUnavailable)
      log.warn({ requestId, code: error.code }, error.message);
    if (response.headersSent) next(error);
    else sendProblem(response, problem);
  };
}

export function sendProblem(response: ServerResponse, problem: Problem): void {
  const { status, message: detail, extras } = problem;
  const { headers = {}, outcome, errors } = extras;
  const title = STATUS_CODES[status] ?? 'Error';
  const document: ProblemDocument = { type: 'about:blank', title, status, detail, outcome, errors };
  const text = JSON.stringify(document);
  response.setHeader('cache-control', 'no-store');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('content-type', 'application/problem+json; charset=utf-8');
  response.setHeader('content-length', Buffer.byteLength(text));
  response.writeHead(status).end(text);
}

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof DatabaseUnavailable) {
    const { outcome } = error;
    const detail =
      outcome === 'unknown'
        ? 'The database does not answer now. A change may have been made all the same: look before you try again, or send creations with an Idempotency-Key.'
        : 'The database does not answer now. Nothing was changed: try again soon.';
    return new Problem(503, detail, { outcome });
  }
  // Our own words for what Express throws, because its messages quote the request.
  const status = error instanceof Error && 'status' in error ? error.status : 500;
  return status === 400
    ? new Problem(400, 'The request cannot be read: its path is malformed.')
    : new Problem(500, 'Something went wrong here.');
}
