import { ask, askForChange } from './ask.ts';
import type { Role, Since, Step } from './crud-trace.ts';
import { type Exchange, pause } from './exchange.ts';
import { declaredFields, itemIn, objectWith, pathOf } from './item.ts';
import { isObject, type Json, objectAt } from './json.ts';
import { judgeStep } from './judge-crud.ts';
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
import { changedBody, flatten, newMark, optionalFields, type Sample } from './sample.ts';

/** What is tried, and what came of it so far. */
export interface Exercise {
  readonly live: LiveApi;
  readonly resource: ApiResource;
  readonly story: Step[];
  /** Every item that was made. */
  readonly made: Item[];
  readonly parents: Parent[];
  /** Where rows of the items were. */
  readonly tables: Set<string>;
  /** Fields that no request filled in. */
  readonly untried: string[];
}

/** An item that the API made, as it should be now. */
export interface Item {
  readonly role: Role;
  readonly id: string;
  readonly sample: Sample;
  readonly schema: Json;
}

/** The last step is not as it should be: no later one would say more. */
export class StoryEnds extends Error {}

function record<S extends Step>({ story }: Exercise, step: S): S {
  story.push(step);
  if (judgeStep(step) !== undefined) throw new StoryEnds();
  return step;
}

export async function make(exercise: Exercise, role: Role, wish: Wish): Promise<Item> {
  const { live, resource, parents } = exercise;
  return keep(exercise, role, await createItem(live, resource, { ...wish, parents }));
}

function keep(exercise: Exercise, role: Role, { id, answer, sample, schema }: NewItem): Item {
  record(exercise, { kind: 'create', role, id, answer });
  if (id === undefined) throw new StoryEnds();
  const item = { role, id, sample, schema };
  exercise.made.push(item);
  return item;
}

function isRefused({ status }: Exchange): boolean {
  return status >= 400 && status < 500;
}

/**
 * An item with every optional field whose value can be made up; without them where the API refuses them
 * together: a rule between two fields may stand in no document.
 */
export async function makeWhole(
  exercise: Exercise,
): Promise<{ readonly item: Item; readonly without: readonly string[] }> {
  const { live, resource, parents } = exercise;
  const wish = { variant: 1, optional: true, parents };
  const whole = await createItem(live, resource, wish);
  const { answer, schema, sample } = whole;
  const without = optionalFields(live.api.document, schema, sample);
  if (!isRefused(answer) || without.length === 0)
    return { item: keep(exercise, 'subject', whole), without: [] };
  record(exercise, { kind: 'refused', what: without.join(', '), answer });
  return { item: await make(exercise, 'subject', { ...wish, without }), without };
}

/** Optional fields of the document that the item does not have. */
export function untriedFields({ live, resource }: Exercise, { sample }: Item): string[] {
  const schema = resource.acts.create?.body?.schema;
  const fields = objectAt(flatten(live.api.document, schema), 'properties');
  return Object.entries(fields).flatMap(([name, field]) =>
    sample.body[name] !== undefined || (isObject(field) && field.readOnly === true) ? [] : [name],
  );
}

/** How long an answer may lag behind, in milliseconds: what was only accepted, and what the document says. */
function lag({ story, resource }: Exercise): number {
  const accepted = story.some((step) => 'answer' in step && step.answer.status === 202);
  const texts = Object.values(resource.acts).map(({ text }) => text);
  const told = texts.flatMap((text) => {
    const [, count, unit] =
      /(?:within|after|up to|about|takes?) (\d+) ?(ms|milliseconds?|s|seconds?)\b/i.exec(text) ??
      [];
    return count === undefined ? [] : [Number(count) * (unit?.startsWith('m') ? 1 : 1000)];
  });
  return Math.min(30_000, Math.max(accepted ? acceptedWithin : 0, ...told.map((ms) => ms + 500)));
}

/** Looks, and again as long as what is seen may lag behind what was done. */
async function look<S extends Step>(exercise: Exercise, seen: () => Promise<S>): Promise<S> {
  const started = performance.now();
  for (;;) {
    const step = await seen();
    // An answer that says how long caches may keep it may be as old as that.
    const cached = 'answer' in step && step.answer.status < 300 ? (step.answer.maxAge ?? 0) : 0;
    const patience = Math.max(lag(exercise), Math.min(10_000, cached));
    if (judgeStep(step) === undefined || performance.now() > started + patience)
      return record(exercise, step);
    await pause(100, exercise.live.signal);
  }
}

async function get({ live, resource }: Exercise, { id }: Item): Promise<Exchange> {
  const { read: operation } = resource.acts;
  if (operation === undefined) throw new Error(`${resource.item} cannot be read`);
  return ask(live, { path: pathOf(live.api.document, operation, id) });
}

/** Undefined where the API reads no single items. */
export async function read(
  exercise: Exercise,
  item: Item,
  since: Since,
  expected: Sample | 'gone' = item.sample,
): Promise<Exchange | undefined> {
  const { read: operation } = exercise.resource.acts;
  if (operation === undefined) return undefined;
  const declared = declaredFields(exercise.live.api.document, operation);
  const step = await look(exercise, async () => {
    const answer = await get(exercise, item);
    return { kind: 'read', role: item.role, since, expected, declared, answer } as const;
  });
  return step.answer;
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
  const wanted = [...there, ...gone];
  // Small pages, so that there are several; not where somebody's own database would be read to its end.
  const small = since === 'create' && there.length > 10 && hasPageSize(operation);
  const inPages = { size: 5, mostPages: 20 };
  await look(exercise, async () => {
    const paged = small ? await readList(live, resource, operation, there, inPages) : undefined;
    const { entries, answer } =
      paged === undefined || paged.givenUp
        ? await readList(live, resource, operation, wanted)
        : paged;
    const expected = wanted.map(({ sample }, index) => ({
      sample: index < there.length ? sample : ('gone' as const),
      entry: entries[index],
    }));
    return { kind: 'list', since, items: there.length, expected, answer } as const;
  });
}

/** Looks for the rows of an item; by its id only those that are newer than `began`. */
export async function rows(
  exercise: Exercise,
  { role, id, sample }: Item,
  since: Since,
  began: string,
): Promise<readonly Location[]> {
  const { live, resource, tables } = exercise;
  const value = sample.trace;
  const query = { value, id, since: began, hint: resource.collection };
  const { there } = await look(exercise, async () => {
    const found = await findRows(live.sql, query, live.signal);
    return { kind: 'rows', role, since, value, there: found } as const;
  });
  for (const { table } of there) tables.add(table);
  return there;
}

/** The rows of a bystander are there after a DELETE. */
export async function rowsStay(
  exercise: Exercise,
  { role, sample }: Item,
  before: readonly Location[],
): Promise<void> {
  const value = sample.trace;
  await look(exercise, async () => {
    const there = await left(exercise, value, before);
    return { kind: 'rows', role, since: 'delete', value, there } as const;
  });
}

async function left({ live }: Exercise, value: string, before: readonly Location[]) {
  const there = await Promise.all(before.map((one) => hasRow(live.sql, one, value)));
  return before.filter((_, index) => there[index]);
}

export async function deleteItem(
  exercise: Exercise,
  item: Item,
  operation: Operation,
  before: readonly Location[],
): Promise<void> {
  const { live } = exercise;
  const path = pathOf(live.api.document, operation, item.id);
  const answer = await askForChange(live, { method: 'DELETE', path }, () => get(exercise, item));
  record(exercise, { kind: 'delete', answer });
  await read(exercise, item, 'delete', 'gone');
  const mayStay = keepsDeleted(exercise, operation);
  const value = item.sample.trace;
  await look(exercise, async () => {
    const stay = await left(exercise, value, before);
    return { kind: 'rows-left', value, before, left: stay, mayStay } as const;
  });
}

/** Whether the document says that a deleted item is only marked as such. */
function keepsDeleted({ live, resource }: Exercise, remove: Operation): boolean {
  const fields = objectAt(flatten(live.api.document, resource.acts.read?.answer), 'properties');
  return (
    /\barchiv|soft[- ]delet|mark(?:s|ed)? (?:it |the \w+ )?as deleted|hid(?:e|den)/i.test(
      remove.text,
    ) ||
    Object.keys(fields).some((name) =>
      /^(?:is_?)?(?:deleted|archived)(?:_?(?:at|on))?$/i.test(name),
    )
  );
}

interface Change {
  readonly item: Item;
  readonly since: 'replace' | 'change';
  readonly operation: Operation;
  /** PUT sends the whole item anew; PATCH the marked field, then the others. */
  readonly part: 'all' | 'marked' | 'others';
  readonly current: Exchange | undefined;
  readonly style?: NonNullable<Wish['style']>;
}

/** The item as it should be after the update; undefined where there is nothing to change, or no such verb. */
export async function update(exercise: Exercise, change: Change): Promise<Item | undefined> {
  const { live } = exercise;
  const { item, since, operation, part, current } = change;
  const { document, at } = live.api;
  const before = item.sample;
  const now =
    itemIn(current?.body, before) ?? objectWith(current?.body, before.field) ?? before.body;
  const changed = changedBody(document, operation.body?.schema ?? item.schema, now, before, {
    mark: newMark(),
    variant: { all: 2, marked: 4, others: 5 }[part],
    optional: true,
    ...(change.style === undefined ? {} : { style: change.style }),
  });
  if (changed === undefined) return undefined;
  const isSent = (name: string) =>
    part === 'all' ||
    changed.required.includes(name) ||
    (name === changed.field) === (part === 'marked');
  const body = Object.fromEntries(Object.entries(changed.body).filter(([name]) => isSent(name)));
  const isNew = (name: string) => body[name] !== undefined && body[name] !== now[name];
  if (!Object.keys(body).some(isNew)) return undefined;
  const path = pathOf(document, operation, item.id);
  const answer = await askForChange(
    live,
    { method: operation.method, path, ...sent(operation, { body }) },
    () => get(exercise, item),
  );
  // Without a document both are tried, and most APIs have but one of them.
  if (at === undefined && [404, 405, 501].includes(answer.status)) return undefined;
  if (isRefused(answer) && (part === 'others' || change.style !== undefined)) {
    const what = `${operation.method} of ${change.style ?? Object.keys(body).join(', ')}`;
    record(exercise, { kind: 'refused', what, answer });
    return undefined;
  }
  record(exercise, { kind: 'update', since, answer });
  // A part that was not sent must be as it was.
  const marked = body[changed.field] === undefined ? before : changed;
  const { field, value, trace } = marked;
  const whole = { ...(since === 'change' ? before.body : {}), ...body };
  const updated = { ...item, sample: { field, value, trace, body: whole } };
  exercise.made.push(updated);
  return updated;
}

/** Text as people write it, and as long as is allowed: kept as it is sent, new and as an update, or refused. */
export async function tryText(exercise: Exercise, without: readonly string[]): Promise<Item[]> {
  const { live, resource, parents } = exercise;
  const { change, replace } = resource.acts;
  const kept: Item[] = [];
  for (const style of ['special', 'long', 'ascii-quotes'] as const) {
    // Plain quotes alone, where the API does not take the letters of other scripts beside them.
    if (style === 'ascii-quotes' && kept.some(({ role }) => role === 'special')) continue;
    const wish = { variant: 6, optional: true, style, without, parents };
    const made = await createItem(live, resource, wish);
    if (isRefused(made.answer)) {
      record(exercise, { kind: 'refused', what: `${style} text`, answer: made.answer });
      continue;
    }
    const item = keep(exercise, style === 'long' ? 'long' : 'special', made);
    const current = await read(exercise, item, 'create');
    const [since, operation, part] = change
      ? (['change', change, 'marked'] as const)
      : (['replace', replace, 'all'] as const);
    const changed =
      operation && (await update(exercise, { item, since, operation, part, current, style }));
    if (changed !== undefined) await read(exercise, changed, since);
    kept.push(changed ?? item);
  }
  return kept;
}

/** Ten at the same time, and more than the first page of most lists. */
export async function makeMany(exercise: Exercise, without: readonly string[]): Promise<Item[]> {
  const { live, resource, made, parents } = exercise;
  const items: Item[] = [];
  const started = performance.now();
  const { list: operation } = resource.acts;
  // A list without pages has to hold them all; most that cut it do so at a hundred or before.
  const most = operation !== undefined && hasPageSize(operation) ? 20 : 100;
  for (let variant = 7; items.length < most; variant += 10) {
    const wishes = Array.from({ length: 10 }, (_, index) => ({
      ...{ variant: variant + index, optional: true, without, parents },
    }));
    const created = await Promise.all(wishes.map((wish) => createItem(live, resource, wish)));
    for (const { id, sample, schema } of created)
      if (id !== undefined) items.push({ role: 'batch', id, sample, schema });
    made.push(...items.slice(-10));
    const answers = created.map(({ answer }) => answer);
    record(exercise, { kind: 'batch', ids: created.map(({ id }) => id), answers });
    if (performance.now() - started > 10_000 || answers.some(({ limited }) => limited)) break;
  }
  return items;
}
