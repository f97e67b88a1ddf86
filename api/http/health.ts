import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { RequestHandler } from 'express';
import * as z from 'zod';
import type { Database } from '../db/database.ts';
import { DatabaseUnavailable } from '../db/unavailable.ts';
import { Problem } from './problem.ts';

export interface AppState {
  migrated: boolean;
  /** Settles when the latest attempt to migrate has ended. */
  attempt?: Promise<unknown>;
  /** A stop was asked for: requests in flight finish, new ones belong elsewhere. */
  draining: boolean;
}

export const healthSchema = z.object({
  status: z.literal('healthy'),
  service: z.literal('task-api'),
});

export const readinessSchema = z.object({ status: z.literal('ready') });

/** The process can serve. Never asks the database: restarting this process would not mend that one. */
export function health(response: ServerResponse): void {
  response.writeHead(200, {
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
    'content-length': healthy.length,
  });
  response.end(healthy);
}

const alive: z.infer<typeof healthSchema> = { status: 'healthy', service: 'task-api' };
const healthy = JSON.stringify(alive);

/** Requests can be served now: 200, else 503 with the reason. */
export function readiness(database: Database, state: AppState): RequestHandler {
  return async (_request, response) => {
    if (state.draining) throw new Problem(503, 'The process is stopping.');
    try {
      await database.read((db) => db.execute(sql`select 1`));
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error;
      throw new Problem(503, 'The database does not answer.');
    }
    if (!state.migrated) throw new Problem(503, 'The schema is not current.');
    const body: z.infer<typeof readinessSchema> = { status: 'ready' };
    response.set('cache-control', 'no-store').json(body);
  };
}

/** Lets requests pass once the schema is current; a request that is a moment early waits for it. */
export function migrated(state: AppState): RequestHandler {
  return async (_request, _response, next) => {
    if (!state.migrated)
      await Promise.race([state.attempt, sleep(longestWait, undefined, { ref: false })]);
    if (!state.migrated) throw new Problem(503, 'The database is not ready yet.');
    next();
  };
}

/** Milliseconds; a database that takes longer sleeps or is away. */
const longestWait = 1000;
