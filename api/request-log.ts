import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';
import type { Log } from './log.ts';

/** One line in the log for each request, with an id that the answer carries too: the caller's own, if it is a plain one. */
export function requestLog(log: Log): RequestHandler {
  return (request, response, next) => {
    const started = performance.now();
    const given = request.get('x-request-id') ?? '';
    const requestId = plainId.test(given) ? given : randomUUID();
    response.set('x-request-id', requestId);
    response.once('close', () => {
      log.info(
        {
          requestId,
          ...traceOf(request.get('traceparent')),
          method: request.method,
          // Without the query: it may hold what somebody searched for.
          path: request.originalUrl.split('?', 1)[0],
          status: response.statusCode,
          ms: Math.round((performance.now() - started) * 10) / 10,
          ...(response.writableFinished ? {} : { aborted: true }),
        },
        'request',
      );
    });
    next();
  };
}

const plainId = /^[\w.:-]{1,128}$/;

/** W3C Trace Context: version, trace, caller's span, flags. */
const traceparent = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-[\da-f]{2}$/;

function traceOf(header = ''): { readonly traceId?: string; readonly parentId?: string } {
  const [, traceId, parentId] = traceparent.exec(header) ?? [];
  return traceId === undefined || parentId === undefined ? {} : { traceId, parentId };
}
