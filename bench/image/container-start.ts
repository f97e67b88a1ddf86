import { freePort } from '../../api/tests/process.ts';
import type { Docker } from '../../spec-check/model/docker.ts';
import { warmInTurns } from '../in-turns.ts';
import { bareServer } from './bare-server.ts';
import { firstAnswer } from './first-answer.ts';

/** Milliseconds from `docker run` to the first answer: the image, and a bare server in the same image. */
export async function containerStart({
  docker,
  reference,
  network,
  databaseUrl,
  rounds,
  signal,
}: {
  readonly docker: Docker;
  readonly reference: string;
  readonly network: string;
  /** As a container reaches it. */
  readonly databaseUrl: string;
  readonly rounds: number;
  readonly signal: AbortSignal;
}) {
  const started = async (command: readonly string[]) => {
    const port = await freePort();
    const published = ['--publish', `127.0.0.1:${port}:8000`, '--network', network];
    const hosts = ['--add-host', 'host.docker.internal:host-gateway'];
    const given = [...published, ...hosts, '--env', 'PORT=8000', '--env', 'DATABASE_URL'];
    const run = ['run', '--detach', ...given, reference, ...command];
    const begun = performance.now();
    const id = (await docker.read(run, { signal, env: { DATABASE_URL: databaseUrl } })).trim();
    try {
      // Not before `docker run` returns: a port that is asked too early costs a whole second.
      await firstAnswer(port, signal);
      return performance.now() - begun;
    } finally {
      await docker.run(['rm', '--force', '--volumes', id]);
    }
  };
  return warmInTurns(rounds, {
    subject: () => started([]),
    bare: () => started(['node', '--eval', bareServer]),
  });
}
