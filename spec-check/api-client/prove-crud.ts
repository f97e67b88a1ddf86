import { Ambiguous, type Verdict } from '../model/verdict.ts';
import type { ApiHints } from './discover.ts';
import { curl, isRefused } from './exchange.ts';
import { type CrudTrace, type Effort, exerciseCrud } from './exercise-crud.ts';
import { findResources } from './find-resources.ts';
import type { Problem } from './judge-crud.ts';
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
    const { problem } = trace;
    if (problem === undefined) continue;
    const isGuess =
      found.live.api.at === undefined &&
      trace.made.length === 0 &&
      problem.request !== undefined &&
      isRefused(problem.request);
    if (!isGuess) return failed(problem, trace.resource, byHand);
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
    evidence: traces.map((trace) => provenWords(trace, effort)).join('; '),
    measured: {
      requests: traces.reduce((sum, { requests }) => sum + requests, 0),
      resources: traces.map(({ resource }) => resource.collection),
    },
    command: `${byHand.run} & curl -i ${traces.map(({ resource }) => byHand.url + resource.collection).join(' ')}`,
  };
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
function provenWords(
  { resource, rows, left, updates, refused, untried, listed }: CrudTrace,
  { effort }: Effort,
): string {
  const locations = [...rows.values()].flat();
  const tables = [...new Set(locations.map(({ table }) => table))].join(', ');
  // Without a document both ways to update are tried, and most APIs have but one.
  const isTried = (act: string) => (act !== 'replace' && act !== 'change') || updates.has(act);
  const acts = Object.entries(resource.acts).filter(([act]) => isTried(act));
  const tried = actsOf({ ...resource, acts: Object.fromEntries(acts) });
  const others = actsOf(resource).split(', ');
  const skipped = [...untried, ...others.filter((act) => !tried.includes(act))];
  const deleted =
    left.size > 0
      ? `the deleted item is gone; what was written of it stays in ${[...left].join(', ')}`
      : `the deleted row is gone${effort === 'full' ? ', also seconds later' : ''}`;
  return [
    `${resource.collection}: ${tried} work on ${Math.max(3, listed)} items${listed > 10 ? ', ten at a time' : ''}`,
    locations.some(({ readable }) => readable)
      ? `values read back and found in table ${tables}`
      : `values read back; in table ${tables} the row is known by its id and by when it was written: the values are not readable there`,
    ...(resource.acts.delete === undefined ? [] : [deleted]),
    ...refused.map(
      ({ what, answer: { method, status } }) => `${what} is refused (${method} → ${status})`,
    ),
    ...(skipped.length === 0 ? [] : [`not tried: ${skipped.join(', ')}`]),
  ].join(', ');
}
