import {
  deleteItem,
  type Exercise,
  type Item,
  list,
  make,
  makeMany,
  makeWhole,
  read,
  rows,
  rowsStay,
  StoryEnds,
  tryText,
  untriedFields,
  update,
} from './crud-steps.ts';
import type { CrudTrace, Since } from './crud-trace.ts';
import { type Exchange, NoAnswer, pause } from './exchange.ts';
import { belowParent, type LiveApi, NothingToWrite, removeParents } from './new-item.ts';
import type { ApiResource } from './resource.ts';
import { type Location, removeRows, transactionNow } from './rows.ts';

/** How much is tried: `brief` is each verb with its bystanders, `full` also text, many items and a later look. */
export interface Effort {
  readonly effort: 'brief' | 'full';
  /** When the later look is taken, in milliseconds after the DELETE: what comes back often does so in seconds. */
  readonly laterAfter?: number;
}

/**
 * Takes items of a resource through their whole life: created, read back, listed, found in the
 * database, one updated in every way the API has, deleted and looked for, while others stand beside it.
 * The story ends where something is not as it should be. What it made is removed again. Throws
 * NothingToWrite, and Ambiguous where credentials lack.
 */
export async function exerciseCrud(
  live: LiveApi,
  template: ApiResource,
  effort: Effort = { effort: 'full' },
): Promise<CrudTrace> {
  const exercise = {
    live,
    story: [],
    made: [],
    parents: [],
    tables: new Set<string>(),
    untried: [],
  };
  const { story, untried }: Pick<Exercise, 'story' | 'untried'> = exercise;
  try {
    const resource = await belowParent(live, template, exercise.parents);
    if (resource === undefined)
      throw new NothingToWrite(`No item can be made that ${template.collection} stands below.`);
    await liveThrough({ ...exercise, resource }, effort);
  } catch (error) {
    if (error instanceof NoAnswer)
      story.push({ kind: 'silence', request: error.request, reason: error.message });
    else if (!(error instanceof StoryEnds)) throw error;
  } finally {
    await cleanUp(exercise);
  }
  return { resource: template, story, untried };
}

/** Removes what is left of the items. The role may not be allowed to: the story is told, and a row more does no harm. */
async function cleanUp({ live, made, tables, parents }: Omit<Exercise, 'resource'>): Promise<void> {
  const texts = made.map(({ sample }) => sample.trace);
  for (const table of tables) await removeRows(live.sql, table, texts).catch(() => {});
  await removeParents(live.sql, parents, live.signal);
}

async function liveThrough(exercise: Exercise, effort: Effort): Promise<void> {
  const { live, resource, untried } = exercise;
  const { delete: remove } = resource.acts;
  const began = await transactionNow(live.sql);
  // The older one has required fields alone: what is left out must not come from another item.
  const older = await make(exercise, 'older', { variant: 0 });
  const { item: subject, without } = await makeWhole(exercise);
  const newer = await make(exercise, 'newer', { variant: 3, optional: true, without });
  untried.push(...untriedFields(exercise, subject));
  const bystanders = [older, newer];
  const current = await readAll(exercise, [subject, ...bystanders], 'create');
  await list(exercise, 'create', [subject, ...bystanders]);
  const locations = new Map<Item, readonly Location[]>();
  for (const one of [subject, ...bystanders])
    locations.set(one, await rows(exercise, one, 'create', began));

  const { item, known } = await change(exercise, subject, bystanders, {
    known: locations.get(subject) ?? [],
    current,
  });
  const deletedAt = performance.now();
  if (remove !== undefined) {
    await deleteItem(exercise, item, remove, known);
    await readAll(exercise, bystanders, 'delete');
    await list(exercise, 'delete', bystanders, [item]);
    for (const one of bystanders) await rowsStay(exercise, one, locations.get(one) ?? []);
  }
  if (effort.effort === 'brief') return;

  const more = [...(await tryText(exercise, without)), ...(await makeMany(exercise, without))];
  if (remove !== undefined) {
    // The older one of two: a DELETE that takes the last row looks right when the last row is meant.
    await deleteItem(exercise, older, remove, locations.get(older) ?? []);
    await read(exercise, newer, 'delete');
  }
  const [there, gone] =
    remove === undefined ? [[item, older, newer], []] : [[newer], [item, older]];
  await list(exercise, 'create', [...there, ...more], gone);
  const { laterAfter = 3200 } = effort;
  await pause(Math.max(0, deletedAt + laterAfter - performance.now()), live.signal);
  await Promise.all(gone.map((one) => read(exercise, one, 'later', 'gone')));
  await read(exercise, newer, 'later');
  await list(exercise, 'later', [...there, ...more], gone);
}

/** Updates an item in every way that the API has: as it is then, and where its rows are. */
async function change(
  exercise: Exercise,
  subject: Item,
  bystanders: readonly Item[],
  before: { readonly known: readonly Location[]; readonly current: Exchange | undefined },
): Promise<{ readonly item: Item; readonly known: readonly Location[] }> {
  const { live, resource, story } = exercise;
  let item = subject;
  let { known, current } = before;
  for (const [since, part] of [
    ['replace', 'all'],
    ['change', 'marked'],
    ['change', 'others'],
  ] as const) {
    const operation = resource.acts[since];
    if (operation === undefined) continue;
    const began = await transactionNow(live.sql);
    const changed = await update(exercise, { item, since, operation, part, current });
    if (changed === undefined) continue;
    item = changed;
    current = await readAll(exercise, [item, ...bystanders], since);
    const found = await rows(exercise, item, since, began);
    const isKnown = ({ table, key }: Location) =>
      known.some((one) => one.table === table && one.key === key);
    known = [...known, ...found.filter((one) => !isKnown(one))];
  }
  if (resource.acts.replace === undefined && resource.acts.change === undefined)
    return { item, known };
  if (!story.some(({ kind }) => kind === 'update'))
    throw new NothingToWrite(
      `The document describes nothing that an update of ${resource.item} could change.`,
    );
  await list(exercise, 'change', [item, ...bystanders]);
  return { item, known };
}

/** Returns the answer for the first. */
async function readAll(
  exercise: Exercise,
  items: readonly Item[],
  since: Since,
): Promise<Exchange | undefined> {
  return (await Promise.all(items.map((one) => read(exercise, one, since))))[0];
}
