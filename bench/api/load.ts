import path from 'node:path';
import { execa } from 'execa';
import * as z from 'zod';

/** Kinds of work, as `work.lua` names them. */
export const works = ['GET by id', 'list of 50', 'POST', '90/10 mix', '/health'] as const;
export type Work = (typeof works)[number];

const measured = z.object({
  requests: z.int(),
  microseconds: z.int(),
  p50: z.int(),
  p99: z.int(),
  failed: z.int(),
});

/** What one server did under one load. */
export interface Measured {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p99: number;
}

export interface Load {
  readonly work: Work;
  readonly connections: number;
  readonly seconds: number;
  /** Command that keeps the load off the servers' processor. */
  readonly pin: readonly string[];
}

/** Loads a server with wrk. Throws when a request failed, or none was answered: a quick 500 is no speed. */
export async function load(
  url: string,
  { work, connections, seconds, pin }: Load,
): Promise<Measured> {
  const script = path.join(import.meta.dirname, 'work.lua');
  const limits = ['--threads', '1', '--connections', String(connections)];
  const [program = '', ...args] = [...pin, 'wrk', ...limits];
  const { stdout } = await execa(
    program,
    [...args, '--duration', `${seconds}s`, '--timeout', '10s', '--script', script, url],
    { env: { WORK: work }, timeout: (seconds + 20) * 1000 },
  );
  const line = stdout.split('\n').findLast((text) => text.startsWith('{')) ?? '{}';
  const { requests, microseconds, p99, failed } = measured.parse(JSON.parse(line));
  if (failed > 0) throw new Error(`${failed} of ${requests} requests (${work}) to ${url} failed.`);
  if (requests === 0) throw new Error(`${url} answered no request (${work}) in ${seconds} s.`);
  return { perSecond: requests / (microseconds / 1e6), p99: p99 / 1000 };
}

/** Whether the load generator is here. */
export async function hasWrk(): Promise<boolean> {
  // It ends with 1 after its version; with nothing when it cannot be started.
  const { exitCode } = await execa('wrk', ['--version'], { reject: false, timeout: 5000 });
  return exitCode !== undefined;
}
