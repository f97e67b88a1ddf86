import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The API as a process of its own. */
export interface ApiProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** Everything printed so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves with the exit code or the signal. */
  readonly exited: Promise<number | NodeJS.Signals | null>;
  /** Resolves when the path answers with the status. */
  readonly answers: (path: string, status: number) => Promise<void>;
  /** Resolves when the text stands in the log. */
  readonly prints: (text: string) => Promise<void>;
}

/** Starts a program with these variables, and none of this process's own that concern it; it lives for so many milliseconds at most. */
export function startApi(
  file: string,
  env: Record<string, string>,
  cwd = '/',
  {
    timeout = 60_000,
    args = [],
    command = [],
  }: { timeout?: number; args?: readonly string[]; command?: readonly string[] } = {},
): ApiProcess {
  const child = spawn(process.execPath, [...args, file, ...command], {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Whatever becomes of the test, the process ends.
    timeout,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const url = `http://127.0.0.1:${env.PORT}`;
  async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await holds())) {
      if (child.exitCode !== null) throw new Error(`The API has exited: ${stdout}${stderr}`);
      await sleep(20);
    }
  }
  return {
    url,
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    exited: once(child, 'close').then(([code, signal]) => code ?? signal),
    answers: (path, status) =>
      until(async () => {
        const response = await fetch(url + path).catch(() => undefined);
        await response?.body?.cancel();
        return response?.status === status;
      }),
    prints: (text) => until(() => stdout.includes(text)),
  };
}

/** Node's own arguments with which the image of a checkout starts the server. */
export async function imageArguments(
  root = path.join(import.meta.dirname, '../..'),
): Promise<readonly string[]> {
  const dockerfile = await readFile(path.join(root, 'Dockerfile'), 'utf8');
  const [, json = '[]'] = /^CMD (.*)$/m.exec(dockerfile) ?? [];
  const words: unknown = JSON.parse(json);
  if (!Array.isArray(words) || words[0] !== 'node') throw new Error('Expected CMD ["node", …].');
  return words.slice(1, -1).map(String);
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits until the API says that it serves. */
export async function ready(url: string): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    const response = await fetch(`${url}/ready`).catch(() => undefined);
    if (response?.ok) return;
    await sleep(50);
  }
  throw new Error('Expected the container to be ready within 10 s.');
}
