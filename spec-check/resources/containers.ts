import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Sql } from 'postgres';
import { pause } from '../api-client/exchange.ts';
import { httpRequest, whyNoAnswer } from '../api-client/http-request.ts';
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
import { listeningIn, listensElsewhere } from '../diagnosis/listening.ts';
import { parsePostgresUrl } from '../diagnosis/postgres-url.ts';
import { malformedUrl } from '../diagnosis/setting-causes.ts';
import { runLabels } from '../docker/labels.ts';
import { machineFaultIn } from '../docker/machine-faults.ts';
import { publishedAddress } from '../docker/published-address.ts';
import { temporaryFolder } from '../docker/temporary-folder.ts';
import type { Facts } from '../model/cause.ts';
import type { Docker } from '../model/docker.ts';
import type {
  Container,
  ContainerState,
  Containers,
  Database,
  Image,
  LaunchOptions,
} from '../model/resources.ts';
import type { Settings } from '../model/settings.ts';
import { environmentOptions } from './environment.ts';
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
    const launched = new Set<string>();
    // Both begin a valid connection string; some drivers know one of them alone.
    let scheme: UrlScheme = 'postgresql';
    scope.defer(async () => {
      if (launched.size === 0) return;
      await engine.docker.run(['rm', '--force', '--volumes', ...launched], { timeout: 30_000 });
    });
    return {
      launch: async (options, signal) => {
        const name = `spec-check-${context.runId}-${options.purpose}`;
        const port = options.port ?? image.port;
        // Two that migrate one empty database at the same time would fail each other.
        const { urlInContainer, sql } =
          database === undefined
            ? {}
            : options.sharesDatabase || options.env?.DATABASE_URL !== undefined
              ? database
              : await database.forNewContainer();
        const file = path.join(folder, name);
        const variables = image.environment(urlInContainer, options.env);
        const optionsWith = async (chosen: UrlScheme) => {
          const { DATABASE_URL: url } = variables;
          const own = typeof url === 'string' && { DATABASE_URL: withScheme(url, chosen) };
          const environment = environmentOptions({ ...variables, ...own }, file);
          await writeFile(file, environment.text, { mode: 0o600 });
          return environment.options;
        };
        const hosts = Object.entries({
          'host.docker.internal': 'host-gateway',
          ...services?.addresses,
        });
        const args = (environment: readonly string[]) => [
          ...['run', '--detach', '--name', name, ...runLabels(context.runId)],
          ...['--network', engine.network.name],
          ...hosts.flatMap(([host, address]) => ['--add-host', `${host}:${address}`]),
          ...['--publish', `127.0.0.1::${port}`],
          ...environment,
          ...runOptions(settings),
          ...(options.options ?? []),
        ];
        const run = async (chosen: UrlScheme) => {
          const environment = await optionsWith(chosen);
          return engine.docker
            .run([...args(environment), image.id, ...image.startArguments])
            .finally(() => rm(file, { force: true }));
        };
        launched.add(name);
        // Not cut short: an engine that is left alone in the middle starts the container all the same.
        const started = await run(scheme);
        signal.throwIfAborted();
        const known = {
          docker: engine.docker,
          sql,
          port,
          command: shownCommand(options, port, image, settings),
          startLimit: image.startLimit,
          facts: {
            user: image.config.user,
            imageArchitecture: image.architecture,
            ...(database === undefined ? {} : databaseFacts(options.env?.DATABASE_URL, database)),
          },
        };
        if (started.exitCode !== 0) {
          const logs = context.secrets.redact(started.stderr.trim());
          if (!isStartFault(logs))
            throw machineFaultIn(logs) ?? new Error(`docker run failed: ${logs}`);
          throw await startFault({ ...known, id: name, lastAnswer: 'none', logs }, signal);
        }
        const id = started.stdout.trim();
        const given = variables.DATABASE_URL;
        const again =
          scheme === 'postgresql' && typeof given === 'string' && given.startsWith('postgresql:')
            ? async () => {
                await engine.docker.run(['rm', '--force', '--volumes', name], { timeout: 30_000 });
                scheme = 'postgres';
                return (await run(scheme)).stdout.trim();
              }
            : undefined;
        return container({ ...known, id, name, context, launched, scheme, again }, signal);
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
    const started = await launch({ purpose: 'api', options: kept, sharesDatabase: true }, signal);
    if (!options.keep) scope.use(started);
    return started;
  },
});

interface Started extends Omit<Silent, 'lastAnswer' | 'logs'> {
  readonly name: string;
  readonly sql: Sql | undefined;
  readonly context: ResourceContext;
  readonly launched: Set<string>;
  readonly startLimit: number;
  readonly scheme: UrlScheme;
  /** Starts it anew with the other scheme, and gives its id; undefined where there is nothing else to try. */
  readonly again: (() => Promise<string>) | undefined;
}

/** How the DATABASE_URL of a container begins. */
type UrlScheme = Container['scheme'];

function withScheme(url: string, scheme: UrlScheme): string {
  return scheme === 'postgres' ? url.replace(/^postgresql:/, 'postgres:') : url;
}

/** What a program may say that dislikes how the URL begins, where nothing else is known of its end. */
const dislikesScheme = /\bpostgres(?:ql)?\b|scheme|protocol|dialect|DATABASE_URL|database url/i;

async function container(started: Started, launchSignal: AbortSignal): Promise<Container> {
  const { docker, name, port, sql, context, launched, startLimit } = started;
  let { id, scheme, again } = started;
  let baseUrl = await publishedUrl(docker, id, port, launchSignal);

  const state = async (signal: AbortSignal) =>
    readState(await docker.read(['inspect', '--format', '{{json .State}}', id], { signal }));
  const logs = async (lines: number, signal: AbortSignal) => {
    const { all } = await docker.run(['logs', '--tail', String(lines), id], { signal });
    return context.secrets.redact(all);
  };
  let lastAnswer = 'none was sent';
  const silent = async (signal: AbortSignal): Promise<Silent> => ({
    ...started,
    id,
    lastAnswer,
    logs: await logs(readLines, signal),
  });
  let startedAgain = false;
  const death: Container['death'] = async (signal) => {
    const seen = await state(signal);
    if (seen.status !== 'exited' && seen.status !== 'dead') return undefined;
    const fault = await exitFault(await silent(signal), seen, signal);
    const { diagnosis = malformedUrl, actual } = fault.fail;
    if (again !== undefined && diagnosis === malformedUrl && dislikesScheme.test(actual)) {
      id = await again();
      again = undefined;
      scheme = 'postgres';
      baseUrl = await publishedUrl(docker, id, port, signal);
      return undefined;
    }
    // That checks start containers beside each other is not the image's doing.
    if (fault.fail.diagnosis !== lostTableRace || startedAgain) return fault;
    startedAgain = true;
    await docker.read(['start', id], { signal });
    baseUrl = await publishedUrl(docker, id, port, signal);
    return undefined;
  };
  const listens = async (signal: AbortSignal) => {
    const { pid } = await state(signal);
    return listeningIn({ docker, id, pid }, await logs(readLines, signal), signal);
  };

  return {
    get id() {
      return id;
    },
    get scheme() {
      return scheme;
    },
    name,
    sql,
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
      for (let attempt = 0; ; attempt += 1) {
        if (baseUrl !== '') {
          const { answered, shown } = await requestOnce(baseUrl, signal);
          lastAnswer = shown;
          if (answered) return;
        }
        signal.throwIfAborted();
        // An engine call costs far more than a request: look at the state at every 16th try, some 0.4 s.
        if (attempt % 16 === 15 || baseUrl === '') {
          const dead = await death(signal);
          if (dead !== undefined) throw dead;
          if (baseUrl === '') baseUrl = await publishedUrl(docker, id, port, signal);
        }
        if (elapsed() > nextLook) {
          nextLook = elapsed() + betweenLooks;
          const sockets = (await listens(signal)) ?? [];
          const elsewhere = listensElsewhere(port, sockets);
          // One that listens elsewhere and says nothing new has finished its start.
          const told =
            elsewhere === undefined ? '' : JSON.stringify([sockets, await logs(3, signal)]);
          if (told !== before.told) before = { told, since: elapsed() };
          if (told !== '' && elapsed() - before.since > settled) throw await silence(sockets);
        }
        if (elapsed() > startLimit) {
          const fault = await silence(await listens(signal));
          // Looking into it took its time as well: what answers by now is not silent.
          if (baseUrl !== '' && (await requestOnce(baseUrl, signal)).answered) return;
          throw fault;
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
      return seen.status === 'exited' || seen.status === 'dead' ? seen : undefined;
    },
    async restart(signal) {
      await docker.read(['restart', '--time', '10', id], { signal });
      // The engine chooses a new published port.
      baseUrl = await publishedUrl(docker, id, port, signal);
    },
    async kill(signalName, signal) {
      const killed = await docker.run(['kill', '--signal', signalName, id], { signal });
      if (killed.exitCode === 0) return;
      throw (await death(signal)) ?? new Error(`docker kill failed: ${killed.stderr.trim()}`);
    },
    async [Symbol.asyncDispose]() {
      if (context.options.keep && name.endsWith('-api')) return;
      await docker.run(['rm', '--force', '--volumes', id], { timeout: 30_000 });
      launched.delete(name);
    },
  };
}

/** Empty when the port is not published (any more): the container has exited. */
async function publishedUrl(
  docker: Docker,
  id: string,
  port: number,
  signal: AbortSignal,
): Promise<string> {
  const address = await publishedAddress(docker, id, port, { signal });
  return address === undefined ? '' : `http://${address}`;
}

/** Milliseconds: when to look at where a silent program listens, and how long that must stay so. */
const firstLook = 2000;
const betweenLooks = 1000;
const settled = 3000;

async function requestOnce(
  baseUrl: string,
  signal: AbortSignal,
): Promise<{ readonly answered: boolean; readonly shown: string }> {
  try {
    const response = await httpRequest(baseUrl, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(2000)]),
    });
    response.destroy();
    return { answered: true, shown: `GET / → ${response.statusCode}` };
  } catch (error) {
    return { answered: false, shown: `GET / got no answer: ${whyNoAnswer(error)}` };
  }
}

/** Where the DATABASE_URL of a container leads; nothing when it was left unset or is of another kind. */
function databaseFacts(
  given: string | null | undefined,
  { urlInContainer, url }: Database,
): Pick<Facts, 'database'> {
  const parsed = given === null ? undefined : parsePostgresUrl(given ?? urlInContainer);
  if (parsed === undefined) return {};
  const translated = given === undefined && url !== urlInContainer;
  return { database: { host: parsed.host, port: parsed.port, translated } };
}

function readState(json: string): ContainerState {
  const state = JSON.parse(json) as {
    Status: ContainerState['status'];
    ExitCode: number;
    OOMKilled: boolean;
    Pid: number;
    Health?: {
      Status: string;
      Log?: { Start: string; End: string; ExitCode: number; Output: string }[];
    };
  };
  const health = state.Health?.Status;
  return {
    status: state.Status,
    exitCode: state.ExitCode,
    oomKilled: state.OOMKilled,
    pid: state.Pid,
    health:
      health === 'starting' || health === 'healthy' || health === 'unhealthy' ? health : undefined,
    probes: (state.Health?.Log ?? []).map(({ Start, End, ExitCode, Output }) => ({
      startedAt: Date.parse(Start),
      endedAt: Date.parse(End),
      exitCode: ExitCode,
      output: Output,
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
    ...(volumes ?? []).flatMap((volume) => ['--volume', volume.replace(/^[\w-]+:/, '')]),
  ];
}

/** What a person would type; `$DATABASE_URL` stands for the value, and so does the name of what the project says. */
function shownCommand(
  { env = {} }: LaunchOptions,
  port: number,
  { reference, startArguments }: Image,
  settings: Settings,
): string {
  const variables = {
    ...(settings.database === 'none' ? {} : { DATABASE_URL: undefined }),
    ...Object.fromEntries(Object.keys(settings.env ?? {}).map((name) => [name, undefined])),
    ...env,
    ...(typeof env.DATABASE_URL === 'string' ? { DATABASE_URL: undefined } : {}),
  };
  const shown = Object.entries(variables).flatMap(([key, value]) =>
    value === null ? [] : ['-e', value === undefined ? key : `${key}=${value}`],
  );
  return [
    ...['docker run --rm', ...shown, ...runOptions(settings)],
    ...['-p', `${port}:${port}`, reference, ...startArguments],
  ].join(' ');
}
