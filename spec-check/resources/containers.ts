import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { causeOf, isStartFault, startFault } from '../diagnosis/container-faults.ts';
import { parseDatabaseUrl } from '../diagnosis/database-url.ts';
import { publishedAt } from '../docker/inspect.ts';
import { removeContainers, runLabels, uniqueName } from '../docker/labels.ts';
import { machineFaultIn } from '../docker/machine-faults.ts';
import { temporaryFolder } from '../docker/temporary-folder.ts';
import { shellWord } from '../model/format.ts';
import type { Containers, Database, Image, LaunchOptions, Place } from '../model/resources.ts';
import type { Settings } from '../model/settings.ts';
import { container } from './container.ts';
import { databasePart, environmentOptions } from './environment.ts';
import { defineResource, type ResourceContext } from './resource.ts';

/** Starts containers of the image under check; those still there when the run ends go with it. */
export const containers = defineResource({
  needs: ['engine', 'image'],
  alsoNeeds: ({ settings }) => [
    ...(settings.database === 'none' ? [] : (['database'] as const)),
    ...(settings.services === undefined ? [] : (['services'] as const)),
  ],
  async acquire({ engine, image, database, services }, context, scope): Promise<Containers> {
    const { settings, portInSpec, paths = [], collections = [] } = context.options;
    const named = [settings.port, portInSpec, settings.resource, ...paths, ...collections];
    const isPortUnknown = [...named, ...image.config.ExposedPorts].every((one) => !one);
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
    const command = runCommand.bind(undefined, image, context);
    return {
      database,
      command,
      async launch(options, signal) {
        const { elsewhere, env, port = image.port, options: more = [] } = options;
        const { docker, reference, clientIsInside, publish, urlOf } = { ...here, ...elsewhere };
        const name = `spec-check-${context.runId}-${uniqueName(options.purpose)}`;
        // Two containers that migrate one empty database at once would make each other fail.
        const connected =
          options.sharesDatabase || env?.DATABASE_URL !== undefined
            ? database
            : await database?.forNewContainer();
        const variables = image.environment(connected?.urlInContainer, env);
        const file = path.join(folder, name);
        const place = clientIsInside ? '/dev/stdin' : file;
        const { options: environment, text } = environmentOptions(variables, place);
        const kept = options.replaces && isKept(settings, image);
        const run = [
          ...['run', '--detach', '--name', name, ...runLabels(context.runId)],
          ...(elsewhere?.docker === undefined ? onNetwork : []),
          ...['--publish', `${publish}${port}`, ...environment, ...runOptions(settings)],
          ...(kept ? ['--volumes-from', options.replaces.id] : []),
          ...[...more, reference, ...(options.args ?? settings.start ?? [])],
        ];
        const remove = () => removeContainers(docker, name);
        const shownUrl = urlOf(`${docker.ports.at}:${elsewhere?.shownPort ?? port}`);
        const started = {
          ...{ docker, name, image, port, isPortUnknown, remove, context },
          shownUrl: shownUrl.replace('127.0.0.1', 'localhost'),
          tables: connected?.tables,
          command: command(options),
          detached: command(options, '--detach --name look'),
          facts: {
            user: image.config.User,
            imageArchitecture: image.architecture,
            database: database && databaseFacts(env?.DATABASE_URL, database),
          },
          url: async (id: string, signal: AbortSignal) => {
            const address = await publishedAt(docker, id, port, signal);
            // Not published (any more): the container has exited.
            return address === undefined ? '' : urlOf(address);
          },
        };
        try {
          await writeFile(file, text, { mode: 0o600 });
          // No signal here: if the client dies during `docker run`, the daemon still starts the container.
          const ran = docker.run(run, { input: text }).finally(() => rm(file, { force: true }));
          const { exitCode, stdout, stderr } = await ran;
          signal.throwIfAborted();
          if (exitCode === 0) return await container(started, stdout.trim(), signal);
          const logs = context.secrets.redact(stderr.trim());
          const fault = machineFaultIn(logs);
          if (fault || !isStartFault(logs)) throw fault ?? new Error(`docker run failed: ${logs}`);
          const silent = { ...started, id: name, lastAnswer: 'none', logs };
          throw startFault(silent, await causeOf(silent, undefined, signal));
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
  needs: ['containers'],
  async acquire({ containers }, { signal, progress }, scope) {
    progress('Starting the container');
    return scope.use(await containers.launch({ purpose: 'api', sharesDatabase: true }, signal));
  },
});

/** Where the DATABASE_URL of a container leads; nothing when it was left unset or is of another kind. */
function databaseFacts(given: string | null | undefined, database: Database) {
  const { urlInContainer, url, standIn } = database;
  const parsed = given === null ? undefined : parseDatabaseUrl(given ?? urlInContainer);
  const translated = given === undefined && url !== urlInContainer;
  return parsed && { host: parsed.host, port: parsed.port, translated, standIn };
}

/** Whether all that outlives a container is in volumes that the project names, as `data:/data`. */
function isKept({ volumes = [] }: Settings, { config }: Image): boolean {
  const named = volumes.flatMap((volume) => /^[\w.-]{2,}:([^:]+)/.exec(volume)?.[1] ?? []);
  return named.length > 0 && config.Volumes.every((folder) => named.includes(folder));
}

/** What a person types to start the image as a run does; a name alone stands for what is secret or made for the run. */
export function runCommand(
  image: Pick<Image, 'port' | 'reference'>,
  { options, secrets }: Pick<ResourceContext, 'options' | 'secrets'>,
  launch: Omit<LaunchOptions, 'purpose'>,
  how = '--rm',
): string {
  const { settings, required } = options;
  const { elsewhere = {}, env, port = image.port, args = settings.start ?? [] } = launch;
  const { docker = { command: ['docker'] }, reference = image.reference } = elsewhere;
  const names = [...required, ...(settings.database === 'none' ? [] : ['DATABASE_URL'])];
  const unsaid = Object.fromEntries(names.map((name) => [name, undefined]));
  const variables = { ...unsaid, ...settings.env, ...env };
  const variableOptions = Object.entries(variables).flatMap(([name, value]) => {
    if (value === null) return [];
    const isOpen = value !== undefined && value === secrets.redact(value.replace(databasePart, ''));
    return ['-e', isOpen ? `${name}=${value}` : name];
  });
  const passed = variableOptions.filter((one) => one in variables).flatMap((one) => ['-e', one]);
  // In a container, the client has no variables of this shell, and input would stop it in the background.
  const client = docker.command.flatMap((word) =>
    elsewhere.clientIsInside && word === '-i' ? passed : [word],
  );
  return [
    ...[...client, 'run', how],
    ...[...variableOptions, ...runOptions(settings), ...(launch.options ?? [])].map(shellWord),
    ...['-p', `${elsewhere.shownPort ?? port}:${port}`, reference, ...args.map(shellWord)],
  ].join(' ');
}

/** What the project wants of every container of its image. */
export const runOptions = ({ volumes, tmpfs, memory, platform }: Settings): string[] => [
  ...(platform === undefined ? [] : ['--platform', platform]),
  ...(memory === undefined ? [] : ['--memory', memory]),
  ...(tmpfs ?? []).flatMap((folder) => ['--tmpfs', folder]),
  // A named volume is made anew for each container: no two of them write into one.
  ...(volumes ?? []).flatMap((volume) => ['--volume', volume.replace(/^[\w.-]{2,}:/, '')]),
];
