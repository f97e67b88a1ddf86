import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '../log.ts';
import type { metrics } from './metrics.ts';

/** Logs and counts each request when it is over; returns its id, the caller's own if plain. */
export function observe(log: Log, count: ReturnType<typeof metrics>['count']) {
  // A prefix of this process and a count: loading node:crypto would take a tenth of the start.
  const prefix = Math.random().toString(36).slice(2);
  let requests = 0;
  return (request: IncomingMessage, response: ServerResponse): string => {
    const started = performance.now();
    const { method = '', url = '', headers } = request;
    const given = headers['x-request-id'];
    requests += 1;
    const requestId =
      typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : `${prefix}-${requests}`;
    response.on('close', () => {
      const ms = performance.now() - started;
      const status = response.statusCode;
      count({ method, route: routeOf(request, url), status }, ms / 1000);
      if (!log.isLevelEnabled('info')) return;
      log.info(
        {
          requestId,
          ...traceOf(headers.traceparent),
          method,
          path: pathOf(url),
          status,
          ms: Math.round(ms * 10) / 10,
          ...(response.writableFinished ? {} : { aborted: true }),
        },
        'request',
      );
    });
    return requestId;
  };
}

/** The path without the query, which may be private, and without user and password of an absolute target. */
export function pathOf(target: string): string {
  const path = target.startsWith('/') ? target : (URL.parse(target)?.pathname ?? '');
  return path.split('?', 1)[0] ?? '';
}

/** W3C Trace Context: version, trace, caller's span, flags. */
const traceparent = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-[\da-f]{2}$/;

function traceOf(header: string | string[] = '') {
  const [, traceId, parentId] = traceparent.exec(String(header)) ?? [];
  return traceId === undefined || parentId === undefined ? {} : { traceId, parentId };
}

/** The template of the path, which Express leaves on the request: paths themselves are without number. */
function routeOf(request: IncomingMessage & { route?: { path?: unknown } }, url: string): string {
  const { path } = request.route ?? { path: url === '/health' ? url : 'none' };
  return typeof path === 'string' ? path : 'none';
}
