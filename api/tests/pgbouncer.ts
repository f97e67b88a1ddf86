import { chown, writeFile } from 'node:fs/promises';
import path from 'node:path';
import driver from 'postgres';
import type { DevPostgres } from '../dev-postgres.ts';
import type { Certificate } from './certificates.ts';
import { freePort } from './process.ts';
import { serverAccount, serverFolder, startServer } from './server-process.ts';

export interface Pooler extends AsyncDisposable {
  /** The connection string of a database of the server, through the pooler. */
  readonly url: (database: string) => string;
  /** How many connections clients have to it for a database, without those that only ask to cancel. */
  readonly clients: (database: string) => Promise<number>;
}

/** PgBouncer as providers run it: transaction mode, two connections to the server for each database, TLS for who asks. */
export async function startPgbouncer(
  program: string,
  { port, user, password }: DevPostgres,
  { certificate, key }: Certificate,
): Promise<Pooler> {
  const folder = await serverFolder();
  const own = await freePort();
  const users = path.join(folder, 'users.txt');
  const settings = path.join(folder, 'pgbouncer.ini');
  // In the clear: the pooler needs the password itself to answer the server's SCRAM.
  await writeOwn(users, `"${user}" "${password}"\n`);
  await writeOwn(
    settings,
    `[databases]
* = host=127.0.0.1 port=${port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = transaction
admin_users = ${user}
default_pool_size = 2
max_client_conn = 500
client_tls_sslmode = allow
client_tls_cert_file = ${certificate}
client_tls_key_file = ${key}
`,
  );
  const server = await startServer(folder, program, [settings], 'process up');
  const url = (database: string) => `postgres://${user}:${password}@127.0.0.1:${own}/${database}`;
  // Its console speaks the simple protocol alone.
  const console = driver(url('pgbouncer'), { max: 1, prepare: false, fetch_types: false });
  return {
    url,
    clients: async (name) => {
      const rows = await console.unsafe('show clients').simple();
      return rows.filter(({ database }) => database === name).length;
    },
    [Symbol.asyncDispose]: async () => {
      await console.end();
      await server[Symbol.asyncDispose]();
    },
  };
}

async function writeOwn(file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600 });
  const account = serverAccount();
  if (account !== undefined) await chown(file, account.uid, account.gid);
}
