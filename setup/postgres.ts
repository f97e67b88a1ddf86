import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { type Account, postgresBinaries, serverAccount } from './postgres-binaries.ts';
import { PostgresError } from './postgres-error.ts';
import { claim, type Guard, guardServer, stopOrphan, stopSignal } from './postgres-owner.ts';
import { postgresTemplate } from './postgres-template.ts';

export { PostgresError, stopOrphan };

/** A PostgreSQL server of real binaries, started by this process and stopped with it. */
export interface EmbeddedPostgres extends AsyncDisposable {
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** `18.4` */
  readonly version: string;
  /** Connection string with the password; the host is 127.0.0.1 unless given. */
  readonly url: (database: string, host?: string) => string;
  /** Creates an empty database; does nothing when it exists. */
  readonly createDatabase: (name: string) => Promise<void>;
  /** Removes a database and ends all connections to it; does nothing when there is none. */
  readonly dropDatabase: (name: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface PostgresOptions {
  /** Data folder; made when missing. */
  readonly folder: string;
  /** Keeps the data after `stop` and makes it survive a crash; else the folder is removed. */
  readonly keep: boolean;
  /** Addresses to listen on: `['127.0.0.1']`. Clients need the password on all of them. */
  readonly listen: readonly string[];
  readonly signal?: AbortSignal;
  readonly log?: (line: string) => void;
}

/**
 * Starts a server on a free port, on the data that `folder` holds or on new data. It ends with this
 * process, however that ends. Throws PostgresError.
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const { folder, keep, listen, signal, log = () => {} } = options;
  const account = serverAccount();
  const native = await postgresBinaries(account, log);
  await mkdir(folder, { recursive: true });
  await stopOrphan(folder);
  if (account !== undefined) await chown(folder, account.uid, account.gid);

  await using failed = new AsyncDisposableStack();
  const guard = guardServer(folder, keep);
  failed.defer(() => guard.release());
  if (!keep) failed.defer(() => rm(folder, { recursive: true, force: true }));
  const template = keep ? undefined : await postgresTemplate(native, account);
  const copied = await template?.copyTo(folder);
  const initial = await initialize(folder, keep, native, account, signal);
  signal?.throwIfAborted();
  if (copied === false) await template?.keep(folder);
  const version = (await readFile(path.join(folder, 'version'), 'utf8')).trim();
  await claim(folder);
  const { server, port } = await launch({
    ...{ folder, keep, listen, native, account, signal, guard },
  }).catch(async (error: unknown) => {
    // The next one is made anew.
    if (copied && !signal?.aborted) await template?.forget();
    throw error;
  });
  const kill = () => server.kill(stopSignal(keep));
  process.once('exit', kill);

  failed.defer(() => ended(server, stopSignal(keep)));
  const urlWith = (secret: string, database: string, host = '127.0.0.1') =>
    `postgres://${user}:${secret}@${host}:${port}/${database}`;
  // That of the template opens no other server.
  const password = keep ? initial : await newPassword(urlWith(initial, 'postgres'));
  const url: EmbeddedPostgres['url'] = (database, host) => urlWith(password, database, host);
  const stop = async () => {
    process.off('exit', kill);
    await ended(server, stopSignal(keep));
    if (!keep) await rm(folder, { recursive: true, force: true });
    guard.release();
  };
  failed.move();
  return {
    port,
    user,
    password,
    version,
    url,
    createDatabase: (name) => createDatabase(url('postgres'), name),
    dropDatabase: (name) =>
      asAdmin(url('postgres'), (sql) => sql`drop database if exists ${sql(name)} with (force)`),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

const user = 'postgres';

const run = promisify(execFile);

async function newPassword(adminUrl: string): Promise<string> {
  const password = randomBytes(18).toString('base64url');
  await asAdmin(adminUrl, (sql) => sql.unsafe(`alter role ${user} password '${password}'`));
  return password;
}

/** Makes the data folder unless it is there. Returns the password. */
async function initialize(
  folder: string,
  keep: boolean,
  native: string,
  account: Account | undefined,
  signal: AbortSignal | undefined,
): Promise<string> {
  const passwordFile = path.join(folder, 'password');
  const known = await readFile(passwordFile, 'utf8').catch(() => undefined);
  if (known !== undefined) return known;

  const password = randomBytes(18).toString('base64url');
  const data = path.join(folder, 'data');
  await rm(data, { recursive: true, force: true });
  const seed = path.join(folder, 'password.new');
  await writeFile(seed, password, { mode: 0o600 });
  if (account !== undefined) await chown(seed, account.uid, account.gid);
  const options = [
    '--username',
    user,
    '--pwfile',
    seed,
    '--auth',
    'scram-sha-256',
    '--encoding',
    'UTF8',
    '--locale',
    'C',
  ];
  try {
    await run(
      path.join(native, 'bin', 'initdb'),
      ['--pgdata', data, ...options, ...(keep ? [] : ['--no-sync'])],
      {
        ...account,
        cwd: '/',
      },
    );
  } catch (error) {
    signal?.throwIfAborted();
    const { stderr = '' } = error as { stderr?: string };
    throw new PostgresError(
      'postgres-failed',
      `initdb failed in ${folder}: ${stderr.trim().split('\n').at(-1)}`,
      account === undefined
        ? 'Check that the folder can be written and the disk has room.'
        : 'As root, PostgreSQL runs as the account "nobody", which must reach the folder: chmod o+x the folders above it, and check that the disk has room.',
    );
  }
  // Clients are let in by password only, whichever of the addresses they come by.
  await writeFile(path.join(data, 'pg_hba.conf'), 'host all all all scram-sha-256\n');
  const { stdout } = await run(path.join(native, 'bin', 'postgres'), ['--version'], account ?? {});
  await writeFile(path.join(folder, 'version'), /\d[\d.]*/.exec(stdout)?.[0] ?? '');
  await rm(seed);
  // Last: its presence says that the data is whole.
  await writeFile(passwordFile, password, { mode: 0o600 });
  return password;
}

interface Launch {
  readonly folder: string;
  readonly keep: boolean;
  readonly listen: readonly string[];
  readonly native: string;
  readonly account: Account | undefined;
  readonly signal: AbortSignal | undefined;
  readonly guard: Guard;
}

/** Somebody may take the free port first: three tries. */
async function launch(options: Launch): Promise<{ server: ChildProcess; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const server = spawnServer(options, port);
    options.guard.watch(server);
    const failure = await readiness(server, options.signal);
    if (failure === undefined) return { server, port };
    await ended(server, 'SIGQUIT');
    options.signal?.throwIfAborted();
    if (attempt === 3 || !/could not bind|Address already in use/.test(failure)) {
      throw new PostgresError(
        'postgres-failed',
        `The embedded PostgreSQL does not start: ${failure.trim().split('\n').slice(-2).join(' · ')}`,
        'Check the disk and the memory, or set DATABASE_URL to a PostgreSQL of your own.',
      );
    }
  }
}

function spawnServer(
  { folder, keep, listen, native, account }: Launch,
  port: number,
): ChildProcess {
  const settings = {
    port,
    listen_addresses: listen.join(','),
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: '32MB',
    timezone: 'UTC',
    ...(keep ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return spawn(
    path.join(native, 'bin', 'postgres'),
    [
      '-D',
      path.join(folder, 'data'),
      ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
    ],
    // A group of its own: a terminal's Ctrl-C must not stop it before those who use it.
    { ...account, cwd: '/', detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
  );
}

/** Resolves with undefined when the server takes connections, else with what it said. */
function readiness(
  server: ChildProcess,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    let said = '';
    const settle = (failure: string | undefined) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', aborted);
      server.stderr?.removeAllListeners('data').resume();
      resolve(failure);
    };
    const aborted = () => settle('interrupted');
    const timer = setTimeout(() => settle(`not ready within 30 s. ${said}`), 30_000);
    signal?.addEventListener('abort', aborted, { once: true });
    server.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
      if (said.includes('ready to accept connections')) settle(undefined);
    });
    server.once('error', (error) => settle(error.message));
    server.once('exit', (code) => settle(`${said}\nexit code ${code}`));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        resolve(typeof address === 'object' && address !== null ? address.port : 0),
      );
    });
  });
}

async function ended(server: ChildProcess, signalName: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null || server.pid === undefined) return;
  const exit = new Promise((resolve) => server.once('exit', resolve));
  server.kill(signalName);
  const impatient = setTimeout(() => server.kill('SIGKILL'), 10_000);
  await exit;
  clearTimeout(impatient);
}

function createDatabase(adminUrl: string, name: string): Promise<void> {
  return asAdmin(adminUrl, async (sql) => {
    const [existing] = await sql`select 1 from pg_database where datname = ${name}`;
    if (existing === undefined) await sql`create database ${sql(name)}`;
  });
}

async function asAdmin(
  adminUrl: string,
  work: (sql: postgres.Sql) => Promise<unknown>,
): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, fetch_types: false });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}
