import { onError } from '../model/on-error.ts';
import { CrudExercise, expectNone, type Item, type Part, ProblemFound } from './crud-steps.ts';
import { makeMany, tryFilters, tryText } from './crud-trials.ts';
import { NoAnswer, pause } from './exchange.ts';
import { judgeAnswer, judgeGone } from './judge-crud.ts';
import { type LiveApi, NothingToWrite } from './new-item.ts';
import type { ApiResource } from './resource.ts';

/** How much is tried: `brief` is each verb with its bystanders, else also text, many items and a later look. */
export interface Effort {
  readonly effort?: 'brief' | 'full';
  /** Milliseconds from the DELETE to the later look: a deleted item may come back after seconds. */
  readonly laterAfter?: number;
}

/** Creates, reads, updates and deletes an item of a resource, with others beside it; ends at the first problem. Throws NothingToWrite, and Ambiguous where credentials are missing. */
export async function exerciseCrud(live: LiveApi, template: ApiResource, effort: Effort = {}) {
  const exercise = new CrudExercise(live, template);
  try {
    await exercise.begin();
    await takeSteps(exercise, effort);
  } catch (error) {
    if (!(error instanceof NoAnswer || error instanceof ProblemFound)) throw error;
    exercise.problem = error.problem;
  } finally {
    await exercise.cleanUp();
  }
  return exercise;
}

async function takeSteps(exercise: CrudExercise, { effort, laterAfter = 3200 }: Effort) {
  const { live } = exercise;
  const { delete: remove, replace } = exercise.resource.acts;
  const began = await live.tables?.now();
  await exercise.listBefore();
  // The older one has required fields alone: what is left out must not come from another item.
  const bare = await exercise.makeBystander({ variant: 0, optional: false });
  const older = await exercise.withDefaults(bare);
  const subject = await exercise.makeSubject();
  const newer = await exercise.makeBystander({ variant: 3 });
  const bystanders = [older, newer];
  const all = [subject, ...bystanders];
  await exercise.readAll(all, 'create');
  for (const one of [subject, newer]) expectNone(judgeAnswer(one, 'create'));
  await exercise.list('create', all);
  for (const one of all) await exercise.findItsRows(one, 'create', began);
  await exercise.listElsewhere(all);

  let item = await updateAll(exercise, subject, bystanders).catch(
    onError(ProblemFound, async (found) => {
      if (found.problem.request?.status !== 409) throw found;
      // Its state may be a last one: a new item in its first state takes a change, and only then another state.
      const first = exercise.keep(await exercise.request({ variant: 1, optional: false }));
      return updateAll(exercise, first, bystanders, ['marked', 'all', 'others', 'marked']);
    }),
  );
  if (effort !== 'brief') {
    // An update or a DELETE by another field than the id would reach it too.
    const twin = await exercise.makeTwin(item, replace ? 0 : 1);
    await exercise.findItsRows(twin, 'create', began);
    bystanders.push(twin);
    item = await updateAll(exercise, item, bystanders, ['marked']);
  }
  const deletedAt = performance.now();
  if (remove !== undefined) {
    await exercise.deleteItem(item, remove);
    await exercise.readAll(bystanders, 'delete');
    await exercise.list('delete', bystanders, [item]);
    for (const one of bystanders) await exercise.rowsStay(one);
  }
  if (effort === 'brief') return;

  const more = [...(await tryText(exercise)), ...(await makeMany(exercise))];
  await exercise.readAll(more.slice(-10), 'create');
  if (remove !== undefined) {
    // The older of two, because a DELETE of the last row looks right when the last row is meant.
    await exercise.deleteItem(older, remove);
    await exercise.read(newer, 'delete');
  }
  const gone = remove === undefined ? [] : [item, older];
  const there = [...(remove === undefined ? [item, older] : []), newer, ...more];
  await exercise.list('create', there, gone);
  await tryFilters(exercise, more.toReversed());
  await pause(Math.max(0, deletedAt + laterAfter - performance.now()), live.signal);
  await Promise.all(gone.map((one) => exercise.read(one, 'later', judgeGone)));
  await exercise.read(newer, 'later');
  await exercise.list('later', there, gone);
  await exercise.deleteParents();
}

/** Updates an item in every way that the API has: as it is then. */
async function updateAll(
  exercise: CrudExercise,
  subject: Item,
  bystanders: readonly Item[],
  // Twice from other values: what is always set to the same one looks kept where it was that before.
  parts: readonly Part[] = ['all', 'all', 'marked', 'others', 'marked', 'others'],
) {
  const { live, resource, updates } = exercise;
  const { replace, change } = resource.acts;
  let item = subject;
  for (const part of parts) {
    const act = part === 'all' || (part === 'marked' && !change) ? 'replace' : 'change';
    const began = await live.tables?.now();
    const changed = await exercise.update(item, act, part);
    if (changed === undefined) continue;
    item = changed;
    await exercise.readAll([item, ...bystanders], act);
    expectNone(judgeAnswer(item, act));
    await exercise.findItsRows(item, act, began);
  }
  if (replace === undefined && change === undefined) return item;
  if (updates.size === 0)
    throw new NothingToWrite(
      `The document describes nothing that an update of ${resource.item} could change.`,
    );
  // An update must not leave the old item beside the new one.
  const isOther = item.sample.value !== subject.sample.value;
  await exercise.list('change', [item, ...bystanders], isOther ? [{ ...subject, id: '' }] : []);
  return item;
}
