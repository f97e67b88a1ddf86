import { createServer, type Server } from 'node:http';
import request from 'supertest';
import type { Database } from '../db/database.ts';
import { createApp } from '../http/app.ts';
import { openLog } from '../log.ts';
import { migratedDatabase, temporaryPostgres } from './postgres.ts';

/** The application on a database of its own, for one test file. */
export interface TestApp extends AsyncDisposable {
  readonly server: Server;
  readonly database: Database;
  /** A new task as it was answered, with its ETag and its path. */
  // biome-ignore lint/suspicious/noExplicitAny: members of an answer are compared with what they must be
  readonly create: (task?: object) => Promise<any>;
}

export async function startApp(): Promise<TestApp> {
  const postgres = await temporaryPostgres();
  const database = await migratedDatabase(postgres);
  const app = createApp({
    database,
    state: { migrated: true, draining: false },
    log: openLog('silent'),
  });
  const server = createServer(app).listen(0);
  return {
    server,
    database,
    async create(task = { title: 'Buy milk' }) {
      const { body, headers } = await request(server).post('/tasks').send(task).expect(201);
      return { ...body, etag: headers.etag, path: headers.location };
    },
    async [Symbol.asyncDispose]() {
      server.close();
      await database.close();
      await postgres.stop();
    },
  };
}
