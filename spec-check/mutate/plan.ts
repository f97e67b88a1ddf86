import { checkOf } from '../checks/check-of.ts';
import { checks } from '../checks/index.ts';
import { parseSpec } from '../language/document/parse-spec.ts';
import { interpret } from '../language/interpret.ts';
import { needsOf } from '../model/check.ts';
import type { Interpretation, Spec } from '../model/spec.ts';
import { planRun } from '../run/plan.ts';
import { apiFaults } from './api-faults.ts';
import type { Facts, Mutation } from './facts.ts';
import { imageFaults } from './image-faults.ts';

type Lines = readonly Interpretation[];

export type MutationPlan = ReturnType<typeof planMutants>;

/** A fault, the promise made against it, and the lines of the spec that are expected to notice it. */
export type Case = MutationPlan['cases'][number];

/** The faults to make, and the lines to try on them. A line here has one claim, so that each claim has a result of its own. */
export function planMutants(spec: Spec, items: Lines, facts: Facts, only?: readonly string[]) {
  const promises = planRun(spec, items, { only: [], skip: [] }).items;
  const all = [...imageFaults(facts), ...apiFaults(facts)];
  const faults = all.filter(([fault]) => only?.includes(fault) ?? true);
  const claimed = promises.filter(({ verdict }) => verdict === 'checkable').flatMap(byClaim);
  const isSeen = (line: Interpretation) => faults.some(([, , made]) => sees(line, made));
  const lines = claimed.filter(isSeen);
  const cases = faults.map(([fault, promise, made], index) => {
    const own = understood(promise, spec);
    const same = lines.filter((line) => own.some((one) => keyOf(one) === keyOf(line)));
    const alike = lines.filter((line) => own.some((one) => checkIn(one) === checkIn(line)));
    const expected = same.length > 0 ? same : alike;
    // A third is held out and scored apart: proposals are made without a look at it.
    return { fault, promise, made, own, expected, heldOut: index % 3 === 2 };
  });
  /** Lines whose checks look only at the build, or at what was pushed. */
  const blind = claimed.filter((line) => !isSeen(line));
  const starts = understood(`Listens on port ${facts.port}`, spec);
  return { promises, lines, cases, blind, starts };
}

/** The claims of a sentence in a spec with these settings. */
export function understood(sentence: string | undefined, { defaults }: Pick<Spec, 'defaults'>) {
  if (sentence === undefined) return [];
  const text = `# Proposed\n\n## Success Criteria\n\n- [ ] ${sentence}\n`;
  const spec = { ...parseSpec(Buffer.from(text), 'proposed.md'), defaults };
  return interpret(spec, checks, new Date()).flatMap(byClaim);
}

const byClaim = (promise: Interpretation): Interpretation[] =>
  promise.checks.map((claim) => ({ ...promise, checks: [claim] }));

/** Whether the check looks where the fault is: lies show in containers, and a mutant image is neither built by the spec's Dockerfile nor pushed. */
export const sees = ({ checks }: Interpretation, { lie }: Mutation): boolean =>
  checks.some((claim) => {
    const all = needsOf(checkOf(claim), claim.params);
    const places = ['container', 'containers', ...(lie ? [] : ['image', 'files'])];
    return all.some((one) => places.includes(one)) && !all.includes('pushed');
  });

/** The same for two lines that claim the same. */
export const keyOf = ({ checks }: Interpretation) => JSON.stringify(checks);

const checkIn = ({ checks: [claim] }: Interpretation) => claim?.check;

export const isAlone = ({ checks }: Interpretation) =>
  checks.some((claim) => checkOf(claim).order === 'alone');
