import { randomBytes } from 'node:crypto';
import { warmHelper } from '../docker/helper.ts';
import { inspectContainer, publishedAt } from '../docker/inspect.ts';
import { isAbandoned, ownedTag } from '../docker/labels.ts';
import type { Engine } from '../model/resources.ts';
import { debianImage } from '../offline/debian-image.ts';
import type { ServerKind } from './postgres-server.ts';
import type { ResourceContext } from './resource.ts';

/** The warm server of a kind; what this run makes there is dropped with the scope. */
export async function databaseServer(
  { name, image, scheme, port, ...kind }: ServerKind,
  { docker, network }: Pick<Engine, 'docker' | 'network'>,
  { runId, signal, progress, secrets }: Omit<ResourceContext, 'options'>,
  scope: AsyncDisposableStack,
) {
  const setUp = { docker, log: progress, signal };
  const runIn = async (helper: string, input: string, login = ['root'], stop = signal) => {
    const client = ['sh', '-c', kind.client, 'sh', ...login];
    const command = ['exec', '--interactive', '--user', owner, helper, ...client];
    // On stdin, because `ps` shows arguments.
    const { exitCode, stdout, stderr } = await docker.run(command, { input, signal: stop });
    if (exitCode === 0) return stdout;
    throw new Error(`The ${name} server refuses: ${stderr.trim()}`);
  };
  let version = '';
  const helper = await warmHelper(setUp, {
    kind: 'database',
    image: await debianImage(image, setUp),
    options: [
      ...['--network', network.name, '--publish', `${docker.ports.on}::${port}`],
      ...['--user', owner, '--shm-size', '256m', '--entrypoint', 'sh'],
      // In memory: nothing of it has to survive its server.
      // Podman knows no owner of such a folder, so the server makes its own in it.
      ...['--tmpfs', '/data:mode=1777'],
    ],
    command: ['-c', kind.start],
    async isReady(one) {
      version = /(?:SQL |>)(\d[\d.]+)/.exec(await runIn(one, 'select version()'))?.[1] ?? '';
      return true;
    },
  });
  const run = runIn.bind(undefined, helper);
  const drop = async (isLeft: (one: string) => boolean, stop = signal) => {
    const all = (await run(kind.users, undefined, stop)).match(/\bapp_\w+/g) ?? [];
    // Another run may drop the same.
    await run(all.filter(isLeft).map(kind.drop).join('\n'), undefined, stop).catch(() => {});
  };
  const tag = ownedTag(runId + randomBytes(2).toString('hex'));
  // An API must not know who checks it.
  const prefix = tag.replace('spec-check', 'app').replace(/\W/g, '_');
  scope.defer(() => drop((one) => one.startsWith(prefix), AbortSignal.timeout(10_000)));
  await drop(isAbandoned);
  const password = randomBytes(16).toString('hex');
  secrets.add(password);
  const address = await publishedAt(docker, helper, port, signal);
  const found = await inspectContainer(docker, helper, signal);
  const inside = found?.NetworkSettings.Networks?.[network.name]?.IPAddress;
  let count = 0;
  return {
    name: `${name} ${version}`,
    password,
    /** A new, empty one. Both URLs hold the password. */
    async createDatabase() {
      const own = `${prefix}_${count++}`;
      await run(kind.create(own, password));
      const [url = '', urlInContainer = ''] = [address, `${inside}:${port}`].map(
        (at) => `${scheme}://${own}:${password}@${at}/${own}`,
      );
      const ask = (statements: string) => run(statements, [`${own}_reader`, own]);
      return { url, urlInContainer, tables: kind.tables(url, ask, scope) };
    },
  };
}

/** In both images the user of the server. */
const owner = '999:999';
