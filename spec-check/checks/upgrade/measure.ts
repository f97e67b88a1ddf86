import { exchange, isSuccess, pause, unlessSilent, until } from '../../api-client/exchange.ts';
import { answering } from '../../api-client/paths.ts';
import { missing } from '../../api-client/rows.ts';
import { tryCreate } from '../../api-client/use-resource.ts';
import type { Container, Resources } from '../../model/resources.ts';
import { Ambiguous, ImageFault } from '../../model/verdict.ts';
import { startBalancer } from '../../resources/balancer.ts';
import { startLoad } from './load.ts';
import { previousImage } from './previous.ts';

export type UpgradeSeen = Awaited<ReturnType<typeof seeUpgrade>>;

/** Replaces the old version by the new one behind the balancer under load, and back; ends at the first step that goes wrong. */
export async function seeUpgrade(
  params: { readonly from?: string; readonly back: boolean; readonly only?: string },
  resources: Pick<Resources, 'engine' | 'image' | 'database' | 'containers'> & Partial<Resources>,
  progress: (message: string) => void,
  signal: AbortSignal,
) {
  const { engine, image, database, containers } = resources;
  const from = await previousImage(params.from, resources, signal);
  const { urlInContainer, sql } = await database.another();
  await using scope = new AsyncDisposableStack();
  const running: Record<string, Container> = {};
  const start = async (version: string) => {
    const env = { DATABASE_URL: urlInContainer };
    const elsewhere = version === 'old' ? { reference: from } : {};
    const launched = containers.launch({ purpose: version, env, elsewhere }, signal);
    const container = scope.use(await launched);
    running[version] = container;
    return container;
  };
  const notThisOne = (error: unknown) => {
    throw error instanceof ImageFault ? new Error(`${from} does not run: ${error.message}`) : error;
  };
  const old = await start('old').catch(notThisOne);
  const { baseUrl, api, answer } = await answering(old, image.api, signal).catch(notThisOne);
  const creation = await tryCreate({ baseUrl, api, sql, signal }, image.api);
  if (creation?.table === undefined)
    throw new Ambiguous(
      `What to send to ${from} is not known: no item could be created and found in its database`,
      'Name a resource and a new item in the front matter (resource: /tasks, body: { title: Buy milk }).',
    );
  const named = image.api.paths?.find((one) => /health|ready|live/i.test(one)) ?? '/health';
  const isKnown = isSuccess(await exchange(baseUrl, { path: named, signal }));
  const healthPath = isKnown ? named : answer.path;
  const balancer = await startBalancer(resources, healthPath, progress, signal);
  scope.use(balancer.container);
  await balancer.add('old', old.id, image.port);
  const load = startLoad(balancer.url, creation, sql, signal);
  scope.defer(load.stop);

  const comesUp = async (version: string) => {
    const container = await start(version);
    await container.answers(signal);
    for (const began = performance.now(); ; await pause(100, signal)) {
      const health = await unlessSilent(
        exchange(container.baseUrl(), { path: healthPath, signal }),
      );
      if (health && isSuccess(health)) break;
      const dead = await container.death(signal);
      if (dead !== undefined) throw dead;
      const evidence = `GET ${healthPath} → ${health?.status ?? 'no answer'}`;
      if (performance.now() - began > image.startLimit)
        throw new ImageFault({ evidence, expected: '200', actual: evidence, fix: '' });
    }
    return balancer.add(version, container.id, image.port);
  };
  const leaves = async (version: string) => {
    const finish = await load.hold(version);
    await balancer.drain(version);
    const stop = ['stop', '--time', '10', running[version]?.id ?? ''];
    const stopped = engine.docker.run(stop, { signal, timeout: 60_000 });
    await pause(1000, signal);
    await finish();
    await stopped;
  };
  const plan = [
    ['the old version alone'],
    ['the new version comes up beside it', () => comesUp('new')],
    ['the old version leaves', () => leaves('old')],
    ['the new version alone'],
    ['the old version comes back', () => comesUp('old')],
    ['the new version leaves', () => leaves('new')],
    ['the old version alone again'],
  ] as const;
  const planned = params.back ? plan.length : 4;
  const steps = [];
  for (const [name, act] of plan.slice(0, planned)) {
    load.step += 1;
    progress(`Step ${load.step} of ${planned}: ${name}`);
    const fault = await act?.().catch((error: unknown) => {
      if (error instanceof ImageFault) return error.fail;
      throw error;
    });
    await pause(fault ? 0 : 1500, signal);
    const marks = [...load.marks];
    let lost = 0;
    const isKept = async () => {
      lost = await missing(sql, marks, creation.table ?? '', signal);
      return lost === 0 || undefined;
    };
    // Some write a moment after they answer.
    await until(isKept, { ms: 2000, every: 500 }, signal);
    const isLost = params.only === undefined && load.sent.some(({ isWell }) => !isWell);
    const isWrong = fault || lost > 0 || isLost;
    const logs = Object.values(running).map((one) => one.logs(isWrong ? 3 : 0, signal));
    steps.push({ name, fault, missing: lost, logs: await Promise.all(logs) });
    if (isWrong) break;
  }
  await load.stop();
  return {
    ...{ from, to: image.reference, port: image.port, path: creation.resource.collection },
    ...{ table: creation.table, planned, steps, sent: load.sent, locks: load.locks },
    rows: load.marks.length,
  };
}
