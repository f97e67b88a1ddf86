import { randomUUID } from 'node:crypto';
import { exchange, isSuccess, pause, unlessSilent, until } from '../../api-client/exchange.ts';
import { answering } from '../../api-client/paths.ts';
import { tryCreate } from '../../api-client/use-resource.ts';
import { imageId } from '../../docker/inspect.ts';
import { probeNames } from '../../measuring/health-paths.ts';
import { onError } from '../../model/on-error.ts';
import type { Container, Resources } from '../../model/resources.ts';
import type { Tables } from '../../model/tables.ts';
import { Ambiguous, ImageFault } from '../../model/verdict.ts';
import { startBalancer } from './balancer.ts';
import { startLoad, type Version } from './load.ts';

type Parts = Pick<Resources, 'engine' | 'image' | 'database' | 'containers'>;

export type UpgradeRun = Awaited<ReturnType<typeof observeUpgrade>>;

/** Replaces the old version by the new one behind the balancer under load, and back; ends at the first step that goes wrong. */
export async function observeUpgrade(
  params: { readonly from?: string; readonly back: boolean; readonly only?: string },
  resources: Parts,
  progress: (message: string) => void,
  signal: AbortSignal,
) {
  const { image, database, containers } = resources;
  const from = await previousImage(params.from, resources, signal);
  const { urlInContainer, tables } = await database.another();
  await using scope = new AsyncDisposableStack();
  const running: Partial<Record<Version, Container>> = {};
  const id = randomUUID();
  const aliases = { old: `old-${id}`, new: `new-${id}` };
  const start = async (purpose: Version) => {
    const env = { DATABASE_URL: urlInContainer };
    const elsewhere = purpose === 'old' ? { reference: from } : {};
    const options = ['--network-alias', aliases[purpose]];
    const container = await containers.launch({ purpose, env, elsewhere, options }, signal);
    running[purpose] = scope.use(container);
    return container;
  };
  const lookAtOld = async () => {
    const { baseUrl, api, answer } = await answering(await start('old'), image.api, signal);
    const creation = await tryCreate({ baseUrl, api, tables, signal }, image.api);
    const named = image.api.paths?.find((one) => probeNames.test(one)) ?? '/health';
    const isKnown = isSuccess(await exchange(baseUrl, { path: named, signal }));
    return { creation, path: isKnown ? named : answer.path };
  };
  const { creation, path } = await lookAtOld().catch((cause: Error) => {
    throw new Error(`${from} does not run: ${cause.message}`, { cause });
  });
  if (creation?.table === undefined)
    throw new Ambiguous(
      `What to send to ${from} is not known: no item could be created and found in its database`,
      'Name a resource and a new item in the front matter (resource: /tasks, body: { title: Buy milk }).',
    );
  const { table, resource } = creation;
  const balancer = scope.use(await startBalancer(resources, aliases, path, progress, signal));
  const url = balancer.baseUrl();
  const getsIn = async (version: Version) => {
    const headers = { 'x-server': version };
    const isIn = async () => {
      await running[version]?.mustRun(signal);
      const health = await unlessSilent(exchange(url, { path, headers, signal }));
      return (health?.headers['x-served-by'] === version && isSuccess(health)) || undefined;
    };
    if (await until(isIn, { ms: image.startLimit, every: 200 }, signal)) return;
    const evidence = `GET ${path} never goes well`;
    throw new ImageFault({ evidence, expected: '2xx', actual: evidence, fix: '' });
  };
  await getsIn('old');
  const load = startLoad(url, creation, tables, signal);
  scope.defer(load.stop);

  const comesUp = async (version: Version) => {
    // Not until it answers well: its own probe says when it is sent requests.
    await start(version);
    await getsIn(version);
    load.server = undefined;
  };
  const leaves = async (version: Version, other: Version) => {
    const finish = await load.hold(version);
    load.server = other;
    const stop = ['stop', '--time', '10', running[version]?.id ?? ''];
    const stopped = resources.engine.docker.run(stop, { signal, timeout: 60_000 });
    await pause(1000, signal);
    await finish();
    await stopped;
  };
  const plan = [
    ['the old version alone'],
    ['the new version comes up beside it', () => comesUp('new')],
    ['the old version leaves', () => leaves('old', 'new')],
    ['the new version alone'],
    ['the old version comes back', () => comesUp('old')],
    ['the new version leaves', () => leaves('new', 'old')],
    ['the old version alone again'],
  ] as const;
  const planned = params.back ? plan.length : 4;
  const steps = [];
  let marks: readonly string[] = [];
  for (const [name, act] of plan.slice(0, planned)) {
    load.step += 1;
    progress(`Step ${load.step} of ${planned}: ${name}`);
    const fault = await act?.().catch(onError(ImageFault, ({ fail }) => fail));
    marks = [...load.marks];
    const missing = await lostOf(marks, tables, table, signal);
    steps.push({ name, fault, missing });
    const isLost = params.only === undefined && load.sent.some(({ isWell }) => !isWell);
    if (fault || missing > 0 || isLost) break;
  }
  await load.stop();
  const logs = Object.values(running).map((one) => one.logs(3, signal));
  return {
    ...{ from, to: image.reference, path: resource.collection },
    commands: [from, image.reference].map((reference, index) =>
      containers.command({ elsewhere: { reference, shownPort: 8001 + index } }, '--detach'),
    ),
    ...{ table, planned, steps, sent: load.sent, locks: load.locks, rows: marks.length },
    logs: (await Promise.all(logs)).join('\n').trim(),
  };
}

/** The image that is upgraded from, by then on this engine. */
async function previousImage(named = '', { engine, image }: Parts, signal: AbortSignal) {
  const [name] = image.reference.split(/:(?!.*\/)/);
  const from = /^v?\d[\w.-]*$/.test(named) ? `${name}:${named}` : named;
  const known = from && (await imageId(engine.docker, from, signal));
  if (from === '' || known === image.id)
    throw new Ambiguous(
      `The version before this one is not known: ${from ? `${from} is this one` : 'none is named'}`,
      'Name it in the sentence, or in the front matter: previous: task-api:1.3',
    );
  if (known === undefined)
    await engine.docker.read(['pull', '--quiet', from], { signal, timeout: 200_000 });
  return from;
}

/** How many of the acknowledged items have no row. */
async function lostOf(marks: readonly string[], tables: Tables, hint: string, signal: AbortSignal) {
  // Some write a moment after they answer.
  await pause(1500, signal);
  // A migration may have given the table another name.
  const [found] = await tables.find({ value: marks.at(-1) ?? '', hint }, signal);
  const texts = found === undefined ? '' : (await tables.texts(found.table)).join('\n');
  return marks.filter((mark) => !texts.includes(mark)).length;
}
