import { causeOf, exitFault, readLines, type Silent } from '../diagnosis/container-faults.ts';
import { lostTableRace } from '../diagnosis/database-causes.ts';
import { DockerError } from '../docker/docker.ts';
import { inspectContainer } from '../docker/inspect.ts';
import { hasEnded } from '../model/container-state.ts';
import { MachineFault } from '../model/docker.ts';
import type { Container } from '../model/resources.ts';
import { Ambiguous } from '../model/verdict.ts';
import { firstAnswer, type Started } from './first-answer.ts';

/** A container that has been started: asks it, and the engine about it. */
export async function container(
  started: Started,
  id: string,
  launchSignal: AbortSignal,
): Promise<Container> {
  const { docker, name, tables } = started;
  const url = await started.url(id, launchSignal);
  const http = { url, lastAnswer: 'none was sent', isStarting: false };
  const state = async (signal: AbortSignal) => {
    const found = await inspectContainer(docker, id, signal);
    if (found !== undefined) return found.State;
    throw new Error(`Expected the container ${name} on this engine, and there is none.`);
  };
  const logs = async (lines: number, signal: AbortSignal) => {
    const { all } = await docker.run(['logs', '--tail', String(lines), id], { signal });
    return started.context.secrets.redact(all);
  };
  const silent = async (signal: AbortSignal): Promise<Silent> => ({
    ...started,
    id,
    lastAnswer: http.lastAnswer,
    logs: await logs(readLines, signal),
  });
  let isStartedAgain = false;
  const death: Container['death'] = async (signal) => {
    const ended = await state(signal);
    if (!hasEnded(ended)) return undefined;
    // A container that ended because its database is gone says nothing about the image.
    await tables?.ping(signal).catch(() => {
      signal.throwIfAborted();
      const words = 'The container has ended, and the database of this run no longer answers';
      throw new MachineFault('database-unreachable', words, 'Run again while it stays up.');
    });
    const last = await silent(signal);
    const cause = await causeOf(last, ended, signal);
    if (cause?.known !== lostTableRace || isStartedAgain) return exitFault(last, ended, cause);
    // It is not the image's fault that checks start containers side by side.
    isStartedAgain = true;
    await docker.read(['start', id], { signal });
    http.url = await started.url(id, signal);
    return undefined;
  };

  return {
    ...started,
    id,
    baseUrl: () => http.url,
    state,
    logs,
    death,
    async mustRun(signal) {
      const dead = await death(signal);
      if (dead !== undefined) throw dead;
    },
    cause: async (signal) => causeOf(await silent(signal), undefined, signal),
    async answers(signal) {
      if (started.image.isWorker)
        throw new Ambiguous(
          'It answers no HTTP, as the project says (port: none)',
          'Prove the line with an `sh` block under it, or take it out.',
        );
      await firstAnswer({ ...started, id, http, state, logs, death, silent }, signal);
      return http.url;
    },
    async exits(ms, signal) {
      await docker.run(['wait', id], { signal, timeout: ms }).catch((error: unknown) => {
        signal.throwIfAborted();
        if (!(error instanceof DockerError && error.code === 'docker-timeout')) throw error;
      });
      const seen = await state(signal);
      return hasEnded(seen) ? seen : undefined;
    },
    async restart(signal) {
      await docker.read(['restart', '--time', '10', id], { signal });
      // The engine chooses a new published port.
      http.url = await started.url(id, signal);
    },
    async kill(signalName, signal) {
      const killed = await docker.run(['kill', '--signal', signalName, id], { signal });
      if (killed.exitCode === 0) return;
      throw (await death(signal)) ?? new Error(`docker kill failed: ${killed.stderr.trim()}`);
    },
    [Symbol.asyncDispose]: started.remove,
  };
}
