import { CrudExercise, type Item, ProblemFound } from '../../api-client/crud-steps.ts';
import { type ApiHints, headersOf } from '../../api-client/discover.ts';
import { type Exchange, isSuccess, shownExchange } from '../../api-client/exchange.ts';
import { findResources } from '../../api-client/find-resources.ts';
import { differences, itemLike } from '../../api-client/item.ts';
import { judgeSuccess, shortened } from '../../api-client/judge-crud.ts';
import type { Sample } from '../../api-client/sample.ts';
import { counted } from '../../model/format.ts';
import { onError } from '../../model/on-error.ts';
import type { Container, Resources } from '../../model/resources.ts';
import { ImageFault } from '../../model/verdict.ts';

export const events = { restart: 'a restart of the container', recreation: 'a new container' };

export interface DatabaseClaim {
  readonly variable: string;
  readonly neon: boolean;
  readonly survives: readonly (keyof typeof events)[];
}

type Parts = Pick<Resources, 'database' | 'containers' | 'container' | 'image'>;

/** Writes items through each of two containers with two databases, and looks where the rows are. */
export async function observeDatabases(
  { variable, survives }: DatabaseClaim,
  { database, containers, container: shared, image: { api: hints } }: Parts,
  signal: AbortSignal,
) {
  await using disposables = new AsyncDisposableStack();
  const start = async (purpose: string, url: string) => {
    const env = { DATABASE_URL: null, [variable]: url };
    return disposables.use(await containers.launch({ purpose, env }, signal));
  };
  const [other, given] = await Promise.all([
    database.another(),
    variable === 'DATABASE_URL' ? shared : start('database-given', database.urlInContainer),
  ]);
  const elsewhere = await start('database-other', other.urlInContainer);

  const first = await write({ ...given, tables: database.tables }, hints, signal);
  disposables.defer(() => first.exercise.cleanUp());
  const since = await database.tables.now();
  const second = await write({ ...elsewhere, tables: other.tables }, hints, signal);
  const [{ id, sample }] = second.items;
  // By its id only where its text is not readable: other checks write rows of the same ids into the first one.
  const byId = second.row?.readable ? {} : { id, since };
  const query = { value: sample.trace, hint: second.row?.table ?? '', ...byId };
  const inFirst = await database.tables.find(query, signal);
  const isInBoth = inFirst.some(({ table }) => table === second.row?.table);
  const after = await changesAfter(survives, second, elsewhere, signal, async () => {
    await elsewhere[Symbol.asyncDispose]();
    return start('database-new', other.urlInContainer);
  });
  const [{ sample: firstSample, answer }] = first.items;
  const missing = second.row === undefined ? 'the row is not in the other database' : undefined;
  return {
    ...{ row: first.row, value: firstSample.trace, request: shownExchange(answer) },
    /** Why the other URL does not reach another database. */
    mixed: isInBoth ? 'one database shows the rows of both' : missing,
    after,
  };
}

/** What has changed in the items after each event; undefined where nothing has. */
async function changesAfter(
  survives: DatabaseClaim['survives'],
  written: Written,
  container: Container,
  signal: AbortSignal,
  recreate: () => Promise<Container>,
) {
  const after = new Map<keyof typeof events, string | undefined>();
  const { row, exercise } = written;
  const rows = async ({ tables } = exercise.live) =>
    ((row && (await tables?.texts(row.table))) ?? []).length;
  const unlisted = () => problemOf(exercise.list('later', written.items));
  // What a list lacks before is for another check to tell.
  const isListed = (await unlisted()) === undefined;
  for (const event of ['restart', 'recreation'] as const) {
    if (!survives.includes(event)) continue;
    const before = await rows();
    if (event === 'restart') await container.restart(signal);
    const current = event === 'restart' ? container : await recreate();
    const baseUrl = await current.answers(signal);
    const more = (await rows()) - before;
    const added = `the start added ${counted(more, 'row')} to ${row?.table}`;
    const change = (await changeOf(written, baseUrl)) ?? (isListed ? await unlisted() : undefined);
    after.set(event, more > 0 ? added : change);
  }
  return after;
}

/** The same for a project without a database: its named volumes go with a new container. */
export async function observeKept(
  { survives }: Pick<DatabaseClaim, 'survives'>,
  { containers, image }: Pick<Resources, 'containers' | 'image'>,
  signal: AbortSignal,
) {
  await using disposables = new AsyncDisposableStack();
  const first = disposables.use(await containers.launch({ purpose: 'kept' }, signal));
  const written = await write(first, image.api, signal);
  disposables.defer(() => written.exercise.cleanUp());
  const after = await changesAfter(survives, written, first, signal, async () => {
    await first.kill('TERM', signal);
    if ((await first.exits(10_000, signal)) === undefined) await first.kill('KILL', signal);
    const next = { purpose: 'kept-new', replaces: first };
    return disposables.use(await containers.launch(next, signal));
  });
  const lost = survives.find((event) => after.get(event) !== undefined);
  const survived = survives.map((event) => events[event]).join(' and ');
  return {
    holds: lost === undefined,
    evidence: `Each of three items survives ${survived} with all its fields`,
    wrong: `Items are changed, doubled or gone after ${lost && events[lost]}: ${lost && after.get(lost)}`,
    fix: 'Write them to a folder that is a named volume (volumes: [data:/data] in the front matter).',
    command: first.command,
  };
}

export type DatabaseFacts = Awaited<ReturnType<typeof observeDatabases>>;

/** Creates items through a container's API and looks for the row of one. Throws ImageFault when it can't. */
async function write(one: Container, hints: ApiHints, signal: AbortSignal) {
  const { command, tables } = one;
  const target = { baseUrl: await one.answers(signal), tables, signal };
  const { live, resources } = await findResources(target, hints, command, 'rows');
  const exercise = new CrudExercise(live, resources[0]);
  try {
    await exercise.begin();
    const since = await tables?.now();
    // Three items, because a start may keep only the newest row, or only required columns; long text may be kept elsewhere.
    const long = await exercise.request({ variant: 1, style: 'long' });
    const items = [
      isSuccess(long.answer) ? exercise.keep(long) : await exercise.makeSubject(1),
      await updated(exercise, await exercise.makeSubject(2)),
      await exercise.makeBystander({ variant: 0, optional: false }),
    ] as const;
    const isThere = (answer: Exchange) => judgeSuccess(answer, 'the item is there');
    const shown = await Promise.all(items.map((item) => exercise.read(item, 'create', isThere)));
    const found = exercise.findItsRows(items[0], 'create', since);
    const [row] = await found.catch(onError(ProblemFound, () => []));
    return { hints, exercise, items, shown, row };
  } catch (error) {
    await exercise.cleanUp();
    if (!(error instanceof ProblemFound)) throw error;
    const { request: _request, ...words } = error.problem;
    const evidence = `No item could be written and read: ${words.actual}`;
    throw new ImageFault({ ...words, evidence, command });
  }
}

/** An update may be kept elsewhere than what is new; one that fails is for another check to tell. */
async function updated(exercise: CrudExercise, item: Item): Promise<Item> {
  const update = async () => {
    const replaced = (await exercise.update(item, 'replace', 'all')) ?? item;
    return (await exercise.update(replaced, 'change', 'others')) ?? replaced;
  };
  return update().catch(onError(ProblemFound, () => item));
}

type Written = Awaited<ReturnType<typeof write>>;

/** What is otherwise than before, through a container that was started since; undefined when nothing is. */
async function changeOf({ hints, exercise, items, shown }: Written, baseUrl: string) {
  const { api, signal } = exercise.live;
  const headers = await headersOf(baseUrl, hints, signal);
  exercise.live = { ...exercise.live, baseUrl, api: { ...api, headers } };
  // A new item must not replace an old one.
  const unmade = await problemOf(exercise.makeBystander({ variant: 6 }));
  if (unmade !== undefined) return unmade;
  for (const [index, item] of items.entries()) {
    const [was, now] = [shown[index], await exercise.read(item, 'later', () => undefined)];
    const change = was && now && changed(item.sample, was, now);
    if (change !== undefined) return change;
  }
  return undefined;
}

const problemOf = (doing: Promise<unknown>) =>
  doing.then(() => undefined).catch(onError(ProblemFound, ({ message }) => message));

function changed(sample: Sample, was: Exchange, now: Exchange): string | undefined {
  const [had, has] = [was, now].map((answer) => itemLike(answer.body, sample));
  if (had === undefined || has === undefined || now.status !== 200) return shownExchange(now);
  const body = Object.fromEntries(Object.keys(sample.body).map((field) => [field, had[field]]));
  const [other] = differences({ ...sample, body }, has);
  return (
    other &&
    `GET ${now.path} → ${other.field} = ${shortened(other.got)}, before ${shortened(other.sent)}`
  );
}
