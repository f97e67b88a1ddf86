import { checkOf } from '../checks/check-of.ts';
import { checks } from '../checks/index.ts';
import { parseSpec } from '../language/document/parse-spec.ts';
import { interpret } from '../language/interpret.ts';
import type { Interpretation } from '../model/interpretation.ts';
import type { Spec } from '../model/spec.ts';
import type { ResourceContext } from '../resources/resource.ts';
import { atATime } from '../run/all-of.ts';
import { planRun } from '../run/plan.ts';
import { apiFaults } from './api-faults.ts';
import { imageFaults } from './image-faults.ts';
import { workbench } from './workbench.ts';

/** `ships`: only its own promise notices it. `equivalent`: nothing tells it from the image. `untold`: not made, or not measured. */
type Fate = 'noticed' | 'ships' | 'equivalent' | 'untold';

/** What became of a fault, and why: the promise that noticed it and what was found, what its own promise found. */
export type Mutant = Awaited<ReturnType<typeof mutate>>['mutants'][number];

/** How many mutants are looked at a time: each waits for its containers more than it computes. */
const atOnce = 4;

/** Makes faulty images and APIs of a real one, and says which the spec would notice. Throws what the workbench throws, or the signal's reason. */
export async function mutate(
  spec: Spec,
  items: readonly Interpretation[],
  context: ResourceContext,
  { only, bench = workbench }: { only?: readonly string[]; bench?: typeof workbench } = {},
) {
  const { progress } = context;
  const started = performance.now();
  await using scope = new AsyncDisposableStack();
  const { facts, prove } = await bench(spec, context, scope);
  const all = [...imageFaults(facts), ...apiFaults(facts)];
  const faults = all.filter(([fault]) => only?.includes(fault) ?? true);
  const cases = faults.map(([fault, promise, made], index) => {
    const own = understood(promise, spec).flatMap(byClaim);
    // Proposals for others are made without a look at these, which are scored apart.
    return { fault, promise, made, own, heldOut: index % 3 === 2 };
  });
  type Case = (typeof cases)[number];
  const found = new Map<Case, readonly [Fate, because: string]>();
  const settle = (one: Case, fate: Fate, because: string) => {
    found.set(one, [fate, because]);
    progress(`${found.size} of ${cases.length}: ${one.fault}: ${fate}`);
  };
  const isOpen = (one: Case) => !found.has(one);

  progress('Proving the spec, and what may be proposed, on the unchanged image');
  const lines = planRun(spec, items, { only: [], skip: [] }).items;
  const claims = [...lines.flatMap(byClaim), ...cases.flatMap(({ own }) => own)];
  // It has all that comes along with faults.
  const unchanged = await prove([{ start: 'exec "$@"' }], claims);
  const before = (one: Interpretation) =>
    unchanged.find((result) => keyOf(result.one) === keyOf(one));
  const holds = (one: Interpretation) => before(one)?.status === 'PASS';
  const isKept = (one: Interpretation) => one.verdict === 'checkable' && byClaim(one).every(holds);
  const kept = lines.filter(isKept).flatMap(byClaim);

  const doubts = new Map<Case, string>();
  const failing = async (one: Case, some: readonly Interpretation[]) => {
    const results = await prove([one.made], some);
    const untold = results.find(({ status }) => status !== 'PASS' && status !== 'FAIL');
    if (untold) doubts.set(one, `${untold.status}: ${untold.evidence}`);
    return results.find(({ status }) => status === 'FAIL');
  };
  const lookAt = async (one: Case, some: readonly Interpretation[]) => {
    const noticed = await failing(one, some);
    if (noticed) settle(one, 'noticed', `${noticed.one.item.text} → ${noticed.evidence}`);
  };
  /** For each that is open: those whose promise is checked alone after the others. */
  const each = async (work: (one: Case) => Promise<void>) => {
    const isLast = ({ own }: Case) => own.some(isAlone);
    const open = cases.filter(isOpen);
    const others = open.filter((one) => !isLast(one));
    await atATime(atOnce, others, work);
    await atATime(1, open.filter(isLast), work);
  };

  // First the checks that its promise asks for.
  await each(async (one) => {
    const { status, evidence } = one.own.map(before).find((own) => own?.status !== 'PASS') ?? {};
    const expected = kept.filter((line) => one.own.some((own) => checkIn(own) === checkIn(line)));
    if (one.own.length === 0) settle(one, 'equivalent', 'there is no place for it');
    else if (expected.length > 0) await lookAt(one, expected);
    else if (status === 'FAIL') settle(one, 'equivalent', `it is so already: ${evidence}`);
  });
  // Then all others, on many at once: what fails comes again on each half of them, at last on one alone.
  const surprise = async (
    group: readonly Case[],
    some: readonly Interpretation[],
    again = false,
  ) => {
    const [first] = group;
    if (first === undefined || some.length === 0) return;
    if (again && group.length === 1) return lookAt(first, some);
    const mutant = group.map(({ made }) => made);
    const results = await prove(mutant, some);
    const doubtful = results.flatMap(({ one, status }) => (status === 'PASS' ? [] : [one]));
    const half = Math.ceil(group.length / 2);
    const halves = [group.slice(0, half), group.slice(half)];
    await atATime(2, halves, (part) => surprise(part, doubtful, true));
  };
  for (const group of groupsOf(cases.filter(isOpen))) {
    progress(`Running the whole spec on ${group.length} of them at once`);
    await surprise(group, kept);
  }
  // Then its own promise.
  await each(async (one) => {
    const wrong = one.own.map(before).find((own) => own?.status !== 'PASS');
    const proven = await failing(one, wrong ? [] : one.own);
    const doubt = wrong ? `On the unchanged image: ${wrong.evidence}` : doubts.get(one);
    const also = proven ? `; "${one.promise}" fails on it: ${proven.evidence}` : '';
    if (doubt) settle(one, 'untold', doubt + also);
    else if (proven) settle(one, 'ships', proven.evidence);
    else settle(one, 'equivalent', `nothing tells it from the unchanged image: ${one.promise}`);
  });

  const mutants = cases.map((one) => {
    const [fate, because] = found.get(one) ?? (['untold', ''] as const);
    return { fault: one.fault, heldOut: one.heldOut, fate, because, promise: one.promise };
  });
  const leftOut = lines.filter((one) => !isKept(one)).map(({ item }) => item.text);
  return { mutants, leftOut, seconds: (performance.now() - started) / 1000 };
}

/** Those of one promise may hide each other: no two of them are in a group. */
function groupsOf<C extends { readonly promise: string | undefined }>(cases: readonly C[]): C[][] {
  const nth = (one: C) => cases.filter(({ promise }) => promise === one.promise).indexOf(one);
  return [...Map.groupBy(cases, nth).values()];
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

const checkIn = ({ checks: [claim] }: Interpretation) => claim?.check;

const isAlone = ({ checks }: Interpretation) =>
  checks.some((claim) => checkOf(claim).order === 'alone');
