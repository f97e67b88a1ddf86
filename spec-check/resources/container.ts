import { pause } from '../api-client/exchange.ts';
import { httpRequest, whyNoAnswer } from '../api-client/http-request.ts';
import { busyMachine, machineLoad } from '../diagnosis/busy-machine.ts';
import type { Silent } from '../diagnosis/container-faults.ts';
import { causeOf, exitFault, readLines, silenceFault } from '../diagnosis/container-faults.ts';
import { lostTableRace } from '../diagnosis/database-causes.ts';
import { listeningIn, socketsCause } from '../diagnosis/listening.ts';
import { DockerError } from '../docker/docker.ts';
import { inspectContainer } from '../docker/inspect.ts';
import { hasEnded } from '../model/container-state.ts';
import { type Docker, MachineFault } from '../model/docker.ts';
import { duration } from '../model/format.ts';
import type { Container } from '../model/resources.ts';
import type { Tables } from '../model/tables.ts';
import { Ambiguous } from '../model/verdict.ts';
import type { ResourceContext } from './resource.ts';

interface Started extends Omit<Silent, 'id' | 'lastAnswer' | 'logs'> {
  readonly name: string;
  readonly tables: Tables | undefined;
  readonly context: ResourceContext;
  readonly startLimit: number;
  /** Neither the image nor the spec says where it answers. */
  readonly isPortUnknown: boolean;
  readonly isWorker: boolean;
  readonly detached: string;
  readonly shownUrl: string;
  /** Where it is reached; empty when its port is not published. */
  readonly url: (id: string, signal: AbortSignal) => Promise<string>;
  readonly remove: () => Promise<void>;
}

/** A container that has been started: asks it, and the engine about it. */
export async function container(
  started: Started,
  id: string,
  launchSignal: AbortSignal,
): Promise<Container> {
  const { docker, name, port, context, startLimit } = started;
  let baseUrl = await started.url(id, launchSignal);

  const state = async (signal: AbortSignal) => {
    const found = await inspectContainer(docker, id, signal);
    if (found !== undefined) return found.State;
    throw new Error(`Expected the container ${name} on this engine, and there is none.`);
  };
  const logs = async (lines: number, signal: AbortSignal) => {
    const { all } = await docker.run(['logs', '--tail', String(lines), id], { signal });
    return context.secrets.redact(all);
  };
  let lastAnswer = 'none was sent';
  let isStarting = false;
  const silent = async (signal: AbortSignal): Promise<Silent> => ({
    ...{ ...started, id, lastAnswer },
    logs: await logs(readLines, signal),
  });
  let startedAgain = false;
  const death: Container['death'] = async (signal) => {
    const seen = await state(signal);
    if (!hasEnded(seen)) return undefined;
    // A container that ended because its database is gone says nothing about the image.
    await started.tables?.ping(signal).catch(() => {
      signal.throwIfAborted();
      const words = 'The container has ended, and the database of this run no longer answers';
      throw new MachineFault('database-unreachable', words, 'Run again while it stays up.');
    });
    const fault = await exitFault(await silent(signal), seen, signal);
    if (fault.fail.diagnosis !== lostTableRace || startedAgain) return fault;
    // It is not the image's fault that checks start containers side by side.
    startedAgain = true;
    await docker.read(['start', id], { signal });
    baseUrl = await started.url(id, signal);
    return undefined;
  };
  const listens = async (signal: AbortSignal) => {
    const { Pid: pid } = await state(signal);
    return listeningIn({ docker, id, pid }, signal);
  };
  const isAnswered = async (signal: AbortSignal) => {
    if (baseUrl === '') return false;
    const limit = AbortSignal.any([signal, AbortSignal.timeout(2000)]);
    try {
      const response = await httpRequest(baseUrl, { signal: limit });
      response.destroy();
      lastAnswer = `GET / → ${response.statusCode}`;
      // Some say so until they have started.
      isStarting = response.statusCode === 503;
      return !isStarting;
    } catch (error) {
      lastAnswer = `GET / got no answer: ${whyNoAnswer(error)}`;
      return false;
    }
  };
  type Sockets = Awaited<ReturnType<typeof listens>>;
  const silence = async (ms: number, sockets: Sockets, signal: AbortSignal) =>
    silenceFault(await silent(signal), { ms, sockets }, signal);
  /** What it means that nothing has answered for `ms` milliseconds, when no more time is left. */
  const tooLate = async (ms: number, signal: AbortSignal) => {
    const sockets = await listens(signal);
    if (sockets?.length === 0 && started.isPortUnknown && !(await death(signal)))
      return new Ambiguous(
        'It runs and listens on no port, and neither the image nor the spec names one: whether it should answer HTTP is not known',
        'Say in the front matter where it answers (port: 8000), or that it does not (port: none).',
      );
    if (sockets?.length === 0 && (await isStarved(docker, id, signal)))
      return busyMachine(
        `The container still computes and listens on nothing after ${duration(ms)}`,
      );
    return silence(ms, sockets, signal);
  };

  return {
    id,
    name,
    tables: started.tables,
    command: started.command,
    detached: started.detached,
    baseUrl: () => baseUrl,
    shownUrl: started.shownUrl,
    state,
    logs,
    death,
    cause: async (signal) => causeOf(await silent(signal), undefined, signal),
    async answers(signal) {
      if (started.isWorker)
        throw new Ambiguous(
          'It answers no HTTP, as the project says (port: none)',
          'Prove the line with an `sh` block under it, or take it out.',
        );
      const began = performance.now();
      const elapsed = () => performance.now() - began;
      let nextLook = firstLook;
      let before = { snapshot: '', since: 0 };
      for (let attempt = 0; !(await isAnswered(signal)); attempt += 1) {
        signal.throwIfAborted();
        // An engine call costs far more than a request: look at the state at every 16th try, some 0.4 s.
        if (attempt % 16 === 15 || baseUrl === '') {
          const dead = await death(signal);
          if (dead !== undefined) throw dead;
          if (baseUrl === '') baseUrl = await started.url(id, signal);
        }
        if (elapsed() > nextLook) {
          nextLook = elapsed() + betweenLooks;
          const sockets = await listens(signal);
          const { isElsewhere } = socketsCause(port, sockets);
          // A program that listens elsewhere and logs nothing new has finished its start.
          const snapshot = isElsewhere ? JSON.stringify([sockets, await logs(3, signal)]) : '';
          if (snapshot !== before.snapshot) before = { snapshot, since: elapsed() };
          if (snapshot !== '' && elapsed() - before.since > settled)
            throw await silence(elapsed(), sockets, signal);
        }
        if (elapsed() > startLimit) {
          if (isStarting) return baseUrl;
          const fault = await tooLate(elapsed(), signal);
          // The looks took time as well: it may answer by now.
          if (await isAnswered(signal)) return baseUrl;
          throw fault;
        }
        await pause(25, signal);
      }
      return baseUrl;
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
      baseUrl = await started.url(id, signal);
    },
    async kill(signalName, signal) {
      const killed = await docker.run(['kill', '--signal', signalName, id], { signal });
      if (killed.exitCode === 0) return;
      throw (await death(signal)) ?? new Error(`docker kill failed: ${killed.stderr.trim()}`);
    },
    [Symbol.asyncDispose]: started.remove,
  };
}

/** Whether a program that is not ready is still at work, on a machine that has more to do than it can. */
async function isStarved(docker: Docker, id: string, signal: AbortSignal): Promise<boolean> {
  const load = machineLoad();
  if (load < 2) return false;
  // A quarter of what each gets of the processors, in percent of one.
  const little = Math.min(5, 25 / load);
  const stats = ['stats', '--no-stream', '--format', '{{.CPUPerc}}', id];
  return Number.parseFloat(await docker.read(stats, { signal })) > little;
}

/** Milliseconds: when to look at where a silent program listens, and how long that must stay so. */
const firstLook = 2000;
const betweenLooks = 1000;
const settled = 3000;
