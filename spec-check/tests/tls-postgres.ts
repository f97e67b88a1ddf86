import { chmod, chown, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import postgres from 'postgres';
import type { DevPostgres } from '../../api/dev-postgres.ts';
import { startTestPostgres } from './tools/postgres.ts';

/** A PostgreSQL that lets nobody in without TLS; its certificate is signed by nobody. */
export async function startTlsPostgres(
  folder: string,
  listen: readonly string[],
): Promise<DevPostgres> {
  await using started = new AsyncDisposableStack();
  const server = started.use(await startTestPostgres(folder, listen));
  const data = path.join(folder, 'data');
  const { uid, gid } = await stat(data);
  const key = path.join(data, 'server.key');
  await execa('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'],
    ...['-days', '2', '-subj', '/CN=localhost', '-keyout', key],
    ...['-out', path.join(data, 'server.crt')],
  ]);
  // The server refuses a key that others may read.
  await chown(key, uid, gid);
  await chmod(key, 0o600);
  await chmod(path.join(data, 'server.crt'), 0o644);
  const sql = postgres(server.url('postgres'), { max: 1, onnotice: () => {} });
  await sql`alter system set ssl = on`;
  await writeFile(path.join(data, 'pg_hba.conf'), 'hostssl all all all scram-sha-256\n');
  await sql`select pg_reload_conf()`;
  await sql.end();
  started.move();
  return server;
}
