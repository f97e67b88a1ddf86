import type { Sql } from 'postgres';
import type { ApiHints } from '../../api-client/discover.ts';
import { exchange, exchangeWhenReady, shownExchange } from '../../api-client/exchange.ts';
import { itemIn, pathOf } from '../../api-client/item.ts';
import { createItem, type LiveApi, removeParents } from '../../api-client/new-item.ts';
import { readList } from '../../api-client/pages.ts';
import type { ApiResource } from '../../api-client/resource.ts';
import { findRows, removeRows, rowsLeft } from '../../api-client/rows.ts';
import { type Fail, ImageFault, type Verdict } from '../../model/check.ts';
import type { Container, Containers, Database } from '../../model/resources.ts';
import { uniqueName } from '../../resources/launch.ts';
import { findResources } from '../crud/measure.ts';

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
  /** The text that marks the row. */
  readonly value: string;
  readonly request: string;
}

/** What was written through which container, and where it was seen. */
export interface DatabaseFacts {
  readonly first: Written;
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
  const removeFirst = async () => {
    const { removal, table, value, parents } = first;
    await removal().catch(() => {});
    // The role may not be allowed to; a row more does no harm.
    if (table !== undefined) await removeRows(database.sql, table, value).catch(() => {});
    await removeParents(database.sql, parents, signal);
  };
  disposables.defer(removeFirst);
  const second = await write(elsewhere, other.sql, hints, signal);
  const facts = {
    first,
    second,
    secondInFirst:
      second.table !== undefined && (await rowsLeft(database.sql, second.table, second.value)) > 0,
    firstThroughSecond: await shows(elsewhere, first, second.live, signal),
  };
  const again = async (container: Container) => {
    await container.answers(signal);
    const answer = await exchangeWhenReady(container.baseUrl(), { path: second.path, signal });
    return {
      shown: shownExchange(answer),
      same: answer.status === 200 && itemIn(answer.body, second.sample) !== undefined,
    };
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
  return { ...facts, afterRestart, afterRecreation };
}

/** Creates an item through a container's API and looks for its row. Throws ImageFault when the API can't create one. */
async function write(container: Container, sql: Sql, hints: ApiHints, signal: AbortSignal) {
  await container.answers(signal);
  const found = await findResources({ baseUrl: container.baseUrl(), sql, signal }, hints);
  if ('fail' in found) throw new ImageFault({ ...found.fail, command: container.command });
  const {
    live,
    resources: [resource],
  } = found;
  if (resource === undefined) throw new Error('no resource was chosen');
  const { step, item, parents } = await createItem(live, resource, 0);
  if (item === undefined)
    throw new ImageFault(noItem(shownExchange(step.answer), container.command));
  const value = String(item.sample.value);
  const [row] = await findRows(sql, value, resource.collection, signal);
  const { read, delete: remove } = resource.acts;
  const path =
    read === undefined
      ? `${resource.collection}/${item.id}`
      : pathOf(live.api.document, read, item.id);
  const removal = async () => {
    if (remove === undefined) return;
    const path = pathOf(live.api.document, remove, item.id);
    await exchange(container.baseUrl(), { method: 'DELETE', path, signal });
  };
  return {
    table: row?.table,
    value,
    request: shownExchange(step.answer),
    live,
    resource,
    sample: item.sample,
    parents,
    id: item.id,
    path,
    removal,
  };
}

type WrittenItem = Awaited<ReturnType<typeof write>>;

/** Whether a container's list has an item that another one wrote. */
async function shows(
  container: Container,
  { resource, id, sample }: WrittenItem,
  { api }: LiveApi,
  signal: AbortSignal,
): Promise<boolean> {
  if (resource.acts.list === undefined) return false;
  const { answer } = await readList(
    container.baseUrl(),
    api.document,
    resource as ApiResource,
    resource.acts.list,
    [{ id, sample }],
    signal,
  );
  return itemIn(answer.body, sample) !== undefined;
}

function noItem(shown: string, command: string): Omit<Fail, 'status'> {
  return {
    evidence: `No row could be written: ${shown}`,
    expected: 'an API that creates an item',
    actual: shown,
    diagnosis: 'The API runs, and fails or refuses to write.',
    fix: 'Look at the last log lines of the container.',
    command,
  };
}

/** Whether the rows are where the URL says, and stay there. */
export function judgeDatabase(
  claim: DatabaseClaim,
  facts: DatabaseFacts,
  { shownUrl, standIn, neon }: Pick<Database, 'shownUrl' | 'standIn' | 'neon'>,
  run: string,
): Verdict {
  const { variable, survives } = claim;
  const proven = { command: `${run} & psql "$${variable}" -c '\\dt'` };
  const fail = (words: Omit<Fail, 'status' | 'command'>): Verdict => ({
    status: 'FAIL',
    ...words,
    ...proven,
  });
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
  for (const [event, after, words] of events) {
    if (!survives.includes(event)) continue;
    if (after === undefined) throw new Error(`the look after ${words} is missing`);
    if (after.same) continue;
    return fail({
      evidence: `The item is gone after ${words}`,
      expected: `the same item after ${words}`,
      actual: after.shown,
      diagnosis:
        'The start empties or rebuilds the tables, or the API reads from somewhere else than it writes.',
      fix: 'Only add what is missing at the start: migrations, never drop or truncate.',
    });
  }
  const survived = events.filter(([event]) => survives.includes(event)).map(([, , words]) => words);
  const instead =
    claim.neon && !neon
      ? `${standIn ?? shownUrl} instead of Neon; for the real one: DATABASE_URL=postgres://…neon.tech/…`
      : undefined;
  return {
    status: 'PASS',
    evidence: [
      `A row created through the API is in table ${facts.first.table} of ${shownUrl}`,
      `another ${variable} reaches another database`,
      ...(survived.length > 0 ? [`it survives ${survived.join(' and ')}`] : []),
    ].join('; '),
    measured: { table: facts.first.table },
    ...proven,
    ...(instead === undefined ? {} : { standIn: instead }),
  };
}
