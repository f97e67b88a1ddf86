import { Ambiguous, type Verdict } from '../model/verdict.ts';
import type { CrudTrace, Step } from './crud-trace.ts';
import type { ApiHints } from './discover.ts';
import { curl } from './exchange.ts';
import { type Effort, exerciseCrud } from './exercise-crud.ts';
import { findResources } from './find-resources.ts';
import { judgeCrud, type Problem } from './judge-crud.ts';
import { type LiveApi, NothingToWrite } from './new-item.ts';
import { type ApiResource, actsOf } from './resource.ts';

/** How a person starts the container and where its API then is. */
export interface ByHand {
  readonly run: string;
  readonly url: string;
}

/** How many resources are tried at the same time. */
const atOnce = 4;

/** Takes items of every resource through their life and judges it. */
export async function proveCrud(
  live: Omit<LiveApi, 'api'>,
  hints: ApiHints,
  byHand: ByHand,
  effort: Effort = { effort: 'full' },
): Promise<Verdict> {
  const found = await findResources(live, hints);
  if ('fail' in found) return { status: 'FAIL', ...found.fail, command: byHand.run };
  const traces: CrudTrace[] = [];
  let unclear: unknown;
  for (let from = 0; from < found.resources.length; from += atOnce) {
    const tried = await Promise.allSettled(
      found.resources
        .slice(from, from + atOnce)
        .map((resource) => exerciseCrud(found.live, resource, effort)),
    );
    live.signal.throwIfAborted();
    for (const one of tried) {
      if (one.status === 'rejected') unclear ??= one.reason;
      else traces.push(one.value);
    }
  }
  // What is wrong with one resource is so, whatever cannot be told of another.
  for (const trace of traces) {
    const problem = judgeCrud(trace);
    if (problem === undefined) continue;
    if (!isGuess(trace, found.live)) return failed(problem, trace.resource, byHand);
    unclear ??= new Ambiguous(
      `What POST ${trace.resource.collection} takes is not known: ${problem.actual} to a guess`,
      'Serve the OpenAPI document at /openapi.json.',
    );
  }
  if (unclear instanceof NothingToWrite)
    throw new Ambiguous(
      unclear.message,
      'Name a resource with a text field in the front matter (resource: /tasks).',
    );
  if (unclear !== undefined) throw unclear;
  return {
    status: 'PASS',
    evidence: traces.map(provenWords).join('; '),
    measured: {
      requests: traces
        .flatMap(({ story }) => story)
        .reduce((sum, step) => sum + requestsOf(step), 0),
      resources: traces.map(({ resource }) => resource.collection),
    },
    command: `${byHand.run} & curl -i ${traces.map(({ resource }) => byHand.url + resource.collection).join(' ')}`,
  };
}

function requestsOf(step: Step): number {
  if (step.kind === 'batch') return step.answers.length;
  return 'answer' in step ? 1 : 0;
}

/** A body that no document describes was refused. */
function isGuess({ story }: CrudTrace, { api }: LiveApi): boolean {
  const [created] = story;
  return (
    api.at === undefined &&
    created?.kind === 'create' &&
    created.answer.status >= 400 &&
    created.answer.status < 500
  );
}

function failed(problem: Problem, { collection }: ApiResource, { run, url }: ByHand): Verdict {
  const { request, ...words } = problem;
  return {
    status: 'FAIL',
    evidence: `${collection}: ${words.actual}${words.diagnosis === undefined ? '' : ` (${words.diagnosis.replace(/\.$/, '')})`}`,
    ...words,
    command: request === undefined ? run : `${run} & ${curl(url, request)}`,
  };
}

/** What was proven of one resource, and what was not tried. */
function provenWords({ resource, story, untried }: CrudTrace): string {
  const steps = <K extends Step['kind']>(kind: K) =>
    story.filter((step): step is Extract<Step, { kind: K }> => step.kind === kind);
  const there = steps('rows').flatMap((step) => step.there);
  const tables = [...new Set(there.map(({ table }) => table))].join(', ');
  const left = steps('rows-left').flatMap((step) => step.left);
  const items = Math.max(...steps('list').map((step) => step.items), 3);
  const isGone = resource.acts.delete !== undefined;
  const later = steps('read').some(({ since }) => since === 'later');
  // Without a document both ways to update are tried, and most APIs have but one.
  const isTried = (act: string) =>
    (act !== 'replace' && act !== 'change') || steps('update').some(({ since }) => since === act);
  const acts = Object.entries(resource.acts).filter(([act]) => isTried(act));
  const tried = actsOf({ ...resource, acts: Object.fromEntries(acts) });
  const skipped = [
    ...untried,
    ...actsOf(resource)
      .split(', ')
      .filter((act) => !tried.includes(act)),
  ];
  return [
    `${resource.collection}: ${tried} work on ${items} items${items > 10 ? ', ten at a time' : ''}`,
    there.some(({ readable }) => readable)
      ? `values read back and found in table ${tables}`
      : `values read back; in table ${tables} the row is known by its id and by when it was written: the values are not readable there`,
    ...(isGone
      ? [
          left.length === 0
            ? `the deleted row is gone${later ? ', also seconds later' : ''}`
            : `the deleted item is gone; what was written of it stays in ${[...new Set(left.map(({ table }) => table))].join(', ')}`,
        ]
      : []),
    ...steps('refused').map(
      ({ what, answer }) => `${what} is refused (${answer.method} → ${answer.status})`,
    ),
    ...(skipped.length === 0 ? [] : [`not tried: ${skipped.join(', ')}`]),
  ].join(', ');
}
