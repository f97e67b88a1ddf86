import { ask, askForChange } from './ask.ts';
import type { CrudTrace, Role, Since, Step } from './crud-trace.ts';
import { type Exchange, NoAnswer, pause } from './exchange.ts';
import { declaredFields, itemIn, objectWith, pathOf } from './item.ts';
import { isObject, type Json, objectAt } from './json.ts';
import { judgeCrud, judgeStep } from './judge-crud.ts';
import {
  acceptedWithin,
  belowParent,
  createItem,
  type LiveApi,
  NothingToWrite,
  type Parent,
  removeParents,
  sent,
  type Wish,
} from './new-item.ts';
import { hasPageSize, readList } from './pages.ts';
import type { ApiResource, Operation } from './resource.ts';
import { findRows, hasRow, type Location, removeRows, transactionNow } from './rows.ts';
import { changedBody, flatten, newMark, optionalFields, type Sample } from './sample.ts';

/** How much is tried: `brief` is each verb with its bystanders, `full` also text, many items and a later look. */
export interface Effort {
  readonly effort: 'brief' | 'full';
  /** When the later look is taken, in milliseconds after the DELETE: what comes back often does so in seconds. */
  readonly laterAfter?: number;
}

/** An item that the API made, as it should be now. */
interface Item {
  readonly role: Role | 'batch';
  readonly id: string;
  readonly sample: Sample;
  readonly schema: Json;
}

/**
 * Takes items of a resource through their whole life: created, read back, listed, found in the
 * database, one updated in every way the API has, deleted and looked for, while others stand beside it.
 * The story ends early where it cannot go on. What it made is removed again. Throws NothingToWrite, and
 * Ambiguous where credentials lack.
 */
export async function exerciseCrud(
  live: LiveApi,
  template: ApiResource,
  effort: Effort = { effort: 'full' },
): Promise<CrudTrace> {
  const story: Step[] = [];
  const parents: Parent[] = [];
  const exercise = { live, story, made: [], parents, tables: new Set<string>() };
  let untried: readonly string[] = [];
  try {
    const resource = await belowParent(live, template, parents);
    if (resource === undefined)
      throw new NothingToWrite(`No item can be made that ${template.collection} stands below.`);
    untried = await liveThrough({ ...exercise, resource }, effort);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    story.push({ kind: 'silence', request: error.request, reason: error.message });
  } finally {
    await cleanUp(exercise);
  }
  return { resource: template, story, untried };
}

interface Exercise {
  readonly live: LiveApi;
  readonly resource: ApiResource;
  readonly story: Step[];
  /** Every item that was made. */
  readonly made: Item[];
  readonly parents: Parent[];
  readonly tables: Set<string>;
}

/** Removes what is left of the items. The role may not be allowed to: the story is told, and a row more does no harm. */
async function cleanUp({ live, made, tables, parents }: Omit<Exercise, 'resource'>): Promise<void> {
  const texts = made.map(({ sample }) => sample.trace);
  for (const table of tables) await removeRows(live.sql, table, texts).catch(() => {});
  await removeParents(live.sql, parents, live.signal);
}

/** Returns the fields that were not tried. */
async function liveThrough(
  exercise: Exercise,
  { effort, laterAfter = 3200 }: Effort,
): Promise<readonly string[]> {
  const { live, resource, story } = exercise;
  const { create, replace, change, delete: remove } = resource.acts;
  const began = await transactionNow(live.sql);

  // The older one has required fields alone: what is left out must not come from another item.
  const older = await make(exercise, 'older', { variant: 0 });
  const subject = older && (await makeWhole(exercise));
  if (older === undefined || subject === undefined) return [];
  const { without } = subject;
  const newer = await make(exercise, 'newer', { variant: 3, optional: true, without });
  if (newer === undefined) return [];
  let item: Item = subject.item;
  const bystanders = [older, newer];
  const untried = untriedFields(live, create, subject.item);

  const readAll = async (since: Since) => {
    const reads = await Promise.all([item, ...bystanders].map((one) => read(exercise, one, since)));
    return reads[0];
  };
  let current = await readAll('create');
  await list(exercise, 'create', [item, ...bystanders]);
  const locations = new Map<string, readonly Location[]>();
  for (const one of [item, ...bystanders])
    locations.set(one.role, await rows(exercise, one, 'create', began));

  for (const [since, operation] of [
    ['replace', replace],
    ['change', change],
  ] as const) {
    if (operation === undefined) continue;
    for (const part of since === 'replace' ? (['all'] as const) : (['marked', 'others'] as const)) {
      const before = await transactionNow(live.sql);
      const changed = await update(exercise, { item, since, operation, part, current });
      if (changed === undefined) continue;
      item = changed;
      current = await readAll(since);
      const found = await rows(exercise, item, since, before);
      const known = locations.get('subject') ?? [];
      locations.set('subject', [...known, ...found.filter((one) => !known.some(isSameRow(one)))]);
    }
  }
  if (replace !== undefined || change !== undefined) {
    if (!story.some(({ kind }) => kind === 'update'))
      throw new NothingToWrite(
        `The document describes nothing that an update of ${resource.item} could change.`,
      );
    await list(exercise, 'change', [item, ...bystanders]);
  }

  const deletedAt = performance.now();
  if (remove !== undefined) {
    await deleteItem(exercise, item, remove, locations.get('subject') ?? []);
    await Promise.all(bystanders.map((one) => read(exercise, one, 'delete')));
    await list(exercise, 'delete', bystanders, [item]);
    for (const one of bystanders)
      await rowsLeft(exercise, one, locations.get(one.role) ?? [], { mayStay: false });
  }
  if (effort === 'brief' || judgeCrud({ resource, story, untried }) !== undefined) return untried;

  const more = await tryText(exercise, without);
  const batch = await makeMany(exercise, without);
  const there = [newer, ...more, ...batch];
  if (remove !== undefined) {
    // The older one of two: a DELETE that takes the last row looks right when the last row is meant.
    await deleteItem(exercise, older, remove, locations.get('older') ?? []);
    await read(exercise, newer, 'delete');
  }
  const gone = remove === undefined ? [] : [item, older];
  await list(exercise, 'create', remove === undefined ? [item, older, ...there] : there, gone);
  if (judgeCrud({ resource, story, untried }) !== undefined) return untried;
  await pause(Math.max(0, deletedAt + laterAfter - performance.now()), live.signal);
  await Promise.all([
    ...gone.map((one) => read(exercise, one, 'later', 'gone')),
    read(exercise, newer, 'later'),
  ]);
  await list(exercise, 'later', there, gone);
  return untried;
}

function isSameRow(one: Location): (other: Location) => boolean {
  return ({ table, key }) => table === one.table && key === one.key;
}

async function make(
  { live, resource, story, made, parents }: Exercise,
  role: Role,
  wish: Wish,
): Promise<Item | undefined> {
  const { id, answer, sample, schema } = await createItem(live, resource, { ...wish, parents });
  story.push({ kind: 'create', role, sample, id, answer });
  if (id === undefined) return undefined;
  const item = { role, id, sample, schema };
  made.push(item);
  return item;
}

/**
 * An item with every optional field whose value can be made up; without them where the API refuses them
 * together: a rule between two fields may stand in no document.
 */
async function makeWhole(
  exercise: Exercise,
): Promise<{ readonly item: Item; readonly without: readonly string[] } | undefined> {
  const { live, resource, story, made, parents } = exercise;
  const wish = { variant: 1, optional: true, parents };
  const { id, answer, sample, schema } = await createItem(live, resource, wish);
  const without = optionalFields(live.api.document, schema, sample);
  if (answer.status >= 400 && answer.status < 500 && without.length > 0) {
    story.push({ kind: 'refused', what: without.join(', '), answer });
    const item = await make(exercise, 'subject', { ...wish, without });
    return item && { item, without };
  }
  story.push({ kind: 'create', role: 'subject', sample, id, answer });
  if (id === undefined) return undefined;
  const item = { role: 'subject', id, sample, schema } as const;
  made.push(item);
  return { item, without: [] };
}

/** Optional fields of the document that the item does not have. */
function untriedFields(
  { api: { document } }: LiveApi,
  create: Operation | undefined,
  { sample }: Item,
): string[] {
  const fields = objectAt(flatten(document, create?.body?.schema), 'properties');
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
async function look<S extends Step>(
  exercise: Exercise,
  seen: () => Promise<S>,
  maxAge: (step: S) => number = () => 0,
): Promise<S> {
  const started = performance.now();
  for (;;) {
    const step = await seen();
    const patience = Math.max(lag(exercise), maxAge(step));
    if (judgeStep(step) === undefined || performance.now() > started + patience) {
      exercise.story.push(step);
      return step;
    }
    await pause(100, exercise.live.signal);
  }
}

/** As the answer allows itself to be kept by caches. */
const asOldAs = ({ answer }: { readonly answer: Exchange }) =>
  answer.status < 300 ? Math.min(10_000, answer.maxAge ?? 0) : 0;

async function get({ live, resource }: Exercise, { id }: Item): Promise<Exchange> {
  const operation = resource.acts.read;
  if (operation === undefined) throw new Error(`${resource.item} cannot be read`);
  return ask(live, { path: pathOf(live.api.document, operation, id) });
}

async function read(
  exercise: Exercise,
  item: Item,
  since: Since,
  expected: Sample | 'gone' = item.sample,
): Promise<Exchange | undefined> {
  const { read: operation } = exercise.resource.acts;
  if (operation === undefined) return undefined;
  const declared = declaredFields(exercise.live.api.document, operation);
  const { role } = item;
  if (role === 'batch') throw new Error('items of a batch are looked for in the list');
  const step = await look(
    exercise,
    async () =>
      ({
        kind: 'read',
        role,
        since,
        expected,
        declared,
        answer: await get(exercise, item),
      }) as const,
    asOldAs,
  );
  return step.answer;
}

async function list(
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
  await look(
    exercise,
    async () => {
      const paged = small
        ? await readList(live, resource, operation, wanted.slice(0, there.length), {
            size: 5,
            mostPages: 20,
          })
        : undefined;
      const { entries, answer } =
        paged === undefined || paged.givenUp
          ? await readList(live, resource, operation, wanted)
          : paged;
      return {
        kind: 'list',
        since,
        items: there.length,
        expected: wanted.map(({ role, sample }, index) => ({
          role,
          sample: index < there.length ? sample : ('gone' as const),
          entry: entries[index],
        })),
        answer,
      } as const;
    },
    asOldAs,
  );
}

async function rows(
  exercise: Exercise,
  { role, id, sample }: Item,
  since: Since,
  began: string,
): Promise<readonly Location[]> {
  const { live, resource, tables } = exercise;
  if (role === 'batch') return [];
  const value = sample.trace;
  const query = { value, id, since: began, hint: resource.collection };
  const { there } = await look(
    exercise,
    async () =>
      ({
        kind: 'rows',
        role,
        since,
        value,
        there: await findRows(live.sql, query, live.signal),
      }) as const,
  );
  for (const { table } of there) tables.add(table);
  return there;
}

async function rowsLeft(
  exercise: Exercise,
  { role, sample }: Item,
  before: readonly Location[],
  { mayStay }: { readonly mayStay: boolean },
  kind: 'gone' | 'there' = 'there',
): Promise<void> {
  if (before.length === 0 || role === 'batch') return;
  const value = sample.trace;
  await look(exercise, async () => {
    const left: Location[] = [];
    for (const one of before) if (await hasRow(exercise.live.sql, one, value)) left.push(one);
    return kind === 'gone'
      ? ({ kind: 'rows-left', role, value, before, left, mayStay } as const)
      : ({ kind: 'rows', role, since: 'delete', value, there: left } as const);
  });
}

async function deleteItem(
  exercise: Exercise,
  item: Item,
  operation: Operation,
  before: readonly Location[],
): Promise<void> {
  const { live, story, resource } = exercise;
  if (item.role === 'batch') return;
  const path = pathOf(live.api.document, operation, item.id);
  const answer = await askForChange(live, { method: 'DELETE', path }, () => get(exercise, item));
  story.push({ kind: 'delete', role: item.role, answer });
  if (resource.acts.read !== undefined) await read(exercise, item, 'delete', 'gone');
  const mayStay = keepsDeleted(exercise, operation);
  await rowsLeft(exercise, item, before, { mayStay }, 'gone');
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
  readonly style?: 'special' | 'long';
}

/** The item as it should be after the update; undefined where there is nothing to change, or no such verb. */
async function update(exercise: Exercise, change: Change): Promise<Item | undefined> {
  const { live, story } = exercise;
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
  const body = Object.fromEntries(
    Object.entries(changed.body).filter(
      ([name]) =>
        isSent(name) &&
        (part !== 'others' || name !== changed.field || changed.required.includes(name)),
    ),
  );
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
  const isRefused = [400, 409, 422].includes(answer.status);
  if (isRefused && (part === 'others' || change.style !== undefined)) {
    const what = `${operation.method} of ${change.style ?? Object.keys(body).join(', ')}`;
    story.push({ kind: 'refused', what, answer });
    return undefined;
  }
  story.push({ kind: 'update', since, sample: { ...changed, body }, answer });
  // A part that was not sent must be as it was.
  const marked = body[changed.field] === undefined ? before : changed;
  const { field, value, trace } = marked;
  const whole = { ...(since === 'change' ? before.body : {}), ...body };
  const updated = { ...item, sample: { field, value, trace, body: whole } };
  exercise.made.push(updated);
  return updated;
}

/** Text as people write it, and as long as is allowed: kept as it is sent, new and as an update, or refused. */
async function tryText(exercise: Exercise, without: readonly string[]): Promise<Item[]> {
  const { live, resource, story, made, parents } = exercise;
  const kept: Item[] = [];
  for (const [role, styles] of [
    ['special', ['special', 'ascii-quotes']],
    ['long', ['long']],
  ] as const) {
    for (const style of styles) {
      const wish = { variant: 6, optional: true, style, without, parents };
      const { id, answer, sample, schema } = await createItem(live, resource, wish);
      if (answer.status >= 400 && answer.status < 500) {
        story.push({ kind: 'refused', what: `${style} text`, answer });
        continue;
      }
      story.push({ kind: 'create', role, sample, id, answer });
      if (id === undefined) break;
      let item: Item = { role, id, sample, schema };
      made.push(item);
      const current = await read(exercise, item, 'create');
      const { change = resource.acts.replace } = resource.acts;
      const since = change?.method === 'PATCH' ? 'change' : 'replace';
      const part = since === 'change' ? 'marked' : 'all';
      const changed =
        change && style !== 'ascii-quotes'
          ? await update(exercise, { item, since, operation: change, part, current, style })
          : undefined;
      if (changed !== undefined) {
        item = changed;
        await read(exercise, item, since);
      }
      kept.push(item);
      break;
    }
  }
  return kept;
}

/** Ten at the same time, and more than the first page of most lists. */
async function makeMany(exercise: Exercise, without: readonly string[]): Promise<Item[]> {
  const { live, resource, story, made, parents } = exercise;
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
    const answers = created.map(({ answer }) => answer);
    story.push({ kind: 'batch', ids: created.map(({ id }) => id), answers });
    for (const { id, sample, schema } of created)
      if (id !== undefined) items.push({ role: 'batch', id, sample, schema });
    const isSlow = performance.now() - started > 10_000;
    if (isSlow || answers.some(({ status, limited }) => status >= 300 || limited)) break;
  }
  made.push(...items);
  return items;
}
