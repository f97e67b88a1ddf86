import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import { allow } from './allow.ts';
import type { Database } from './db/database.ts';
import { health, type Life, migrated, readiness } from './health.ts';
import type { Log } from './log.ts';
import { openApiDocument } from './openapi.ts';
import { notFound, problemHandler } from './problem.ts';
import { requestLog } from './request-log.ts';
import { taskRoutes } from './tasks/routes.ts';
import { version } from './version.ts';

/** What the application is made of. */
export interface Parts {
  readonly database: Database;
  readonly life: Life;
  readonly log: Log;
}

/** The application, ready for a server or a test; nothing is opened here. */
export function createApp({ database, life, log }: Parts): Express {
  const app = express();
  app.disable('x-powered-by');
  // Only a task has an ETag, which names its state.
  app.disable('etag');
  // Strings and lists of strings, no nested objects.
  app.set('query parser', 'simple');
  app.use(helmet());
  app.use(requestLog(log));

  const getOnly = allow('GET, HEAD, OPTIONS');
  app.route('/health').get(health).all(getOnly);
  app.route('/ready').get(readiness(database, life)).all(getOnly);
  app
    .route('/version')
    .get(sendOnce(() => version(process.env)))
    .all(getOnly);
  app.route('/openapi.json').get(sendOnce(openApiDocument)).all(getOnly);
  app.use('/tasks', migrated(life), taskRoutes(database));

  app.use(notFound);
  app.use(problemHandler(log));
  return app;
}

/** Made when first asked for: most processes never are. */
function sendOnce(make: () => object): RequestHandler {
  let document: object | undefined;
  return (_request, response) => {
    document ??= make();
    response.json(document);
  };
}
