import type { Docker } from '../../setup/docker.ts';
import { ImageFault } from '../checks/check.ts';
import { probableCause } from './diagnosis.ts';
import type { Container, ContainerState, Containers, LaunchOptions } from './handles.ts';
import { runLabels } from './labels.ts';
import { defineResource, type ResourceContext } from './resource.ts';

/** Starts containers of the image under check; those still there when the run ends go with it. */
export const containers = defineResource({
  id: 'containers',
  needs: ['engine', 'image', 'database'],
  limit: 60_000,
  async acquire({ engine, image, database }, context, scope): Promise<Containers> {
    const launched = new Set<string>();
    scope.defer(async () => {
      if (launched.size === 0) return;
      await engine.docker.run(['rm', '--force', '--volumes', ...launched], { timeout: 30_000 });
    });
    return {
      launch: async (options, signal) => {
        const name = `spec-check-${context.runId}-${options.purpose}`;
        const port = options.port ?? image.port;
        const environment = Object.entries({
          DATABASE_URL: database.urlInContainer,
          ...options.env,
        });
        const args = [
          'run',
          '--detach',
          '--name',
          name,
          ...runLabels(context.runId),
          '--network',
          engine.network.name,
          '--add-host',
          'host.docker.internal:host-gateway',
          '--publish',
          `127.0.0.1::${port}`,
          ...environment.flatMap(([key, value]) => (value === null ? [] : ['--env', key])),
          ...(options.options ?? []),
        ];
        launched.add(name);
        // Not cut short: an engine that is left alone in the middle starts the container all the same.
        const started = await engine.docker.run([...args, image.id], {
          // Values travel in the client's environment, never in arguments that `ps` shows.
          env: Object.fromEntries(
            environment.flatMap(([key, value]) => (value === null ? [] : [[key, value]])),
          ),
        });
        signal.throwIfAborted();
        if (started.exitCode !== 0) throw startFault(started.stderr, context, image.reference);
        return container(
          {
            docker: engine.docker,
            id: started.stdout.trim(),
            name,
            port,
            command: shownCommand(options, port, image.reference),
            context,
            launched,
          },
          signal,
        );
      },
    };
  },
});

/** The container that most checks look at, without changing it. */
export const sharedContainer = defineResource({
  id: 'container',
  needs: ['containers'],
  limit: 60_000,
  async acquire(
    { containers: { launch } },
    { options, runId, signal, progress },
    scope,
  ): Promise<Container> {
    progress('Starting the container');
    const kept = options.keep ? runLabels(runId, { keep: true }) : [];
    const started = await launch({ purpose: 'api', options: kept }, signal);
    if (!options.keep) scope.use(started);
    return started;
  },
});

interface Started {
  readonly docker: Docker;
  readonly id: string;
  readonly name: string;
  readonly port: number;
  readonly command: string;
  readonly context: ResourceContext;
  readonly launched: Set<string>;
}

async function container(started: Started, launchSignal: AbortSignal): Promise<Container> {
  const { docker, id, name, port, context, launched } = started;
  let baseUrl = await publishedUrl(docker, id, port, launchSignal);

  const state = async (signal: AbortSignal) =>
    readState(await docker.read(['inspect', '--format', '{{json .State}}', id], { signal }));
  const logs = async (lines: number, signal: AbortSignal) => {
    const { all } = await docker.run(['logs', '--tail', String(lines), id], { signal });
    return context.secrets.redact(all);
  };
  const died = async (seen: ContainerState, signal: AbortSignal) =>
    exitFault(seen, await logs(12, signal), started.command);

  return {
    id,
    name,
    command: started.command,
    baseUrl: () => baseUrl,
    state,
    logs,
    async answers(signal) {
      const deadline = performance.now() + context.options.timeout;
      for (let attempt = 0; ; attempt += 1) {
        if (baseUrl !== '' && (await answersOnce(baseUrl, signal))) return;
        signal.throwIfAborted();
        // An engine call costs far more than a request: look at the state at every tenth try.
        if (attempt % 10 === 0 || baseUrl === '') {
          const seen = await state(signal);
          if (seen.status === 'exited' || seen.status === 'dead') throw await died(seen, signal);
          if (baseUrl === '') baseUrl = await publishedUrl(docker, id, port, signal);
        }
        if (performance.now() > deadline) {
          throw silenceFault(
            port,
            context.options.timeout,
            await logs(12, signal),
            started.command,
          );
        }
        await pause(25, signal);
      }
    },
    async exits(ms, signal) {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(ms)]);
      await docker
        .run(['wait', id], { signal: limit, timeout: ms + 1000 })
        .catch((error: unknown) => {
          signal.throwIfAborted();
          if (!limit.aborted) throw error;
        });
      const seen = await state(signal);
      if (seen.status !== 'exited' && seen.status !== 'dead') {
        throw new StillRunning(
          `Expected the container to exit within ${ms / 1000} s, and it is still ${seen.status}.`,
        );
      }
      return seen;
    },
    async restart(signal) {
      await docker.read(['restart', '--time', '10', id], { signal });
      // The engine chooses a new published port.
      baseUrl = await publishedUrl(docker, id, port, signal);
    },
    async kill(signalName, signal) {
      await docker.read(['kill', '--signal', signalName, id], { signal });
    },
    async [Symbol.asyncDispose]() {
      if (context.options.keep && name.endsWith('-api')) return;
      await docker.run(['rm', '--force', '--volumes', id], { timeout: 30_000 });
      launched.delete(name);
    },
  };
}

/** The container was expected to exit, and runs on. */
export class StillRunning extends Error {}

/** Empty when the port is not published (any more): the container has exited. */
async function publishedUrl(
  docker: Docker,
  id: string,
  port: number,
  signal: AbortSignal,
): Promise<string> {
  const found = await docker.run(['port', id, `${port}/tcp`], { signal });
  const address = found.stdout.split('\n')[0]?.trim() ?? '';
  return found.exitCode === 0 && address !== '' ? `http://${address}` : '';
}

async function answersOnce(baseUrl: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(baseUrl, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(2000)]),
      redirect: 'manual',
      headers: { connection: 'close' },
    });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}

function readState(json: string): ContainerState {
  const state = JSON.parse(json) as {
    Status: ContainerState['status'];
    ExitCode: number;
    OOMKilled: boolean;
    Pid: number;
    Health?: { Status: string; Log?: { Output: string }[] };
  };
  const health = state.Health?.Status;
  return {
    status: state.Status,
    exitCode: state.ExitCode,
    oomKilled: state.OOMKilled,
    pid: state.Pid,
    health:
      health === 'starting' || health === 'healthy' || health === 'unhealthy' ? health : undefined,
    healthLog: state.Health?.Log?.at(-1)?.Output ?? '',
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** What a person would type; `$DATABASE_URL` stands for the value. */
function shownCommand({ env = {} }: LaunchOptions, port: number, reference: string): string {
  const variables = Object.entries({ DATABASE_URL: '$DATABASE_URL', ...env }).flatMap(
    ([key, value]) =>
      value === null ? [] : ['-e', key === 'DATABASE_URL' ? 'DATABASE_URL' : `${key}=${value}`],
  );
  return ['docker run --rm', ...variables, '-p', `${port}:${port}`, reference].join(' ');
}

function startFault(stderr: string, context: ResourceContext, reference: string): Error {
  const message = context.secrets.redact(stderr.trim());
  // The engine's words for a command that the image does not have or may not run.
  if (
    /executable file not found|permission denied|exec[^\n]*operation not permitted|exec format error|no such file or directory|unable to find user|No command specified/i.test(
      message,
    )
  ) {
    return new ImageFault({
      evidence: `The container does not start: ${message.split('\n').at(-1)}`,
      expected: 'a container that starts',
      actual: message,
      diagnosis: probableCause(message, undefined),
      fix: 'Correct CMD, ENTRYPOINT or USER in the Dockerfile.',
      command: `docker run --rm -e DATABASE_URL ${reference}`,
    });
  }
  return new Error(`docker run failed: ${message}`);
}

function exitFault(state: ContainerState, logs: string, command: string): ImageFault {
  const how = state.oomKilled ? 'killed: out of memory' : `exit code ${state.exitCode}`;
  const cause = probableCause(logs, state);
  return new ImageFault({
    evidence: `The container exited (${how})${cause === undefined ? '' : `: ${cause}`}`,
    expected: 'a container that runs and answers',
    actual: `${state.status}, ${how}; last log lines:\n${logs.trimEnd() || '(none)'}`,
    ...(cause === undefined ? {} : { diagnosis: cause }),
    fix: 'Make the container start with the DATABASE_URL it is given; the log lines above say what stopped it.',
    command,
  });
}

function silenceFault(port: number, timeout: number, logs: string, command: string): ImageFault {
  return new ImageFault({
    evidence: `Runs, and gives no HTTP answer on port ${port} within ${timeout / 1000} s`,
    expected: `an HTTP answer on port ${port} within ${timeout / 1000} s`,
    actual: `no answer; last log lines:\n${logs.trimEnd() || '(none)'}`,
    diagnosis:
      probableCause(logs, undefined) ??
      `Nothing listens on port ${port} of all interfaces: another port, or 127.0.0.1 inside the container.`,
    fix: `Listen on 0.0.0.0:${port}, or say the port with EXPOSE or in the spec's front matter (port: …).`,
    command,
  });
}
