import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { freePort } from '../../api/tests/process.ts';
import { bakedBundle, bundleEnvironment } from '../bundle.ts';

/** What is compared, by name. */
export const names = ['task-api', 'bare', 'fastify', 'express', 'fastapi'] as const;
export type Name = (typeof names)[number];

/** A server that runs and answers. */
export interface Contestant extends AsyncDisposable {
  readonly name: Name;
  readonly url: string;
  /** Bytes that are resident now. */
  readonly resident: () => Promise<number>;
}

const folder = path.join(import.meta.dirname, 'contestants');

/** How each is started: the command, without its port. `work` takes temporary files. */
async function command(name: Name, work: string): Promise<readonly string[]> {
  if (name === 'fastapi') {
    const python = await pythonWith(work);
    // The end of wrk's connections is an error to it.
    const quiet = ['--log-level', 'critical'];
    return [python, '-m', 'uvicorn', 'with_fastapi:app', '--app-dir', folder, ...quiet];
  }
  if (name !== 'task-api') return [process.execPath, path.join(folder, `${name}.ts`)];
  return bakedBundle(path.join(work, 'task-api'));
}

/** Starts one on a processor of its own where the system can do that; resolves when it answers from the database. */
export async function start(
  name: Name,
  { databaseUrl, work, pin }: { databaseUrl: string; work: string; pin: readonly string[] },
): Promise<Contestant> {
  const port = await freePort();
  const [program = '', ...args] = [...pin, ...(await command(name, work))];
  const child = spawn(program, name === 'fastapi' ? [...args, '--port', String(port)] : args, {
    cwd: work,
    env: {
      ...bundleEnvironment,
      NODE_DISABLE_COMPILE_CACHE: '1',
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      // Nobody else writes a line for each request.
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = () => stopped(child);
  try {
    await answers(`${url}/tasks/1`, child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { name, url, resident: () => residentOf(child.pid), [Symbol.asyncDispose]: stop };
}

/** Python with what the contestant needs, in an environment of its own. */
async function pythonWith(work: string): Promise<string> {
  const environment = path.join(work, 'python');
  await execa('python3', ['-m', 'venv', environment], { timeout: 60_000 });
  const python = path.join(environment, 'bin/python');
  const packages = [
    'fastapi==0.121.*',
    'sqlmodel==0.0.*',
    'psycopg2-binary==2.9.*',
    'uvicorn==0.*',
  ];
  await execa(python, ['-m', 'pip', 'install', '--quiet', ...packages], { timeout: 300_000 });
  return python;
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  for (let left = 300; left > 0; left -= 1) {
    if (child.exitCode !== null) throw new Error(`It ended with exit code ${child.exitCode}.`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.status === 200) return;
    await sleep(100);
  }
  throw new Error(`Expected 200 from ${url} within 30 s.`);
}

/** Linux tells it in /proc. */
async function residentOf(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) * 1024;
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const impatient = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exit;
  clearTimeout(impatient);
}
