import type { ByHand } from '../model/resources.ts';
import type { Verdict } from '../model/verdict.ts';
import type { CrudExercise } from './crud-steps.ts';
import type { ApiHints } from './discover.ts';
import { curl, isRefused } from './exchange.ts';
import { type Effort, exerciseCrud } from './exercise-crud.ts';
import { findResources } from './find-resources.ts';
import { type LiveApi, NothingToWrite } from './new-item.ts';
import { actsOf, type Operation, operationsOf } from './resource.ts';
import { flatten, typeOf, writableFields } from './schema.ts';

const atOnce = 4;

export async function proveCrud(
  live: Omit<LiveApi, 'api'>,
  hints: ApiHints,
  { command: run, shownUrl: url }: ByHand,
  effort: Effort = {},
): Promise<Verdict> {
  // That an image runs elsewhere is no promise of every act.
  const takes = effort.effort === 'brief' ? 'rows' : 'every act';
  const found = await findResources(live, hints, run, takes);
  const exercises: CrudExercise[] = [];
  let unclear: unknown;
  for (let from = 0; from < found.resources.length; from += atOnce) {
    const some = found.resources.slice(from, from + atOnce);
    const runs = await Promise.allSettled(some.map((one) => exerciseCrud(found.live, one, effort)));
    live.signal.throwIfAborted();
    for (const [index, one] of runs.entries()) {
      // What is only added and listed may follow rules that no document tells.
      const isGuess = some[index]?.acts.read === undefined;
      if (one.status === 'fulfilled') {
        if (!isGuess || !isRefusedAtOnce(one.value)) exercises.push(one.value);
      } else if (!isGuess || !(one.reason instanceof NothingToWrite)) unclear ??= one.reason;
    }
  }
  const collections = exercises.map(({ template }) => template.collection);
  const answers = exercises.flatMap((one) => one.answers);
  // The life of the first items.
  const sequence = answers.slice(0, 50);
  const measured = { requests: answers.length, resources: collections, sequence };
  // A problem of one resource counts, even where another could not be tried.
  const failed = exercises.find(({ problem }) => problem !== undefined);
  if (failed?.problem !== undefined) {
    const { request, ...words } = failed.problem;
    return {
      status: 'FAIL',
      evidence: `${failed.template.collection}: ${words.actual}${words.diagnosis === undefined ? '' : ` (${words.diagnosis.replace(/\.$/, '')})`}`,
      ...words,
      measured,
      command: request === undefined ? run : `${run} & sleep 3; ${curl(url, request)}`,
    };
  }
  if (unclear !== undefined) throw unclear;
  const named = ({ method, path }: Operation) => `${method} ${path}`;
  const tried = exercises.flatMap(({ template }) => Object.values(template.acts).map(named));
  const left = operationsOf(found.live.api.document).map(named);
  const untried = left.filter((one) => !one.startsWith('GET ') && !tried.includes(one));
  const others = untried.length > 0 ? `; not tried: ${untried.join(', ')}` : '';
  return {
    status: 'PASS',
    evidence: exercises.map((one) => provenWords(one, effort)).join('; ') + others,
    measured,
    command: `${run} & sleep 3; curl -i ${collections.map((path) => url + path).join(' ')}`,
  };
}

/** Nothing was made, because the API takes no such item. */
const isRefusedAtOnce = ({ traces, problem }: CrudExercise) =>
  traces.length === 0 && problem?.request !== undefined && isRefused(problem.request);

function provenWords(exercise: CrudExercise, { effort }: Effort): string {
  const { template, rows, left, tried, refused, untried, filters, listed, unready } = exercise;
  const locations = [...rows.values()].flat();
  const tables = [...new Set(locations.map(({ table }) => table))].join(', ');
  const skipped = [...untried, ...actsOf(template.acts).filter((act) => !tried.includes(act))];
  const fields = Object.values(writableFields(flatten(template.acts.create?.body?.schema)));
  const hasLists = fields.some((field) => typeOf(field) === 'array');
  const read = `values read back${hasLists ? ', lists in any order,' : ''}`;
  const deleted =
    left.size > 0
      ? `the deleted item is gone or marked as deleted; what was written of it stays in ${[...left].join(', ')}`
      : `the deleted ${exercise.live.tables ? 'row' : 'item'} is gone${effort === 'brief' ? '' : ', also seconds later'}`;
  return [
    `${template.collection}: ${tried.join(', ')} work on ${Math.max(3, listed)} items${listed > 10 ? ', made ten at a time' : ''}`,
    exercise.live.tables === undefined
      ? `${read} (no database is looked into)`
      : locations.some(({ readable }) => readable)
        ? `${read} and one text of each found in table ${tables}`
        : `${read}; in table ${tables} the row is known by its id and by when it was written: the values are not readable there`,
    ...(template.acts.delete === undefined ? [] : [deleted]),
    ...(filters.length > 0 ? [`listed by ${filters.join(', ')}`] : []),
    ...[...refused].map(([what, one]) => `${what} is not taken (${one.method} → ${one.status})`),
    ...(unready ? [`${unready} requests are answered 503 first, and well when sent again`] : []),
    ...(skipped.length === 0 ? [] : [`not tried: ${skipped.join(', ')}`]),
  ].join(', ');
}
