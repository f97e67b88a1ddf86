import { randomBytes } from 'node:crypto';
import { type Exchange, exchange, NoAnswer } from './exchange.ts';
import { declaredFields, itemIn, objectWith, pathOf } from './item.ts';
import type { JsonObject } from './json.ts';
import {
  createItem,
  type LiveApi,
  NothingToWrite,
  type Parent,
  removeParents,
  sent,
} from './new-item.ts';
import { readList } from './pages.ts';
import type { ApiResource, Operation } from './resource.ts';
import { findRows, removeRows, rowsLeft } from './rows.ts';
import { changedBody, type Sample } from './sample.ts';

/** Two items are made, so that one can be seen to stay as it is while the other changes. */
export type Which = 'first' | 'second';
export type Since = 'create' | 'replace' | 'change' | 'delete';

/** What was done and seen, in order; what it means is for `judge-life.ts` to say. */
export type Step =
  | {
      readonly kind: 'create';
      readonly which: Which;
      readonly sample: Sample;
      readonly id: string | undefined;
      readonly answer: Exchange;
    }
  | {
      readonly kind: 'read';
      readonly which: Which;
      readonly since: Since;
      readonly expected: Sample | 'gone';
      readonly declared: ReadonlySet<string>;
      readonly answer: Exchange;
    }
  | {
      readonly kind: 'list';
      readonly since: Since;
      readonly expected: Readonly<Record<Which, boolean>>;
      readonly shown: Readonly<Record<Which, boolean>>;
      readonly answer: Exchange;
    }
  | {
      readonly kind: 'rows';
      readonly which: Which;
      readonly since: Since;
      readonly value: string;
      readonly expected: 'there' | 'gone';
      readonly tables: readonly string[];
    }
  | {
      readonly kind: 'update';
      readonly since: 'replace' | 'change';
      readonly sample: Sample;
      readonly answer: Exchange;
    }
  | { readonly kind: 'delete'; readonly answer: Exchange }
  | { readonly kind: 'silence'; readonly request: string; readonly reason: string };

export interface CrudTrace {
  readonly resource: ApiResource;
  readonly story: readonly Step[];
}

/**
 * Takes two items of a resource through their whole life: created, read back, listed, found in the
 * database, one updated in every way the API has, deleted and looked for. The story ends early where
 * it cannot go on. What it made is removed again. Throws NothingToWrite.
 */
export async function exerciseCrud(
  live: LiveApi,
  resource: ApiResource,
  bodies?: readonly JsonObject[],
): Promise<CrudTrace> {
  const story: Step[] = [];
  const traces: { table: string; value: string }[] = [];
  const parents: Parent[] = [];
  try {
    await tell(live, resource, bodies, story, { traces, parents });
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    story.push({ kind: 'silence', request: error.request, reason: error.message });
  } finally {
    for (const { table, value } of traces) {
      // The role may not be allowed to; the story is told, and a row more does no harm.
      await removeRows(live.sql, table, value).catch(() => {});
    }
    await removeParents(live.sql, parents, live.signal);
  }
  return { resource, story };
}

async function tell(
  live: LiveApi,
  resource: ApiResource,
  bodies: readonly JsonObject[] | undefined,
  story: Step[],
  { traces, parents }: { traces: { table: string; value: string }[]; parents: Parent[] },
): Promise<void> {
  const { baseUrl, api, sql, signal } = live;
  const { acts } = resource;
  const { document } = api;
  const { create, list, read, delete: remove } = acts;
  if (create === undefined || list === undefined || read === undefined || remove === undefined)
    return;
  const remember = async (value: string) => {
    const [found] = await findRows(sql, value, resource.collection, signal);
    if (found !== undefined) traces.push({ table: found.table, value });
    return found?.table;
  };

  const first = await createItem(live, resource, 0, bodies, parents);
  story.push({ ...first.step, which: 'first' });
  const second =
    first.item === undefined ? undefined : await createItem(live, resource, 1, bodies, parents);
  if (second !== undefined) story.push({ ...second.step, which: 'second' });
  if (first.item === undefined || second?.item === undefined) return;
  const items = { first: first.item, second: second.item };

  const look = async (which: Which, since: Since, expected: Sample | 'gone') => {
    const answer = await exchange(baseUrl, {
      path: pathOf(document, read, items[which].id),
      signal,
    });
    story.push({
      kind: 'read',
      which,
      since,
      expected,
      declared: declaredFields(document, read),
      answer,
    });
    return answer;
  };
  const lookAtList = async (since: Since, expected: Record<Which, boolean>) => {
    const listing = await readList(
      baseUrl,
      document,
      resource,
      list,
      [items.first, items.second],
      signal,
    );
    const [shownFirst = false, shownSecond = false] = listing.shows;
    story.push({
      kind: 'list',
      since,
      expected,
      shown: { first: shownFirst, second: shownSecond },
      answer: listing.answer,
    });
  };

  let current = await look('first', 'create', items.first.sample);
  await look('second', 'create', items.second.sample);
  await lookAtList('create', { first: true, second: true });
  let table: string | undefined;
  for (const which of ['first', 'second'] as const) {
    const value = String(items[which].sample.value);
    const found = await remember(value);
    if (which === 'first') table = found;
    story.push({
      kind: 'rows',
      which,
      since: 'create',
      value,
      expected: 'there',
      tables: found === undefined ? [] : [found],
    });
  }

  for (const [since, operation] of [
    ['replace', acts.replace],
    ['change', acts.change],
  ] as const) {
    if (operation === undefined) continue;
    const sample = updateOf(
      live,
      since,
      operation,
      create,
      current,
      items.first.sample,
      bodies !== undefined,
    );
    if (sample === undefined) continue;
    const answer = await exchange(baseUrl, {
      method: operation.method,
      path: pathOf(document, operation, items.first.id),
      ...sent(operation, sample),
      signal,
    });
    // Without a document both are tried, and most APIs have but one of them.
    if (
      operation.body === undefined &&
      api.at === undefined &&
      [404, 405, 501].includes(answer.status)
    )
      continue;
    story.push({ kind: 'update', since, sample, answer });
    // A part that was not sent must be as it was.
    const whole = {
      ...sample,
      body: { ...(since === 'change' ? items.first.sample.body : {}), ...sample.body },
    };
    items.first = { ...items.first, sample: whole };
    current = await look('first', since, whole);
    await look('second', since, items.second.sample);
    const value = String(sample.value);
    const found = await remember(value);
    story.push({
      kind: 'rows',
      which: 'first',
      since,
      value,
      expected: 'there',
      tables: found === undefined ? [] : [found],
    });
  }

  if (!story.some(({ kind }) => kind === 'update')) {
    throw new NothingToWrite(
      `The document describes nothing that an update of ${resource.item} could change.`,
    );
  }

  const removeItem = async (which: Which) =>
    exchange(baseUrl, {
      method: 'DELETE',
      path: pathOf(document, remove, items[which].id),
      signal,
    });
  story.push({ kind: 'delete', answer: await removeItem('first') });
  await look('first', 'delete', 'gone');
  await look('second', 'delete', items.second.sample);
  await lookAtList('delete', { first: false, second: true });
  if (table !== undefined) {
    const value = String(items.first.sample.value);
    const left = await rowsLeft(sql, table, value);
    story.push({
      kind: 'rows',
      which: 'first',
      since: 'delete',
      value,
      expected: 'gone',
      tables: left > 0 ? [table] : [],
    });
    const other = String(items.second.sample.value);
    const kept = await rowsLeft(sql, table, other);
    story.push({
      kind: 'rows',
      which: 'second',
      since: 'delete',
      value: other,
      expected: 'there',
      tables: kept > 0 ? [table] : [],
    });
  }
  await removeItem('second');
}

/** What to send so that an update can be seen: PUT sends the whole item anew, PATCH only the marked field. */
function updateOf(
  { api: { document, at } }: LiveApi,
  since: 'replace' | 'change',
  operation: Operation,
  create: Operation,
  current: Exchange,
  before: Sample,
  ownBody: boolean,
): Sample | undefined {
  const mark = randomBytes(4).toString('hex');
  const schema = operation.body?.schema ?? create.body?.schema;
  const item =
    itemIn(current.body, before) ?? objectWith(current.body, before.field) ?? before.body;
  if (at === undefined || schema === undefined || ownBody) {
    const value =
      typeof before.value === 'string'
        ? before.value.replace(/[0-9a-f]{8}(?!.*[0-9a-f]{8})/, mark)
        : before.value + 1;
    const whole = { ...before.body, [before.field]: value };
    return {
      body: since === 'change' ? { [before.field]: value } : whole,
      field: before.field,
      value,
    };
  }
  const changed = changedBody(document, schema, item, before, { mark, variant: 1 });
  if (changed === undefined || since === 'replace' || changed.value === before.value)
    return changed;
  return { ...changed, body: { [changed.field]: changed.value } };
}
