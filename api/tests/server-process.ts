import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Whom servers run as when this process is root, which they refuse to be: the user postgres. */
export function serverAccount(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (option: string) =>
    Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** A temporary folder that belongs to the account that servers run as: they refuse to be root. */
export async function serverFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'server-test-'));
  await chmod(folder, 0o700);
  const account = serverAccount();
  if (account !== undefined) await chown(folder, account.uid, account.gid);
  return folder;
}

/**
 * Starts a server that is no part of the project, in its folder; resolves when it has printed the
 * text on stderr. It ends, and the folder goes, at the latest with this process.
 */
export async function startServer(
  folder: string,
  file: string,
  args: readonly string[],
  readyText: string,
): Promise<AsyncDisposable> {
  const child = spawn(file, args, {
    ...serverAccount(),
    cwd: '/',
    // A group of its own: a terminal's Ctrl-C must not stop it before those who use it.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const exited = once(child, 'exit');
  async function stop(): Promise<void> {
    // The immediate shutdown, of PostgreSQL and of PgBouncer both.
    child.kill('SIGQUIT');
    await exited;
    await rm(folder, { recursive: true, force: true });
    process.off('exit', kill);
  }

  let said = '';
  const ready = new Promise<boolean>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes(readyText)) resolve(true);
    });
    void exited.then(() => resolve(false));
  });
  if (await ready) return { [Symbol.asyncDispose]: stop };
  await stop();
  throw new Error(`Expected ${file} to say "${readyText}", got: ${said}`);
}
