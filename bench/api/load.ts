import path from 'node:path';
import { execa } from 'execa';
import * as z from 'zod';

export const works = ['GET by id', 'list of 50', 'POST', '90/10 mix', '/health'] as const;

const measured = z.object({
  requests: z.int().positive(),
  microseconds: z.int(),
  p99: z.int(),
  failed: z.literal(0),
});

export interface Load {
  readonly work: (typeof works)[number];
  readonly connections: number;
  readonly seconds: number;
  /** Command that keeps the load off the servers' processor. */
  readonly pin: readonly string[];
}

/** Loads a server with wrk. Throws when a request failed, or none was answered: a quick 500 is no speed. */
export async function load(url: string, { work, connections, seconds, pin }: Load) {
  const script = path.join(import.meta.dirname, 'work.lua');
  const limits = ['--connections', String(connections), '--duration', `${seconds}s`];
  const [program = '', ...args] = [...pin, 'wrk', '--threads', '1', '--timeout', '10s', ...limits];
  const { stdout } = await execa(program, [...args, '--script', script, url], {
    env: { WORK: work },
    timeout: (seconds + 20) * 1000,
  });
  const line = stdout.split('\n').findLast((text) => text.startsWith('{')) ?? '{}';
  const { success, data } = measured.safeParse(JSON.parse(line));
  if (!success) throw new Error(`Expected every request (${work}) answered by ${url}, got ${line}`);
  return { 'per second': data.requests / (data.microseconds / 1e6), 'p99 in ms': data.p99 / 1000 };
}
