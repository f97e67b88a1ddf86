import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import postgres from 'postgres';
import { type DevPostgres, startDevPostgres } from '../../../api/dev-postgres.ts';

/** A PostgreSQL of a test's own, which lets in whoever has the password, from these addresses of this machine. */
export async function startTestPostgres(
  folder: string,
  listen?: readonly string[],
): Promise<DevPostgres> {
  const server = await startDevPostgres(folder, false, listen);
  await appendFile(path.join(folder, 'data/pg_hba.conf'), 'host all all all scram-sha-256\n');
  const sql = postgres(server.url('postgres'), { max: 1, onnotice: () => {} });
  await sql`select pg_reload_conf()`;
  await sql.end();
  return server;
}
