import { ask, askForChange } from './ask.ts';
import { type Exchange, isRefused, pause } from './exchange.ts';
import { declaredFields, itemLike, pathOf } from './item.ts';
import { isObject, type Json, objectAt } from './json.ts';
import {
  judgeBatch,
  judgeCreate,
  judgeGone,
  judgeList,
  judgeRead,
  judgeSuccess,
  noRow,
  otherRowGone,
  type Problem,
  rowStays,
  type Since,
} from './judge-crud.ts';
import {
  acceptedWithin,
  createItem,
  type LiveApi,
  type NewItem,
  type Parent,
  sent,
  type Wish,
} from './new-item.ts';
import { hasPageSize, readList } from './pages.ts';
import type { ApiResource, Operation } from './resource.ts';
import { findRows, hasRow, type Location } from './rows.ts';
import { changedBody, newMark, optionalFields, type Sample } from './sample.ts';
import type { TextStyle } from './sample-text.ts';
import { flatten } from './schema.ts';

/** What is tried, and what came of it so far. */
export interface Exercise {
  readonly live: LiveApi;
  resource: ApiResource;
  readonly parents: Parent[];
  /** Every item that was made. */
  readonly made: Item[];
  /** Where the rows of an item are, by its id. */
  readonly rows: Map<string, readonly Location[]>;
  /** Optional fields that the API refuses together. */
  readonly without: string[];
  /** Values that the document allows and the API refuses with 4xx, where it takes others. */
  readonly refused: { readonly what: string; readonly answer: Exchange }[];
  readonly updates: Set<Since>;
  /** Tables that keep something of a deleted item. */
  readonly left: Set<string>;
  /** Fields of the document that no request filled in. */
  readonly untried: string[];
  requests: number;
  /** How many items a list had to have. */
  listed: number;
  /** An answer said that the request is only accepted. */
  isAccepted: boolean;
}

/** An item that the API made, as it should be now. */
export interface Item {
  readonly id: string;
  readonly sample: Sample;
  readonly schema: Json;
  /** Updates and the first DELETE are of another one: it has to stay as it is. */
  readonly isBystander: boolean;
}

/** Something is not as it should be: no later step would say more. */
export class ProblemFound extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.actual);
    this.problem = problem;
  }
}

function expectNone(problem: Problem | undefined): void {
  if (problem !== undefined) throw new ProblemFound(problem);
}

function count(exercise: Exercise, { status }: Exchange): void {
  exercise.requests += 1;
  exercise.isAccepted ||= status === 202;
}

function request({ live, resource, parents, without }: Exercise, wish: Wish): Promise<NewItem> {
  return createItem(live, resource, { optional: true, ...wish, without, parents });
}

function keep(exercise: Exercise, created: NewItem, isBystander: boolean): Item {
  const { id, answer, sample, schema } = created;
  count(exercise, answer);
  expectNone(judgeCreate(answer, id));
  const item = { id: id ?? '', sample, schema, isBystander };
  exercise.made.push(item);
  return item;
}

/** Makes an item that has to stay as it is. */
export async function makeBystander(exercise: Exercise, wish: Wish): Promise<Item> {
  return keep(exercise, await request(exercise, wish), true);
}

/**
 * Makes an item with every optional field whose value can be made up; without them where the API refuses
 * them together: a rule between two fields may stand in no document.
 */
export async function makeSubject(exercise: Exercise): Promise<Item> {
  const wish = { variant: 1 };
  const whole = await request(exercise, wish);
  const optional = optionalFields(whole.schema, whole.sample);
  if (!isRefused(whole.answer) || optional.length === 0) return keep(exercise, whole, false);
  refuse(exercise, optional.join(', '), whole.answer);
  exercise.without.push(...optional);
  return keep(exercise, await request(exercise, wish), false);
}

function refuse(exercise: Exercise, what: string, answer: Exchange): void {
  count(exercise, answer);
  exercise.refused.push({ what, answer });
}

/** Optional fields of the document that the item does not have. */
export function untriedFields({ resource }: Exercise, { sample }: Item): string[] {
  const fields = objectAt(flatten(resource.acts.create?.body?.schema), 'properties');
  return Object.entries(fields)
    .filter(([name, field]) => !(name in sample.body) && !(isObject(field) && field.readOnly))
    .map(([name]) => name);
}

/** How long an answer may lag behind, in milliseconds: what was only accepted, and what the document says. */
function lag({ isAccepted, resource }: Exercise): number {
  const waits = Object.values(resource.acts).map(({ text }) => {
    const [, number, unit] =
      /(?:within|after|up to|about|takes?) (\d+) ?(ms|milliseconds?|s|seconds?)\b/i.exec(text) ??
      [];
    return number === undefined ? 0 : Number(number) * (unit?.startsWith('m') ? 1 : 1000) + 500;
  });
  return Math.min(30_000, Math.max(isAccepted ? acceptedWithin : 0, ...waits));
}

/** Looks, and again as long as what is seen may lag behind what was done. */
async function look<T>(
  exercise: Exercise,
  see: () => Promise<{
    readonly seen: T;
    readonly problem: Problem | undefined;
    readonly answer?: Exchange;
  }>,
): Promise<T> {
  const started = performance.now();
  for (;;) {
    const { seen, problem, answer } = await see();
    // An answer that says how long caches may keep it may be as old as that.
    const cached = answer !== undefined && answer.status < 300 ? (answer.maxAge ?? 0) : 0;
    const patience = Math.max(lag(exercise), Math.min(10_000, cached));
    if (problem !== undefined && performance.now() <= started + patience) {
      await pause(100, exercise.live.signal);
      continue;
    }
    if (answer !== undefined) count(exercise, answer);
    expectNone(problem);
    return seen;
  }
}

/** Does nothing where the API reads no single items. */
export async function read(exercise: Exercise, item: Item, since: Since): Promise<void> {
  const { read: operation } = exercise.resource.acts;
  if (operation === undefined) return;
  const declared = declaredFields(operation);
  await look(exercise, async () => {
    const answer = await get(exercise, item, operation);
    return { seen: answer, answer, problem: judgeRead(answer, since, { ...item, declared }) };
  });
}

export async function readGone(
  exercise: Exercise,
  item: Item,
  since: 'delete' | 'later',
): Promise<void> {
  const { read: operation } = exercise.resource.acts;
  if (operation === undefined) return;
  await look(exercise, async () => {
    const answer = await get(exercise, item, operation);
    return { seen: answer, answer, problem: judgeGone(answer, since) };
  });
}

function get({ live }: Exercise, { id }: Item, operation: Operation): Promise<Exchange> {
  return ask(live, { path: pathOf(operation, id) });
}

/** Updates or deletes an item. */
function change(
  exercise: Exercise,
  item: Item,
  operation: Operation,
  body: ReturnType<typeof sent> | undefined,
): Promise<Exchange> {
  const { read: reading = operation } = exercise.resource.acts;
  const { method } = operation;
  return askForChange(exercise.live, { method, path: pathOf(operation, item.id), ...body }, () =>
    get(exercise, item, reading),
  );
}

export async function list(
  exercise: Exercise,
  since: Since,
  there: readonly Item[],
  gone: readonly Item[] = [],
): Promise<void> {
  const { live, resource } = exercise;
  const { list: operation } = resource.acts;
  if (operation === undefined) return;
  exercise.listed = Math.max(exercise.listed, there.length);
  const wanted = [...there, ...gone];
  // Small pages, so that there are several; not where somebody's own database would be read to its end.
  const isSmall = since === 'create' && there.length > 10 && hasPageSize(operation);
  const inPages = { size: 5, mostPages: 20 };
  await look(exercise, async () => {
    const paged = isSmall ? await readList(live, resource, operation, there, inPages) : undefined;
    const { entries, answer } =
      paged === undefined || paged.givenUp
        ? await readList(live, resource, operation, wanted)
        : paged;
    const listed = wanted.map(({ sample }, index) => ({ sample, entry: entries[index] }));
    const problem = judgeList(answer, since, {
      there: listed.slice(0, there.length),
      gone: listed.slice(there.length),
    });
    return { seen: answer, answer, problem };
  });
}

/** Looks for the rows of an item; by its id only those that are newer than `began`. */
export async function findItsRows(
  exercise: Exercise,
  { id, sample }: Item,
  since: Since,
  began: string,
): Promise<void> {
  const { live, resource, rows } = exercise;
  const value = sample.trace;
  const query = { value, id, since: began, hint: resource.collection };
  const found = await look(exercise, async () => {
    const seen = await findRows(live.sql, query, live.signal);
    return { seen, problem: seen.length === 0 ? noRow(value, since) : undefined };
  });
  const known = rows.get(id) ?? [];
  const isNew = ({ table, key }: Location) =>
    !known.some((one) => one.table === table && one.key === key);
  rows.set(id, [...known, ...found.filter(isNew)]);
}

/** The rows of a bystander are there after a DELETE. */
export async function rowsStay(exercise: Exercise, item: Item): Promise<void> {
  await look(exercise, async () => {
    const seen = await rowsLeft(exercise, item);
    return { seen, problem: seen.length === 0 ? otherRowGone : undefined };
  });
}

async function rowsLeft({ live, rows }: Exercise, { id, sample }: Item): Promise<Location[]> {
  const before = rows.get(id) ?? [];
  const there = await Promise.all(before.map((one) => hasRow(live.sql, one, sample.trace)));
  return before.filter((_, index) => there[index]);
}

export async function deleteItem(
  exercise: Exercise,
  item: Item,
  operation: Operation,
): Promise<void> {
  const answer = await change(exercise, item, operation, undefined);
  count(exercise, answer);
  expectNone(judgeSuccess(answer, 'DELETE deletes the item'));
  await readGone(exercise, item, 'delete');
  const before = exercise.rows.get(item.id) ?? [];
  const mayStay = keepsDeleted(exercise, operation);
  const left = await look(exercise, async () => {
    const seen = (await rowsLeft(exercise, item)).map(({ table }) => table);
    // A history that records what was deleted is no row of the item: its own is gone.
    const isGone = mayStay || seen.length < before.length;
    return { seen, problem: isGone ? undefined : rowStays(item.sample.trace, seen) };
  });
  for (const table of left) exercise.left.add(table);
}

/** Whether the document says that a deleted item is only marked as such. */
function keepsDeleted({ resource }: Exercise, remove: Operation): boolean {
  const fields = objectAt(flatten(resource.acts.read?.answer), 'properties');
  const words = /\barchiv|soft[- ]delet|mark(?:s|ed)? (?:it |the \w+ )?as deleted|hid(?:e|den)/i;
  const names = /^(?:is_?)?(?:deleted|archived)(?:_?(?:at|on))?$/i;
  return words.test(remove.text) || Object.keys(fields).some((name) => names.test(name));
}

export interface Update {
  readonly act: 'replace' | 'change';
  /** PUT sends the whole item anew; PATCH the marked field, then the others. */
  readonly part: 'all' | 'marked' | 'others';
  readonly style?: TextStyle;
}

/** The item as it should be after the update; undefined where there is nothing to change, or no such verb. */
export async function update(
  exercise: Exercise,
  item: Item,
  { act, part, style = 'plain' }: Update,
): Promise<Item | undefined> {
  const { live, resource } = exercise;
  const { [act]: operation, read: reading } = resource.acts;
  if (operation === undefined) return undefined;
  const before = item.sample;
  const current = reading && (await get(exercise, item, reading));
  const now = itemLike(current?.body, before) ?? before.body;
  const variant = { all: 2, marked: 4, others: 5 }[part];
  const options = { mark: newMark(), variant, optional: true, style };
  const changed = changedBody(operation.body?.schema ?? item.schema, now, before, options);
  if (changed === undefined) return undefined;
  const isSent = (name: string) =>
    part === 'all' ||
    changed.required.includes(name) ||
    (name === changed.field) === (part === 'marked');
  const body = Object.fromEntries(Object.entries(changed.body).filter(([name]) => isSent(name)));
  if (Object.keys(body).every((name) => body[name] === now[name])) return undefined;
  const answer = await change(exercise, item, operation, sent(operation, { body }));
  // Without a document both are tried, and most APIs have but one of them.
  if (live.api.at === undefined && [404, 405, 501].includes(answer.status)) return undefined;
  if (isRefused(answer) && (part === 'others' || style !== 'plain')) {
    const what = style === 'plain' ? Object.keys(body).join(', ') : style;
    refuse(exercise, `${operation.method} of ${what}`, answer);
    return undefined;
  }
  count(exercise, answer);
  const expected = act === 'replace' ? 'PUT replaces the item' : 'PATCH changes the item';
  expectNone(judgeSuccess(answer, expected));
  exercise.updates.add(act);
  // A part that was not sent must be as it was.
  const { field, value, trace } = body[changed.field] === undefined ? before : changed;
  const whole = { ...(act === 'change' ? before.body : {}), ...body };
  const updated = { ...item, sample: { field, value, trace, body: whole } };
  exercise.made.push(updated);
  return updated;
}

/** Text as people write it, and as long as is allowed: kept as it is sent, new and as an update, or refused. */
export async function tryText(exercise: Exercise): Promise<Item[]> {
  const kept = new Map<TextStyle, Item>();
  for (const style of ['special', 'long', 'ascii-quotes'] as const) {
    // Plain quotes alone, where the API does not take the letters of other scripts beside them.
    if (style === 'ascii-quotes' && kept.has('special')) continue;
    const created = await request(exercise, { variant: 6, style });
    if (isRefused(created.answer)) {
      refuse(exercise, `${style} text`, created.answer);
      continue;
    }
    const item = keep(exercise, created, false);
    await read(exercise, item, 'create');
    const { change: patch } = exercise.resource.acts;
    const act = patch === undefined ? 'replace' : 'change';
    const part = patch === undefined ? 'all' : 'marked';
    const changed = await update(exercise, item, { act, part, style });
    if (changed !== undefined) await read(exercise, changed, act);
    kept.set(style, changed ?? item);
  }
  return [...kept.values()];
}

/** Ten at the same time, and more than the first page of most lists. */
export async function makeMany(exercise: Exercise): Promise<Item[]> {
  const { list: operation } = exercise.resource.acts;
  const items: Item[] = [];
  const started = performance.now();
  // A list without pages has to hold them all; most that cut it do so at a hundred or before.
  const most = operation !== undefined && hasPageSize(operation) ? 20 : 100;
  while (items.length < most) {
    const variant = 7 + items.length;
    const created = await Promise.all(
      Array.from({ length: 10 }, (_, index) => request(exercise, { variant: variant + index })),
    );
    const kept = created.flatMap(({ id, sample, schema }) =>
      id === undefined ? [] : [{ id, sample, schema, isBystander: false }],
    );
    exercise.made.push(...kept);
    exercise.requests += created.length;
    expectNone(judgeBatch(created));
    items.push(...kept);
    const isLimited = created.some(({ answer }) => answer.limited);
    if (isLimited || performance.now() - started > 10_000) break;
  }
  return items;
}
