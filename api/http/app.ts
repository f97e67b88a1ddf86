import type { IncomingMessage, RequestListener } from 'node:http';
import cors from 'cors';
import express, { type RequestHandler } from 'express';
import type { Database } from '../db/database.ts';
import type { Log } from '../log.ts';
import type { Seams } from '../settings.ts';
import { addTaskRoutes } from '../tasks/routes.ts';
import { version } from '../version.ts';
import { addGet } from './allow.ts';
import { addDocs } from './docs.ts';
import { type AppState, health, readiness } from './health.ts';
import { identify } from './identity.ts';
import { metrics } from './metrics.ts';
import { observe } from './observe.ts';
import { notFound, Problem, problemHandler, sendProblem } from './problem.ts';
import { protectData } from './security.ts';

export interface Parts {
  readonly database: Database;
  readonly state: AppState;
  readonly log: Log;
  readonly seams?: Seams;
}

/** The application, ready for a server or a test; nothing is opened here. */
export function createApp({ database, state, log, seams = {} }: Parts): RequestListener {
  const app = express();
  app.disable('x-powered-by');
  // Only a task has an ETag, which names its state.
  app.disable('etag');
  // Strings and lists of strings, no nested objects.
  app.set('query parser', 'simple');

  const { count, show } = metrics(database);
  const { BEARER_TOKEN, CORS_ORIGIN, METRICS_PORT } = seams;
  if (METRICS_PORT !== undefined) app.use(metricsApart(METRICS_PORT));
  if (CORS_ORIGIN !== undefined) app.use(allowOrigins(CORS_ORIGIN));
  if (BEARER_TOKEN !== undefined) app.use('/tasks', identify(BEARER_TOKEN));
  addTaskRoutes(app, database, state);
  addGet(app, '/health', (_request, response) => health(response));
  addGet(app, '/ready', readiness(database, state));
  addGet(app, '/version', (_request, response) => response.json(version(process.env)));
  addGet(app, '/openapi.json', async (_request, response) => {
    const { openApiDocument } = await import('./openapi.ts');
    response.json(openApiDocument(BEARER_TOKEN !== undefined));
  });
  addDocs(app);
  addGet(app, '/metrics', show);

  app.use(notFound);
  app.use(problemHandler(log));

  const begin = observe(log, count);
  return (request, response) => {
    response.setHeader('x-request-id', begin(request, response));
    protectData(request, response, () => {
      const problem = messageProblem(request);
      if (problem !== undefined) {
        response.shouldKeepAlive = false;
        sendProblem(response, problem);
      } else if (request.url === '/health' && request.method === 'GET') {
        // Asked every few seconds, however busy the process is: without a router it takes half the time.
        health(response);
      } else {
        app(request, response);
      }
    });
  };
}

/** What HTTP forbids (RFC 9110, 9112) and Node lets pass; the connection ends with the answer. */
function messageProblem({ headers, httpVersion }: IncomingMessage): Problem | undefined {
  const { host, 'transfer-encoding': coding } = headers;
  // Node joins several Host headers by commas.
  if (host === undefined ? httpVersion === '1.1' : host.includes(','))
    return new Problem(400, 'A request has one Host.');
  if (coding !== undefined && coding.toLowerCase() !== 'chunked')
    return new Problem(501, 'The only transfer coding that is known here is chunked.');
  if (headers.expect !== undefined && headers.expect.toLowerCase() !== '100-continue')
    return new Problem(417, 'The only expectation that is met here is 100-continue.');
  return undefined;
}

/** The metrics on their port and nothing else; everything else on the others. */
function metricsApart(port: number): RequestHandler {
  return (request, response, next) => {
    if ((request.socket.localPort === port) === (request.path === '/metrics')) next();
    else notFound(request, response, next);
  };
}

const allowOrigins = (origins: readonly string[]): RequestHandler =>
  cors({
    origin: origins.includes('*') ? '*' : [...origins],
    methods: 'GET,HEAD,POST,PUT,PATCH,DELETE',
    allowedHeaders: 'Authorization,Content-Type,Idempotency-Key,If-Match,If-None-Match',
    exposedHeaders: 'ETag,Link,Location,Retry-After,X-Request-Id',
    maxAge: 600,
  });
