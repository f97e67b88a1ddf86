import { rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import type { Sql } from 'postgres';
import { pause } from '../api-client/exchange.ts';
import { httpRequest, sendAlways, whyNoAnswer } from '../api-client/http-request.ts';
import {
  causeOf,
  exitFault,
  isStartFault,
  readLines,
  type Silent,
  silenceFault,
  startFault,
} from '../diagnosis/container-faults.ts';
import { lostTableRace } from '../diagnosis/database-causes.ts';
import { listeningIn, socketsCause } from '../diagnosis/listening.ts';
import { parsePostgresUrl } from '../diagnosis/postgres-url.ts';
import { malformedUrl } from '../diagnosis/setting-causes.ts';
import { DockerError } from '../docker/docker.ts';
import { removeContainers, runLabels } from '../docker/labels.ts';
import { machineFaultIn } from '../docker/machine-faults.ts';
import { publishedAddress } from '../docker/published-address.ts';
import { temporaryFolder } from '../docker/temporary-folder.ts';
import type { Docker } from '../model/docker.ts';
import { duration } from '../model/format.ts';
import { MachineFault } from '../model/machine-fault.ts';
import type {
  Container,
  ContainerState,
  Containers,
  Database,
  Image,
  LaunchOptions,
  Place,
} from '../model/resources.ts';
import type { Settings } from '../model/settings.ts';
import { environmentOptions } from './environment.ts';
import { uniqueName } from './launch.ts';
import { defineResource, type ResourceContext } from './resource.ts';

/** Starts containers of the image under check; those still there when the run ends go with it. */
export const containers = defineResource({
  id: 'containers',
  needs: ['engine', 'image'],
  alsoNeeds: ({ settings }) => [
    ...(settings.database === 'none' ? [] : (['database'] as const)),
    ...(settings.services === undefined ? [] : (['services'] as const)),
  ],
  limit: 60_000,
  async acquire({ engine, image, database, services }, context, scope): Promise<Containers> {
    const { settings } = context.options;
    const folder = await temporaryFolder('environment', scope);
    const hosts = { 'host.docker.internal': 'host-gateway', ...services };
    const here: Place = {
      docker: engine.docker,
      reference: image.id,
      clientIsInside: false,
      publish: `${engine.docker.ports.on}::`,
      urlOf: (address) => `http://${address}`,
    };
    const onNetwork = [
      ...['--network', engine.network.name],
      ...Object.entries(hosts).flatMap(([host, at]) => ['--add-host', `${host}:${at}`]),
    ];
    // Both begin a valid connection string; some drivers know one of them alone.
    let scheme: Container['scheme'] = 'postgresql';
    return {
      database,
      async launch(options, signal) {
        const { elsewhere, env, port = image.port, options: more = [] } = options;
        const { docker, reference, clientIsInside, publish, urlOf } = { ...here, ...elsewhere };
        const name = `spec-check-${context.runId}-${uniqueName(options.purpose)}`;
        // Two that migrate one empty database at the same time would fail each other.
        const connected =
          options.sharesDatabase || env?.DATABASE_URL !== undefined
            ? database
            : await database?.forNewContainer();
        const variables = image.environment(connected?.urlInContainer, env);
        const url = variables.DATABASE_URL ?? '';
        const file = path.join(folder, name);
        const start = async () => {
          const own = scheme === 'postgres' && url.replace(/^postgresql:/, 'postgres:');
          const { options: environment, text } = environmentOptions(
            { ...variables, ...(own && { DATABASE_URL: own }) },
            clientIsInside ? '/dev/stdin' : file,
          );
          await writeFile(file, text, { mode: 0o600 });
          // Not cut short: an engine that is left alone in the middle starts the container all the same.
          return docker
            .run(
              [
                ...['run', '--detach', '--name', name, ...runLabels(context.runId)],
                ...(elsewhere?.docker === undefined ? onNetwork : []),
                ...['--publish', `${publish}${port}`, ...environment, ...runOptions(settings)],
                ...(options.replaces && isKept(settings, image)
                  ? ['--volumes-from', options.replaces.id]
                  : []),
                ...[...more, reference, ...(options.args ?? image.startArguments)],
              ],
              { input: text },
            )
            .finally(() => rm(file, { force: true }));
        };
        const remove = () => removeContainers(docker, name);
        const started = {
          ...{ docker, name, port, remove, context, startLimit: image.startLimit },
          sql: connected?.sql,
          command: shownCommand(options, image, settings),
          facts: {
            user: image.config.user,
            imageArchitecture: image.architecture,
            database: database && databaseFacts(env?.DATABASE_URL, database),
          },
          scheme,
          url: async (id: string, signal: AbortSignal) => {
            const address = await publishedAddress(docker, id, port, { signal });
            // Not published (any more): the container has exited.
            if (address === undefined) return '';
            sendAlways(urlOf(address), settings.headers ?? {});
            return urlOf(address);
          },
          again:
            scheme === 'postgresql' && url.startsWith('postgresql:')
              ? async () => {
                  await remove();
                  scheme = 'postgres';
                  return (await start()).stdout.trim();
                }
              : undefined,
        };
        try {
          const { exitCode, stdout, stderr } = await start();
          signal.throwIfAborted();
          if (exitCode === 0) return await container(started, stdout.trim(), signal);
          const logs = context.secrets.redact(stderr.trim());
          if (!isStartFault(logs))
            throw machineFaultIn(logs) ?? new Error(`docker run failed: ${logs}`);
          throw await startFault({ ...started, id: name, lastAnswer: 'none', logs }, signal);
        } catch (error) {
          await remove();
          throw error;
        }
      },
    };
  },
});

/** The container that most checks look at, without changing it. */
export const sharedContainer = defineResource({
  id: 'container',
  needs: ['containers'],
  limit: 60_000,
  async acquire({ containers }, { options, runId, signal, progress }, scope): Promise<Container> {
    progress('Starting the container');
    const kept = options.keep ? runLabels(runId, { keep: true }) : [];
    const started = await containers.launch(
      { purpose: 'api', options: kept, sharesDatabase: true },
      signal,
    );
    if (!options.keep) scope.use(started);
    return started;
  },
});

interface Started extends Omit<Silent, 'id' | 'lastAnswer' | 'logs'> {
  readonly name: string;
  readonly sql: Sql | undefined;
  readonly context: ResourceContext;
  readonly startLimit: number;
  readonly scheme: Container['scheme'];
  /** Where it is reached; empty when its port is not published. */
  readonly url: (id: string, signal: AbortSignal) => Promise<string>;
  readonly remove: () => Promise<void>;
  /** Starts it anew with the other scheme, and gives its id; undefined where there is nothing else to try. */
  readonly again: (() => Promise<string>) | undefined;
}

/** What a program may say that dislikes how the URL begins, where nothing else is known of its end. */
const dislikesScheme = /\bpostgres(?:ql)?\b|scheme|protocol|dialect|DATABASE_URL|database url/i;

async function container(
  started: Started,
  firstId: string,
  launchSignal: AbortSignal,
): Promise<Container> {
  const { docker, name, port, context, startLimit } = started;
  let id = firstId;
  let { again, scheme } = started;
  let baseUrl = await started.url(id, launchSignal);

  const state = async (signal: AbortSignal) =>
    readState(await docker.read(['inspect', '--format', '{{json .State}}', id], { signal }));
  const logs = async (lines: number, signal: AbortSignal) => {
    const { all } = await docker.run(['logs', '--tail', String(lines), id], { signal });
    return context.secrets.redact(all);
  };
  let lastAnswer = 'none was sent';
  const silent = async (signal: AbortSignal): Promise<Silent> => ({
    ...{ ...started, id, lastAnswer },
    logs: await logs(readLines, signal),
  });
  let startedAgain = false;
  const death: Container['death'] = async (signal) => {
    const seen = await state(signal);
    if (!hasEnded(seen)) return undefined;
    const fault = await exitFault(await silent(signal), seen, signal);
    const { diagnosis = malformedUrl, actual } = fault.fail;
    if (again !== undefined && diagnosis === malformedUrl && dislikesScheme.test(actual)) {
      id = await again();
      again = undefined;
      scheme = 'postgres';
    } else if (diagnosis === lostTableRace && !startedAgain) {
      // That checks start containers beside each other is not the image's doing.
      startedAgain = true;
      await docker.read(['start', id], { signal });
    } else return fault;
    baseUrl = await started.url(id, signal);
    return undefined;
  };
  const listens = async (signal: AbortSignal) => {
    const { pid } = await state(signal);
    return listeningIn({ docker, id, pid }, signal);
  };
  const isAnswered = async (signal: AbortSignal) => {
    if (baseUrl === '') return false;
    const limit = AbortSignal.any([signal, AbortSignal.timeout(2000)]);
    try {
      const response = await httpRequest(baseUrl, { signal: limit });
      response.destroy();
      lastAnswer = `GET / → ${response.statusCode}`;
      return true;
    } catch (error) {
      lastAnswer = `GET / got no answer: ${whyNoAnswer(error)}`;
      return false;
    }
  };

  return {
    get id() {
      return id;
    },
    get scheme() {
      return scheme;
    },
    name,
    sql: started.sql,
    command: started.command,
    baseUrl: () => baseUrl,
    state,
    logs,
    death,
    cause: async (signal) => causeOf(await silent(signal), undefined, signal),
    async answers(signal) {
      const began = performance.now();
      const elapsed = () => performance.now() - began;
      const silence = async (sockets: Awaited<ReturnType<typeof listens>>) =>
        silenceFault(await silent(signal), { ms: elapsed(), sockets }, signal);
      let nextLook = firstLook;
      let before = { told: '', since: 0 };
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
          // One that listens elsewhere and says nothing new has finished its start.
          const told = isElsewhere ? JSON.stringify([sockets, await logs(3, signal)]) : '';
          if (told !== before.told) before = { told, since: elapsed() };
          if (told !== '' && elapsed() - before.since > settled) throw await silence(sockets);
        }
        if (elapsed() > startLimit) {
          const sockets = await listens(signal);
          if (sockets?.length === 0 && (await isStarved(docker, id, signal)))
            throw new MachineFault(
              'machine-busy',
              `The container still computes and listens on nothing after ${duration(elapsed())}, on a machine whose load is ${loadavg()[0]?.toFixed(0)} on ${availableParallelism()} processors`,
              'Run again when less runs beside it, or raise --timeout.',
            );
          const fault = await silence(sockets);
          // Looking into it took its time as well: what answers by now is not silent.
          if (await isAnswered(signal)) return;
          throw fault;
        }
        await pause(25, signal);
      }
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

const hasEnded = ({ status }: ContainerState) => status === 'exited' || status === 'dead';

/** Whether a program that is not ready is still at work, on a machine that has more to do than it can. */
async function isStarved(docker: Docker, id: string, signal: AbortSignal): Promise<boolean> {
  if ((loadavg()[0] ?? 0) < 2 * availableParallelism()) return false;
  const stats = ['stats', '--no-stream', '--format', '{{.CPUPerc}}', id];
  return Number.parseFloat(await docker.read(stats, { signal })) > 5;
}

/** Milliseconds: when to look at where a silent program listens, and how long that must stay so. */
const firstLook = 2000;
const betweenLooks = 1000;
const settled = 3000;

/** Where the DATABASE_URL of a container leads; nothing when it was left unset or is of another kind. */
function databaseFacts(given: string | null | undefined, { urlInContainer, url }: Database) {
  const parsed = given === null ? undefined : parsePostgresUrl(given ?? urlInContainer);
  const translated = given === undefined && url !== urlInContainer;
  return parsed && { host: parsed.host, port: parsed.port, translated };
}

function readState(json: string): ContainerState {
  const state = JSON.parse(json) as {
    Status: ContainerState['status'];
    ExitCode: number;
    OOMKilled: boolean;
    Pid: number;
    Health?: {
      Status: ContainerState['health'] | 'none' | '';
      Log?: { Start: string; End: string; ExitCode: number; Output: string }[];
    };
  };
  const health = state.Health?.Status;
  return {
    ...{ status: state.Status, exitCode: state.ExitCode, oomKilled: state.OOMKilled },
    pid: state.Pid,
    health: health && health !== 'none' ? health : undefined,
    probes: (state.Health?.Log ?? []).map(({ Start, End, ExitCode, Output }) => ({
      ...{ startedAt: Date.parse(Start), endedAt: Date.parse(End) },
      ...{ exitCode: ExitCode, output: Output },
    })),
  };
}

/** What the project wants of every container of its image. */
function runOptions({ volumes, tmpfs, memory, platform }: Settings): string[] {
  return [
    ...(platform === undefined ? [] : ['--platform', platform]),
    ...(memory === undefined ? [] : ['--memory', memory]),
    ...(tmpfs ?? []).flatMap((folder) => ['--tmpfs', folder]),
    // A named volume is made anew for each container: no two of them write into one.
    ...(volumes ?? []).flatMap((volume) => ['--volume', volume.replace(/^[\w.-]{2,}:/, '')]),
  ];
}

/** Whether all that outlives a container is in volumes that the project names, as `data:/data`. */
function isKept({ volumes = [] }: Settings, { config }: Image): boolean {
  const named = volumes.flatMap((volume) => /^[\w.-]{2,}:([^:]+)/.exec(volume)?.[1] ?? []);
  return named.length > 0 && config.volumes.every((folder) => named.includes(folder));
}

/** What a person would type; `$DATABASE_URL` stands for the value, and so does the name of what the project says. */
function shownCommand(options: LaunchOptions, image: Image, settings: Settings) {
  const { env = {}, elsewhere, port } = options;
  const variables = {
    ...(settings.database === 'none' ? {} : { DATABASE_URL: undefined }),
    ...Object.fromEntries(Object.keys(settings.env ?? {}).map((name) => [name, undefined])),
    ...env,
    ...(typeof env.DATABASE_URL === 'string' ? { DATABASE_URL: undefined } : {}),
  };
  const shown = Object.entries(variables).flatMap(([key, value]) =>
    value === null ? [] : ['-e', value === undefined ? key : `${key}=${value}`],
  );
  const { docker = { command: ['docker'] }, reference = image.reference } = elsewhere ?? {};
  const own = port ?? image.port;
  return [
    ...[...docker.command, 'run --rm', ...shown, ...runOptions(settings)],
    ...['-p', `${own}:${own}`, reference, ...image.startArguments],
  ].join(' ');
}
