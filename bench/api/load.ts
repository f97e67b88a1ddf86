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

export type Work = (typeof works)[number];

/** Loads a server for two seconds with wrk, off the servers' processor. Throws when a request failed, or none was answered: a quick 500 is no speed. */
export async function load(url: string, work: Work, connections: number) {
  const script = path.join(import.meta.dirname, 'work.lua');
  const options = `--threads 1 --timeout 10s --duration 2s --connections ${connections}`.split(' ');
  const wrk = ['-c', '1', 'wrk', ...options, '--script', script, url];
  const { stdout } = await execa('taskset', wrk, { env: { WORK: work }, timeout: 22_000 });
  const line = stdout.split('\n').findLast((text) => text.startsWith('{')) ?? '{}';
  const { success, data } = measured.safeParse(JSON.parse(line));
  if (!success) throw new Error(`Expected every request (${work}) answered by ${url}, got ${line}`);
  return { 'per second': data.requests / (data.microseconds / 1e6), 'p99 in ms': data.p99 / 1000 };
}
