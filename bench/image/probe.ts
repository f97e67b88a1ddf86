import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { freePort } from '../../api/tests/process.ts';
import type { Docker } from '../../spec-check/model/docker.ts';
import { firstAnswer } from './first-answer.ts';

export interface ProbeOptions {
  readonly docker: Docker;
  readonly reference: string;
  readonly network: string;
  /** As a container reaches it. */
  readonly databaseUrl: string;
  readonly rounds: number;
  readonly signal: AbortSignal;
}

/** What runs of the health check cost, and what they leave in the container. */
export interface Probes {
  /** User and system time, milliseconds. */
  readonly cpu: readonly number[];
  /** Peaks of resident memory, bytes. */
  readonly peak: readonly number[];
  /** Processes and changed files that the container has after them and had not before. */
  readonly left: readonly string[];
}

/**
 * Runs the image's health check, on its own files, beside a container that serves: in a container of
 * its own on the same network, so that the CPU time that the kernel counts there is the probe's alone.
 * What is left behind is looked for where the engine runs it: in the container that serves.
 */
export async function probes({
  docker,
  reference,
  network,
  databaseUrl,
  rounds,
  signal,
}: ProbeOptions): Promise<Probes> {
  const port = await freePort();
  const given = ['--publish', `127.0.0.1:${port}:8000`, '--network', network];
  const hosts = ['--add-host', 'host.docker.internal:host-gateway'];
  const run = ['run', '--detach', ...given, ...hosts, '--env', 'DATABASE_URL', reference];
  const id = (await docker.read(run, { signal, env: { DATABASE_URL: databaseUrl } })).trim();
  try {
    await firstAnswer(port, signal);
    const before = await contents(docker, id);
    const watch = await readFile(path.join(import.meta.dirname, 'watch-probe.cjs'), 'utf8');
    const found: z.output<typeof measured>[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await docker.read(['exec', id, 'node', 'healthcheck.cjs'], { signal });
      const beside = ['run', '--rm', '--network', `container:${id}`, reference];
      const said = await docker.read([...beside, 'node', '--eval', watch], { signal });
      found.push(measured.parse(JSON.parse(said)));
    }
    const after = await contents(docker, id);
    return {
      cpu: found.map(({ cpu }) => cpu),
      peak: found.map(({ peak }) => peak),
      left: after.filter((line) => !before.includes(line)),
    };
  } finally {
    await docker.run(['rm', '--force', '--volumes', id]);
  }
}

const measured = z.object({
  exitCode: z.literal(0),
  cpu: z.number().positive(),
  peak: z.int().positive(),
});

/** Its processes, and the files that differ from the image's. */
async function contents(docker: Docker, id: string): Promise<readonly string[]> {
  const processes = await docker.read(['top', id, '-eo', 'pid,args']);
  const files = await docker.read(['diff', id]);
  return [...processes.split('\n').slice(1), ...files.split('\n')].filter(Boolean);
}
