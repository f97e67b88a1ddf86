import { constants } from 'node:os';
import { exchange, isSuccess, pause, unlessSilent, until } from '../../api-client/exchange.ts';
import type { LiveApi } from '../../api-client/new-item.ts';
import { upAndAnswering } from '../../api-client/paths.ts';
import { holdRequest, type SentRequest, startTraffic } from '../../api-client/traffic.ts';
import { type Creation, tryCreate } from '../../api-client/use-resource.ts';
import { machineLoad } from '../../diagnosis/busy-machine.ts';
import type { Resources } from '../../model/resources.ts';
import type { Tables } from '../../model/tables.ts';
import { readProcesses } from '../../resources/processes.ts';

export type Params = Readonly<{ withinMs: number; signal?: NodeJS.Signals | undefined }>;

export type ShutdownObservation = Awaited<ReturnType<typeof observeShutdown>>;

/** Requests that are held, and as many that are answered just before the signal: enough to see that it is none by chance. */
const few = 3;

/** How long an API may take to say that it has begun with a request; some never say so. */
const patience = 1500;

/** Milliseconds of the loop before the signal. */
const lead = 1000;

/** A request begun later than this before the signal may wait in the kernel and be lost there. */
const settled = 500;

/** Milliseconds after the signal that the held requests stay half sent: `docker stop` gives ten seconds. */
const hold = 4000;

/** Stops a container of its own while requests are under way; of a program without HTTP nothing is known to be. */
export async function observeShutdown(
  { withinMs, signal: sent }: Params,
  { engine, image, containers }: Pick<Resources, 'engine' | 'image' | 'containers'>,
  signal: AbortSignal,
) {
  await using container = await containers.launch({ purpose: 'shutdown' }, signal);
  const up = await upAndAnswering(container, image, signal);
  const { tables } = container;
  const { StopSignal, Entrypoint, Cmd } = image.config;
  const stopSignal = sent ?? signalName(StopSignal || 'SIGTERM');
  // A script may have become the program that it ends with (exec).
  const [first] = await readProcesses(engine.docker, container, signal).catch(() => []);
  const { baseUrl = '', answer: { path } = { path: '/' } } = up ?? {};
  const live = up && { ...up, tables, signal };
  await using creation = live && (await tryCreate(live, image.api));
  const made = creation?.created ? creation : undefined;
  // Two updates of one item would undo each other.
  await using second = live && made && (await tryCreate(live, image.api));
  const [late, early] = live && made ? await requestsAround(made, second, live) : [[], []];
  const ended = new AbortController();
  const either = AbortSignal.any([signal, ended.signal]);
  const traffic = up && startTraffic(baseUrl, path, either);
  try {
    const open = early.map(({ request }) => holdRequest(baseUrl, request, either));
    const [taken] = await Promise.all([
      Promise.all(open.map((one) => one.taken(patience))),
      up && pause(lead, signal),
    ]);
    // Those that the API has surely begun with; where it does not say so of any, all that are open.
    const known = taken.includes(true);
    const held = open.filter((one, index) => !one.ended() && (!known || taken[index]));
    // What is answered at the last moment may be written a moment later.
    const last = await Promise.all(
      late.map(({ request }) => unlessSilent(exchange(baseUrl, { ...request, signal }))),
    );
    const begun = performance.now();
    await container.kill(stopSignal, signal);
    const killed = performance.now();
    const exits = container.exits(withinMs, signal);
    await Promise.race([pause(Math.min(hold, withinMs * 0.4), signal), exits]);
    // A client that never let go of its connection could keep an orderly server up for ever, and one
    // that lets go last would give it time to write.
    traffic?.leave();
    await Promise.race([pause(100, signal), exits]);
    for (const { finish } of open) finish();
    const end = await exits;
    const exit = end && { code: end.ExitCode, ms: performance.now() - killed };
    const asked = up && !exit && unlessSilent(exchange(baseUrl, { path, signal, timeout: 2000 }));
    const stillAnswers = asked ? (await asked) !== undefined : undefined;
    const mayBeSlow = !exit && !stillAnswers && machineLoad() >= 2;
    const all = (await traffic?.stop()) ?? [];
    ended.abort();
    const endings = await Promise.all(open.map((one) => one.sent));
    const written = [
      ...late.filter((_, index) => isWell(last[index]?.status)),
      ...early.filter((_, index) => isWell(statusOf(endings[index]))),
    ];
    return {
      ...sortedBy(begun, all),
      stopSignal,
      /** Half sent at the signal, and finished seconds after it; none where nobody can tell what to send. */
      held: await Promise.all(held.map((one) => one.sent)),
      /** A success of the request that is held, before the signal: 201. */
      usually: made?.answer.status,
      /** What was sent and answered well around the signal, and how much of it the database has after the exit. */
      rows: exit && (await rowsOf(written, made?.table, tables, signal)),
      exit,
      /** At the limit it still served new requests: the signal did nothing. */
      stillAnswers,
      /** On a machine with more to do than it can: it exits when it is given as long again. */
      exitsLate: mayBeSlow && (await container.exits(withinMs, signal)) !== undefined,
      command: container.detached,
      first: first?.command ?? [...Entrypoint, ...Cmd].join(' '),
      logs: await container.logs(5, signal),
    };
  } finally {
    ended.abort();
    await traffic?.stop();
  }
}

/** What is sent at the last moment, and what is held: updates too, where they are kept before. What never is kept is no fault of the end. */
async function requestsAround(made: Creation, second: Creation | undefined, live: LiveApi) {
  const { baseUrl, tables, signal } = live;
  const updates = [];
  for (const [act, of] of [['change', made] as const, ['replace', second] as const]) {
    const update = of?.created && of.resource.acts[act] ? of.another(act) : undefined;
    if (update === undefined) continue;
    const changed = await unlessSilent(exchange(baseUrl, { ...update.request, signal }));
    const isKept = async () =>
      (await rowsOf([update], made.table, tables, signal))?.kept !== 0 || undefined;
    const isHeld = isWell(changed?.status) && until(isKept, { ms: 3000, every: 100 }, signal);
    if (await isHeld) updates.push(of?.another(act) ?? []);
  }
  const creations = Array.from({ length: 2 * few }, () => made.another());
  return [creations.slice(0, few), [...creations.slice(few), ...updates.flat()]] as const;
}

/** The requests of the steady loop, by when the signal was sent. */
function sortedBy(begun: number, all: readonly SentRequest[]) {
  const isBefore = ({ at, ending }: SentRequest) =>
    at < begun && (ending.kind !== 'silence' || at < begun - settled);
  return {
    before: all.filter(isBefore),
    /** Those of them that it had surely begun with, and answered as an error. */
    failed: all.filter((one) => one.at < begun - settled && (statusOf(one) ?? 0) >= 500),
    /** Those begun after it: they may be refused, and must not be cut. */
    since: all.filter((one) => !isBefore(one)),
  };
}

/** `SIGINT` for `INT`, `SIGINT` and `2`, as STOPSIGNAL takes it. */
function signalName(declared: string): string {
  const numbered = Object.entries(constants.signals).find(([, code]) => String(code) === declared);
  return numbered?.[0] ?? declared.replace(/^(?:SIG)?(?=[A-Z])/, 'SIG');
}

export const isWell = (status = 0): boolean => isSuccess({ status });

export const statusOf = (sent: SentRequest | undefined): number | undefined =>
  sent?.ending.kind === 'answered' ? sent.ending.status : undefined;

async function rowsOf(
  written: readonly { readonly mark: string }[],
  table: string | undefined,
  tables: Tables | undefined,
  signal: AbortSignal,
) {
  if (tables === undefined || table === undefined || written.length === 0) return undefined;
  const look = ({ mark }: { mark: string }) => tables.find({ value: mark, hint: table }, signal);
  const found = await Promise.all(written.map(look));
  return { written: written.length, kept: found.filter((rows) => rows.length > 0).length, table };
}
