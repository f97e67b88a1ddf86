import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Database, openDatabase } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { readDatabaseUrl } from '../db/url.ts';
import { type DevPostgres, startDevPostgres } from '../dev-postgres.ts';

export const migrations = fileURLToPath(new URL('../db/migrations', import.meta.url));

/** A real server for one test file, in a temporary folder; durable: what it has answered survives its crash. */
export async function temporaryPostgres({ durable = false } = {}): Promise<DevPostgres> {
  const parent = await mkdtemp(path.join(tmpdir(), 'task-api-test-'));
  // As root the server runs as another account, which must reach its folder.
  await chmod(parent, 0o711);
  const folder = path.join(parent, 'postgres');
  const server = await startDevPostgres(folder, durable);
  const stop = async () => {
    await server.stop();
    await rm(parent, { recursive: true, force: true });
  };
  return { ...server, stop, [Symbol.asyncDispose]: stop };
}

let count = 0;

/** The connection string of a new, empty database. */
export async function emptyDatabase(server: DevPostgres): Promise<string> {
  count += 1;
  const name = `test_${count}`;
  await server.createDatabase(name);
  return server.url(name);
}

/** A new database with the schema, opened. */
export async function migratedDatabase(server: DevPostgres): Promise<Database> {
  const database = openDatabase(readDatabaseUrl(await emptyDatabase(server)), 5);
  await migrate(database, migrations);
  return database;
}
