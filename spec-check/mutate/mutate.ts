import { checkOf } from '../checks/check-of.ts';
import { checks } from '../checks/index.ts';
import { parseSpec } from '../language/document/parse-spec.ts';
import { interpret } from '../language/interpret.ts';
import type { Interpretation } from '../model/interpretation.ts';
import type { Status } from '../model/report.ts';
import type { Spec } from '../model/spec.ts';
import type { ResourceContext } from '../resources/resource.ts';
import { atATime } from '../run/all-of.ts';
import { planRun } from '../run/plan.ts';
import { apiFaults } from './api-faults.ts';
import type { Fault, Made } from './fault.ts';
import { imageFaults } from './image-faults.ts';
import { workbench } from './workbench.ts';

/** What became of one fault. */
export interface Mutant {
  readonly fault: string;
  /** Scored apart: the proposals for others are made without a look at these. */
  readonly heldOut: boolean;
  /** `ships`: only the proposal notices it. `equivalent`: nothing tells it from the image. `untold`: not made, or not measured. */
  readonly fate: 'noticed' | 'ships' | 'equivalent' | 'untold';
  /** The promise that noticed it, with what was found; what `promise` finds in one that ships; why it is none of both. */
  readonly because: string;
  /** Holds for the image, and fails on a mutant that ships. */
  readonly promise: string | undefined;
}

/** Runs checks on a mutant with all of these. */
type Prove = (mutant: readonly Made[], some: readonly Interpretation[]) => Promise<Result[]>;

interface Result {
  readonly one: Interpretation;
  readonly status: Status;
  readonly evidence: string;
}

/** Makes faulty images and APIs of a real one, and says which the spec would notice. Throws AcquireError, MachineFault, or the signal's reason. */
export async function mutate(
  spec: Spec,
  items: readonly Interpretation[],
  context: ResourceContext,
  only?: readonly string[],
) {
  const started = performance.now();
  await using scope = new AsyncDisposableStack();
  const { facts, prove } = await workbench(spec, context, scope);
  const all = [...imageFaults(facts), ...apiFaults(facts)];
  const faults = all.filter(([fault]) => only?.includes(fault) ?? true);
  const promised = planRun(spec, items, { only: [], skip: [] }).items;
  const found = await examine(faults, spec, promised, prove, context.progress);
  return { ...found, seconds: (performance.now() - started) / 1000 };
}

/** How many mutants are looked at a time: each waits for its containers more than it computes. */
const atOnce = 4;

/** What becomes of each fault: first the checks that its promise asks for, then all others on many faults together, then its own promise. */
export async function examine(
  faults: readonly Fault[],
  spec: Pick<Spec, 'defaults'>,
  promised: readonly Interpretation[],
  prove: Prove,
  progress: (line: string) => void,
) {
  const lines = promised.filter(isTouched);
  const cases = faults.map(([fault, promise, made], index) => {
    const proposal = understood(promise, spec).flatMap(byClaim);
    const isExpected = ({ checks: [claim] }: Interpretation) =>
      proposal.some(({ checks: [own] }) => own?.check === claim?.check);
    return { fault, promise, made, heldOut: index % 3 === 2, proposal, isExpected };
  });
  type Case = (typeof cases)[number];

  progress('Proving the spec, and what may be proposed, on the unchanged image');
  const all = [...lines.flatMap(byClaim), ...cases.flatMap(({ proposal }) => proposal)];
  const unchanged = await prove([{ start: 'exec "$@"' }], all);
  const before = new Map(unchanged.map((result) => [keyOf(result.one), result]));
  const holds = (one: Interpretation) => before.get(keyOf(one))?.status === 'PASS';
  const isKept = (one: Interpretation) => one.verdict === 'checkable' && byClaim(one).every(holds);
  const kept = lines.filter(isKept).flatMap(byClaim);

  const found = new Map<Case, Pick<Mutant, 'fate' | 'because'>>();
  const settle = (one: Case, fate: Mutant['fate'], because: string) => {
    found.set(one, { fate, because });
    progress(`${found.size} of ${cases.length}: ${one.fault}: ${fate}`);
  };
  /** For each case that is open: those whose checks run alone come after the others. */
  const each = async (work: (one: Case) => Promise<void>) => {
    const open = cases.filter((one) => !found.has(one));
    const { alone = [], beside = [] } = Object.groupBy(open, ({ proposal }) =>
      proposal.some(isAlone) ? 'alone' : 'beside',
    );
    await atATime(atOnce, beside, work);
    await atATime(1, alone, work);
  };
  const doubts = new Map<Case, string>();
  const failing = async (one: Case, some: readonly Interpretation[]) => {
    const results = some.length === 0 ? [] : await prove([one.made], some);
    const untold = results.find(({ status }) => status !== 'PASS' && status !== 'FAIL');
    if (untold) doubts.set(one, `${untold.status}: ${untold.evidence}`);
    return results.find(({ status }) => status === 'FAIL');
  };
  const lookAt = async (one: Case, some: readonly Interpretation[]) => {
    const noticed = await failing(one, some);
    if (noticed) settle(one, 'noticed', `${noticed.one.item.text} → ${noticed.evidence}`);
  };

  await each(async (one) => {
    const wrong = one.proposal.find((own) => !holds(own));
    const { status, evidence } = (wrong && before.get(keyOf(wrong))) ?? {};
    const expected = kept.filter(one.isExpected);
    if (one.proposal.length === 0) settle(one, 'equivalent', 'there is no place for it');
    else if (expected.length > 0) await lookAt(one, expected);
    else if (status === 'FAIL') settle(one, 'equivalent', `it is so already: ${evidence}`);
  });
  for (const group of groupsOf(cases.filter((one) => !found.has(one)))) {
    progress(`Running the whole spec on ${group.length} of them at once`);
    const mutant = group.map(({ made }) => made);
    const results = await prove(mutant, kept.filter(canNotice(mutant)));
    const doubtful = results.flatMap(({ one, status }) => (status === 'PASS' ? [] : [one]));
    // A surprise has to come twice, the second time of one fault alone.
    for (const one of group)
      await lookAt(
        one,
        doubtful.filter((line) => !one.isExpected(line)).filter(canNotice([one.made])),
      );
  }
  await each(async (one) => {
    const proven = await failing(one, one.proposal.filter(holds));
    const doubt = doubts.get(one) ?? unproven(one.proposal.map((own) => before.get(keyOf(own))));
    if (doubt) settle(one, 'untold', doubt);
    else if (proven) settle(one, 'ships', proven.evidence);
    else settle(one, 'equivalent', `nothing tells it from the unchanged image: ${one.promise}`);
  });

  const mutants = cases.map((one): Mutant => {
    const { fate = 'untold', because = '' } = found.get(one) ?? {};
    return { fault: one.fault, heldOut: one.heldOut, fate, because, promise: one.promise };
  });
  const leftOut = lines.filter((one) => !isKept(one)).map(({ item }) => item.text);
  return { mutants, leftOut };
}

/** Why a promise that does not hold for the unchanged image proves nothing of a mutant. */
function unproven(results: readonly (Result | undefined)[]): string | undefined {
  const wrong = results.find((result) => result?.status !== 'PASS');
  return wrong && `On the unchanged image: ${wrong.status}: ${wrong.evidence}`;
}

/** Faults that do not hide each other: each group has one for each promise, and one lie for each kind of request. */
function groupsOf<C extends { readonly promise: string | undefined; readonly made: Made }>(
  cases: readonly C[],
): C[][] {
  const groups: C[][] = [];
  for (const one of cases) {
    const placeOf = ({ made, promise }: C) => made.lie?.to.source ?? promise;
    const free = groups.find((group) => group.every((other) => placeOf(other) !== placeOf(one)));
    if (free) free.push(one);
    else groups.push([one]);
  }
  return groups;
}

/** What a sentence asks for below the settings of this spec. */
export function understood(sentence: string | undefined, { defaults }: Pick<Spec, 'defaults'>) {
  if (sentence === undefined) return [];
  const text = `# Proposed\n\n## Success Criteria\n\n- [ ] ${sentence}\n`;
  const spec = { ...parseSpec(Buffer.from(text), 'proposed.md'), defaults };
  return interpret(spec, checks, new Date());
}

/** A promise for each of its claims, so that each has a result of its own. */
function byClaim(promise: Interpretation): Interpretation[] {
  return promise.checks.map((claim) => ({ ...promise, checks: [claim] }));
}

const keyOf = ({ checks }: Interpretation) => JSON.stringify(checks);

const needsOf = ({ checks }: Interpretation) => checks.flatMap((claim) => checkOf(claim).needs);

const isAlone = ({ checks }: Interpretation) =>
  checks.some((claim) => checkOf(claim).order === 'alone');

/** It asks for more than the build, which all mutants have in common. */
const isTouched = (one: Interpretation) =>
  needsOf(one).some((need) => need !== 'engine' && need !== 'build');

/** Lies are told by containers alone. */
const canNotice = (mutant: readonly Made[]) => (one: Interpretation) =>
  mutant.some(({ lie }) => !lie) ||
  needsOf(one).some((need) => need === 'container' || need === 'containers');
