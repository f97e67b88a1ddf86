import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { access, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { PostgresError } from './postgres-error.ts';
import { isAlive } from './temporary.ts';

/** How a server ends: the "fast" shutdown, or the immediate one for data that nobody wants. */
export function stopSignal(keep: boolean): 'SIGINT' | 'SIGQUIT' {
  return keep ? 'SIGINT' : 'SIGQUIT';
}

/** What ends a server whose process dies without a chance to end it itself. */
export interface Guard {
  /** From now on this server is ended, not another. */
  readonly watch: (server: ChildProcess) => void;
  /** Nothing is left to end. */
  readonly release: () => void;
}

/**
 * A shell that reads from this process until it ends, by SIGKILL too: then it ends the server, and
 * removes the folder unless it is kept. Windows has no such shell, and no such guard.
 */
export function guardServer(folder: string, keep: boolean): Guard {
  const shell = spawn('sh', ['-c', lastWill, 'sh', stopSignal(keep).slice(3), keep ? '' : folder], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const { stdin } = shell;
  const dontCare = () => {};
  shell.on('error', dontCare).unref();
  stdin.on('error', dontCare);
  // A pipe to a child is a socket: it must not keep this process alive.
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
  return {
    watch(server) {
      stdin.write(`${server.pid ?? 'none'}\n`);
      server.once('exit', () => stdin.write('none\n'));
    },
    release() {
      stdin.end('released\n');
    },
  };
}

/** $1: the signal; $2: the folder to remove, if any. */
const lastWill = `
trap '' INT TERM HUP
pid=none
while read -r word; do pid=$word; done
[ "$pid" = released ] && exit
if [ "$pid" != none ]; then
  kill -s "$1" "$pid"
  tries=0
  while kill -0 "$pid" && [ "$tries" -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
  kill -0 "$pid" && kill -s KILL "$pid"
fi
[ -z "$2" ] || rm -rf -- "$2"
`;

/** Notes beside the data that this process starts the server. */
export async function claim(folder: string): Promise<void> {
  await writeFile(path.join(folder, ownerFile), String(process.pid));
}

/**
 * Stops a server on this folder whose starter died. Throws PostgresError when the starter lives,
 * because then the data is in use.
 */
export async function stopOrphan(folder: string): Promise<void> {
  const data = path.join(folder, 'data');
  const noted = await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(noted, 10);
  // The number of a dead server may belong to another program by now.
  if (!Number.isInteger(pid) || !isAlive(pid)) return;
  const { command, parent } = await processOf(pid);
  if (!command.includes(data)) return;
  const owner = await readFile(path.join(folder, ownerFile), 'utf8').catch(() => '');
  if (Number(owner) === parent) {
    throw new PostgresError(
      'postgres-in-use',
      `The data in ${folder} is in use by process ${owner}.`,
      'Stop that process first, or use another folder.',
    );
  }
  process.kill(pid, 'SIGINT');
  const deadline = performance.now() + 5000;
  const isThere = () => access(path.join(data, 'postmaster.pid')).then(yes, no);
  while (isAlive(pid) && (await isThere()) && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const ownerFile = 'owner.pid';

const yes = () => true;
const no = () => false;

async function processOf(pid: number): Promise<{ command: string; parent: number }> {
  const inProc = await Promise.all(
    ['cmdline', 'stat'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8')),
  ).catch(() => undefined);
  if (inProc !== undefined) {
    const [command = '', stat = ''] = inProc;
    // The name before the parent's number is in brackets, and may hold brackets.
    const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { command: command.replaceAll('\0', ' '), parent: Number(parent) };
  }
  const asked = promisify(execFile)('ps', ['-ww', '-o', 'ppid=,command=', '-p', String(pid)]);
  const { stdout } = await asked.catch(() => ({ stdout: '' }));
  const [, parent = '0', command = ''] = /^\s*(\d+)\s+(.*)/.exec(stdout) ?? [];
  return { command, parent: Number(parent) };
}
