import {
  deleteItem,
  type Exercise,
  findItsRows,
  type Item,
  list,
  makeBystander,
  makeMany,
  makeSubject,
  ProblemFound,
  read,
  readGone,
  rowsStay,
  tryText,
  untriedFields,
  update,
} from './crud-steps.ts';
import { NoAnswer, pause } from './exchange.ts';
import { noAnswer, type Problem, type Since } from './judge-crud.ts';
import { belowParent, type LiveApi, NothingToWrite, removeParents } from './new-item.ts';
import type { ApiResource } from './resource.ts';
import { removeRows, transactionNow } from './rows.ts';

/** How much is tried: `brief` is each verb with its bystanders, `full` also text, many items and a later look. */
export interface Effort {
  readonly effort: 'brief' | 'full';
  /** When the later look is taken, in milliseconds after the DELETE: what comes back often does so in seconds. */
  readonly laterAfter?: number;
}

/** What came of taking items of a resource through their life. */
export interface CrudTrace extends Readonly<Omit<Exercise, 'live' | 'parents'>> {
  /** The first thing that is not as it should be; nothing was tried after it. */
  readonly problem: Problem | undefined;
}

/**
 * Takes items of a resource through their whole life: created, read back, listed, found in the
 * database, one updated in every way the API has, deleted and looked for, while others stand beside it.
 * It ends where something is not as it should be. What it made is removed again. Throws NothingToWrite,
 * and Ambiguous where credentials lack.
 */
export async function exerciseCrud(
  live: LiveApi,
  template: ApiResource,
  effort: Effort = { effort: 'full' },
): Promise<CrudTrace> {
  const exercise: Exercise = {
    ...{ live, resource: template, parents: [], made: [], rows: new Map() },
    ...{ without: [], refused: [], untried: [], updates: new Set(), left: new Set() },
    ...{ requests: 0, listed: 0, isAccepted: false },
  };
  let problem: Problem | undefined;
  try {
    const resource = await belowParent(live, template, exercise.parents);
    if (resource === undefined)
      throw new NothingToWrite(`No item can be made that ${template.collection} stands below.`);
    exercise.resource = resource;
    await liveThrough(exercise, effort);
  } catch (error) {
    if (error instanceof NoAnswer) problem = noAnswer(error.request, error.message);
    else if (error instanceof ProblemFound) problem = error.problem;
    else throw error;
  } finally {
    await cleanUp(exercise);
  }
  return { ...exercise, resource: template, problem };
}

/** Removes what is left of the items. The role may not be allowed to: a row more does no harm. */
async function cleanUp({ live, made, rows, parents }: Exercise): Promise<void> {
  const texts = made.map(({ sample }) => sample.trace);
  const tables = new Set([...rows.values()].flat().map(({ table }) => table));
  for (const table of tables) await removeRows(live.sql, table, texts).catch(() => {});
  await removeParents(live.sql, parents, live.signal);
}

async function liveThrough(exercise: Exercise, effort: Effort): Promise<void> {
  const { live, untried } = exercise;
  const { delete: remove } = exercise.resource.acts;
  const began = await transactionNow(live.sql);
  // The older one has required fields alone: what is left out must not come from another item.
  const older = await makeBystander(exercise, { variant: 0, optional: false });
  const subject = await makeSubject(exercise);
  const newer = await makeBystander(exercise, { variant: 3 });
  untried.push(...untriedFields(exercise, subject));
  const bystanders = [older, newer];
  await readAll(exercise, [subject, ...bystanders], 'create');
  await list(exercise, 'create', [subject, ...bystanders]);
  for (const one of [subject, ...bystanders]) await findItsRows(exercise, one, 'create', began);

  const item = await updateAll(exercise, subject, bystanders);
  const deletedAt = performance.now();
  if (remove !== undefined) {
    await deleteItem(exercise, item, remove);
    await readAll(exercise, bystanders, 'delete');
    await list(exercise, 'delete', bystanders, [item]);
    for (const one of bystanders) await rowsStay(exercise, one);
  }
  if (effort.effort === 'brief') return;

  const more = [...(await tryText(exercise)), ...(await makeMany(exercise))];
  if (remove !== undefined) {
    // The older one of two: a DELETE that takes the last row looks right when the last row is meant.
    await deleteItem(exercise, older, remove);
    await read(exercise, newer, 'delete');
  }
  const gone = remove === undefined ? [] : [item, older];
  const there = [...(remove === undefined ? [item, older] : []), newer, ...more];
  await list(exercise, 'create', there, gone);
  const { laterAfter = 3200 } = effort;
  await pause(Math.max(0, deletedAt + laterAfter - performance.now()), live.signal);
  await Promise.all(gone.map((one) => readGone(exercise, one, 'later')));
  await read(exercise, newer, 'later');
  await list(exercise, 'later', there, gone);
}

/** Updates an item in every way that the API has: as it is then. */
async function updateAll(
  exercise: Exercise,
  subject: Item,
  bystanders: readonly Item[],
): Promise<Item> {
  const { live, resource, updates } = exercise;
  let item = subject;
  for (const [act, part] of [
    ['replace', 'all'],
    ['change', 'marked'],
    ['change', 'others'],
  ] as const) {
    const began = await transactionNow(live.sql);
    const changed = await update(exercise, item, { act, part });
    if (changed === undefined) continue;
    item = changed;
    await readAll(exercise, [item, ...bystanders], act);
    await findItsRows(exercise, item, act, began);
  }
  if (resource.acts.replace === undefined && resource.acts.change === undefined) return item;
  if (updates.size === 0)
    throw new NothingToWrite(
      `The document describes nothing that an update of ${resource.item} could change.`,
    );
  await list(exercise, 'change', [item, ...bystanders]);
  return item;
}

async function readAll(exercise: Exercise, items: readonly Item[], since: Since): Promise<void> {
  await Promise.all(items.map((one) => read(exercise, one, since)));
}
