import type { Sql } from 'postgres';
import { ask, askForChange, type Reached } from '../../api-client/ask.ts';
import type { ApiHints } from '../../api-client/discover.ts';
import { type Exchange, pause, shownExchange } from '../../api-client/exchange.ts';
import { findResources } from '../../api-client/find-resources.ts';
import { differences, itemLike, pathOf } from '../../api-client/item.ts';
import {
  acceptedWithin,
  belowParent,
  createItem,
  type Parent,
  removeParents,
} from '../../api-client/new-item.ts';
import { readList } from '../../api-client/pages.ts';
import type { ApiResource } from '../../api-client/resource.ts';
import { findRows, removeRows, transactionNow } from '../../api-client/rows.ts';
import type { Sample } from '../../api-client/sample.ts';
import type { Container, Containers, Database } from '../../model/resources.ts';
import { type Fail, ImageFault, type Verdict } from '../../model/verdict.ts';
import { uniqueName } from '../../resources/launch.ts';

export interface DatabaseClaim {
  readonly variable: string;
  readonly neon: boolean;
  readonly survives: readonly ('restart' | 'recreation')[];
}

export interface DatabaseParts {
  readonly database: Database;
  readonly containers: Containers;
  readonly shared: Container;
  readonly hints: ApiHints;
}

/** What was seen of one item in a database of its own. */
export interface Written {
  /** `public.tasks`; undefined when no table of the database given has the row. */
  readonly table: string | undefined;
  /** The text stands in the row as it was sent; false where it is encrypted. */
  readonly readable: boolean;
  /** The text that marks the row. */
  readonly value: string;
  readonly request: string;
}

/** What was written through which container, and where it was seen. */
export interface DatabaseFacts {
  readonly first: Written;
  /** How the URL of the first container had to begin. */
  readonly scheme: Container['scheme'];
  /** Written by a container with another URL. */
  readonly second: Written;
  /** The second row stands in the first database. */
  readonly secondInFirst: boolean;
  /** The container with the other URL shows the first item. */
  readonly firstThroughSecond: boolean;
  /** Answers for the second item after the event; undefined where it was not asked for. */
  readonly afterRestart: { readonly shown: string; readonly same: boolean } | undefined;
  readonly afterRecreation: { readonly shown: string; readonly same: boolean } | undefined;
}

/** Writes an item through each of two containers with two databases, and looks where the rows are. */
export async function seeDatabases(
  { variable, survives }: DatabaseClaim,
  { database, containers, shared, hints }: DatabaseParts,
  signal: AbortSignal,
): Promise<DatabaseFacts> {
  await using disposables = new AsyncDisposableStack();
  const start = async (purpose: string, url: string) => {
    const env =
      variable === 'DATABASE_URL' ? { DATABASE_URL: url } : { DATABASE_URL: null, [variable]: url };
    return containers.launch({ purpose: uniqueName(purpose), env }, signal);
  };
  const [other, given] = await Promise.all([
    database.another(),
    variable === 'DATABASE_URL'
      ? shared
      : start('database-given', database.urlInContainer).then((made) => disposables.use(made)),
  ]);
  const elsewhere = await start('database-other', other.urlInContainer);
  disposables.defer(() => elsewhere[Symbol.asyncDispose]());

  const first = await write(given, database.sql, hints, signal);
  disposables.defer(() => remove(first, database.sql));
  const since = await transactionNow(database.sql);
  const second = await write(elsewhere, other.sql, hints, signal);
  const { id, value } = second;
  const query = { id, value, since, hint: second.table ?? '' };
  const inFirst = await findRows(database.sql, query, signal);
  const firstThroughSecond = await shows(second, first);
  const again = async (container: Container) => {
    await container.answers(signal);
    return itemsAgain(second, container.baseUrl());
  };
  let afterRestart: DatabaseFacts['afterRestart'];
  if (survives.includes('restart')) {
    await elsewhere.restart(signal);
    afterRestart = await again(elsewhere);
  }
  let afterRecreation: DatabaseFacts['afterRecreation'];
  if (survives.includes('recreation')) {
    await elsewhere[Symbol.asyncDispose]();
    const anew = disposables.use(await start('database-new', other.urlInContainer));
    afterRecreation = await again(anew);
  }
  return {
    ...{ first, second, scheme: given.scheme, firstThroughSecond, afterRestart, afterRecreation },
    secondInFirst: inFirst.some(({ table }) => table === second.table),
  };
}

/**
 * Creates items through a container's API, with all their fields, and looks for the row of one. Throws
 * ImageFault when the API can't create one.
 */
async function write(container: Container, sql: Sql, hints: ApiHints, signal: AbortSignal) {
  await container.answers(signal);
  const found = await findResources({ baseUrl: container.baseUrl(), sql, signal }, hints);
  if ('fail' in found) throw new ImageFault({ ...found.fail, command: container.command });
  const { live } = found;
  const parents: Parent[] = [];
  const template = found.resources[0];
  const resource = template && (await belowParent(live, template, parents));
  if (resource === undefined) throw new Error('no item can be made that another one stands below');
  const since = await transactionNow(sql);
  const make = async (variant: number, optional: boolean) => {
    const item = await createItem(live, resource, { variant, optional, parents });
    // What the API does not take is for `crud` to judge.
    const isRefused = optional && item.answer.status >= 400;
    const made = isRefused ? await createItem(live, resource, { variant, parents }) : item;
    if (made.id !== undefined) return { ...made, id: made.id };
    const actual = shownExchange(made.answer);
    throw new ImageFault({
      evidence: `No row could be written: ${actual}`,
      expected: 'an API that creates an item',
      actual,
      diagnosis: 'The API runs, and fails or refuses to write.',
      fix: 'Look at the last log lines of the container.',
      command: container.command,
    });
  };
  // The newest row alone may survive, and so may the columns that have to be there.
  const items = [await make(1, true), await make(2, true), await make(0, false)] as const;
  const [{ id, sample, answer }] = items;
  const value = sample.trace;
  const patience = answer.status === 202 ? acceptedWithin : 0;
  const within = <T>(look: () => Promise<T>, fits: (seen: T) => boolean) =>
    soon(patience, signal, look, fits);
  const query = { value, id, since, hint: resource.collection };
  const [row] = await within(
    () => findRows(sql, query, signal),
    ({ length }) => length > 0,
  );
  const before = await Promise.all(
    items.map(async (item) => {
      const shown = await within(
        () => get(live, resource, item.id),
        ({ status }) => status === 200,
      );
      return { ...item, shown };
    }),
  );
  const { table, readable = false } = row ?? {};
  const request = shownExchange(answer);
  return { table, readable, value, request, live, resource, sample, parents, id, items: before };
}

type WrittenItems = Awaited<ReturnType<typeof write>>;

function get(live: Reached, { acts, collection }: ApiResource, id: string): Promise<Exchange> {
  return ask(live, { path: acts.read ? pathOf(acts.read, id) : `${collection}/${id}` });
}

/** Removes the items. The API or the role may not be allowed to; a row more does no harm. */
async function remove({ items, live, resource, table, parents }: WrittenItems, sql: Sql) {
  const { delete: operation } = resource.acts;
  for (const { id } of items) {
    if (operation === undefined) break;
    const request = { method: 'DELETE', path: pathOf(operation, id) };
    await askForChange(live, request, () => get(live, resource, id)).catch(() => {});
  }
  const values = items.map(({ sample }) => sample.trace);
  if (table !== undefined) await removeRows(sql, table, values).catch(() => {});
  await removeParents(sql, parents, live.signal);
}

/** Whether the same items are there as before, through a container that was started since. */
async function itemsAgain({ items, live, resource }: WrittenItems, baseUrl: string) {
  for (const { id, sample, shown } of items) {
    const changed = changedSince(sample, shown, await get({ ...live, baseUrl }, resource, id));
    if (changed !== undefined) return { shown: changed, same: false };
  }
  return { shown: `${items.length} items`, same: true };
}

/** What is otherwise than before; undefined when nothing is. */
function changedSince(sample: Sample, was: Exchange, now: Exchange): string | undefined {
  const [had, has] = [was, now].map((shown) => itemLike(shown.body, sample));
  if (had === undefined || has === undefined || now.status !== 200) return shownExchange(now);
  const body = Object.fromEntries(Object.keys(sample.body).map((field) => [field, had[field]]));
  const [other] = differences({ ...sample, body }, has, undefined);
  return (
    other &&
    `GET ${now.path} → ${other.field} = ${JSON.stringify(other.got)}, before ${JSON.stringify(other.sent)}`
  );
}

/** Looks until it is as wanted, for `ms` at most. */
async function soon<T>(
  ms: number,
  signal: AbortSignal,
  look: () => Promise<T>,
  fits: (seen: T) => boolean,
): Promise<T> {
  const deadline = performance.now() + ms;
  for (;;) {
    const seen = await look();
    if (fits(seen) || performance.now() > deadline) return seen;
    await pause(100, signal);
  }
}

/** Whether a container's list has an item that another one wrote. */
async function shows({ live, resource }: WrittenItems, { sample }: WrittenItems): Promise<boolean> {
  const { list } = resource.acts;
  if (list === undefined) return false;
  // By its text alone: two databases count from 1 both.
  const { entries } = await readList(live, resource, list, [{ id: '', sample }]);
  return entries[0] !== undefined;
}

/** Whether the rows are where the URL says, and stay there. */
export function judgeDatabase(
  claim: DatabaseClaim,
  facts: DatabaseFacts,
  { shownUrl, standIn, neon }: Pick<Database, 'shownUrl' | 'standIn' | 'neon'>,
  run: string,
): Verdict {
  const { variable, survives } = claim;
  const command = `${run} & psql "$${variable}" -c '\\dt'`;
  const fail = (words: Omit<Fail, 'status' | 'command'>): Verdict => ({
    status: 'FAIL',
    ...words,
    command,
  });
  const refuses = `It does not start with a ${variable} that begins with postgresql://`;
  if (claim.neon && facts.scheme === 'postgres') {
    return fail({
      evidence: `${refuses}, as those of Neon do, and starts with postgres://`,
      expected: 'a start with postgresql://…',
      actual: 'an exit, and a start with the same address behind postgres://',
      fix: 'Take both beginnings: they mean the same.',
    });
  }
  if (facts.first.table === undefined) {
    return fail({
      evidence: `What the API creates is not in the database of ${variable}`,
      expected: `a row with ${facts.first.value} in ${shownUrl}`,
      actual: `${facts.first.request}, and no table has it`,
      diagnosis: `It keeps its items in memory, in a file, or in a database of its own: ${variable} is not used.`,
      fix: `Connect to the database that ${variable} names.`,
    });
  }
  if (facts.second.table === undefined || facts.secondInFirst || facts.firstThroughSecond) {
    return fail({
      evidence: `With another ${variable} it does not use the other database`,
      expected: 'two URLs, two databases',
      actual:
        facts.second.table === undefined
          ? 'the row is not in the other database'
          : 'one database shows the rows of both',
      diagnosis: `The URL is fixed in the image, or only partly read: ${variable} does not decide.`,
      fix: `Take host, port, user, password and database name from ${variable}.`,
    });
  }
  const events = [
    ['restart', facts.afterRestart, 'a restart of the container'],
    ['recreation', facts.afterRecreation, 'a new container'],
  ] as const;
  const claimed = events.filter(([event]) => survives.includes(event));
  for (const [, after, words] of claimed) {
    if (after === undefined) throw new Error(`the look after ${words} is missing`);
    if (after.same) continue;
    return fail({
      evidence: `Items are changed or gone after ${words}: ${after.shown}`,
      expected: `the same items after ${words}`,
      actual: after.shown,
      diagnosis:
        'The start empties or rebuilds the tables, or the API reads from somewhere else than it writes.',
      fix: 'Only add what is missing at the start: migrations, never drop or truncate.',
    });
  }
  const survived = claimed.map(([, , words]) => words);
  const instead =
    claim.neon && !neon
      ? `${standIn ?? shownUrl} instead of Neon; for the real one: DATABASE_URL=postgres://…neon.tech/…`
      : undefined;
  return {
    status: 'PASS',
    evidence: [
      `A row created through the API is in table ${facts.first.table} of ${shownUrl}${facts.first.readable ? '' : ', known by its id and by when it was written: its text is not readable there'}`,
      `another ${variable} reaches another database`,
      ...(facts.scheme === 'postgres' ? [`${refuses}: it was given postgres://`] : []),
      ...(survived.length > 0
        ? [`each of three items survives ${survived.join(' and ')} with all its fields`]
        : []),
    ].join('; '),
    measured: { table: facts.first.table },
    command,
    ...(instead === undefined ? {} : { standIn: instead }),
  };
}
