import { checkOf } from '../checks/check-of.ts';
import { checks } from '../checks/index.ts';
import { parseSpec } from '../language/document/parse-spec.ts';
import { interpret } from '../language/interpret.ts';
import { needsOf } from '../model/check.ts';
import type { Interpretation, Spec } from '../model/spec.ts';
import type { ResourceContext } from '../resources/resource.ts';
import { allOf, atATime } from '../run/all-of.ts';
import { planRun } from '../run/plan.ts';
import { apiFaults } from './api-faults.ts';
import type { Mutation } from './facts.ts';
import { imageFaults } from './image-faults.ts';
import { workbench } from './workbench.ts';

/** `ships`: the spec does not notice it, though one more promise would. `equivalent`: nothing tells it from the image. `untold`: not made, dead, or not measured. */
type Fate = 'noticed' | 'ships' | 'equivalent' | 'untold';

export type MutationResult = Awaited<ReturnType<typeof mutate>>;

/** What became of a fault, and why: the promise that noticed it, or what the promise made against it found. */
export type Mutant = MutationResult['mutants'][number];

type Result = Awaited<ReturnType<Awaited<ReturnType<typeof workbench>>['prove']>>[number];

/** How many images are looked at a time: each waits for its containers more than it computes. */
const atOnce = 5;

/** Makes faulty images and APIs of a real one, and says which the spec would notice. Throws what the workbench throws, or the signal's reason. */
export async function mutate(
  spec: Spec,
  items: readonly Interpretation[],
  context: ResourceContext,
  { only, bench = workbench }: { only?: readonly string[]; bench?: typeof workbench } = {},
) {
  const started = performance.now();
  await using scope = new AsyncDisposableStack();
  const { facts, prove } = await bench(spec, context, scope);
  const promises = planRun(spec, items, { only: [], skip: [] }).items;
  const all = [...imageFaults(facts), ...apiFaults(facts)];
  const faults = all.filter(([fault]) => only?.includes(fault) ?? true);
  const claimed = promises.filter(({ verdict }) => verdict === 'checkable').flatMap(byClaim);
  const isBlind = (line: Interpretation) => !faults.some(([, , made]) => sees(line, made));
  const lines = claimed.filter((line) => !isBlind(line));
  const starts = understood(`Listens on port ${facts.port}`, spec).flatMap(byClaim);
  const cases = faults.map(([fault, promise, made], index) => {
    const own = understood(promise, spec).flatMap(byClaim);
    const linesOf = (kind: typeof keyOf | typeof checkIn) =>
      lines.filter((line) => own.some((one) => kind(one) === kind(line)));
    const same = linesOf(keyOf);
    const expected = same.length > 0 ? same : linesOf(checkIn);
    // A third is held out and scored apart: proposals are made without a look at it.
    return { fault, promise, made, own, expected, heldOut: index % 3 === 2 };
  });
  type Case = (typeof cases)[number];

  /** A promise that does not hold is tried again alone, unless one of `confirms` fails as well. */
  const proveSurely = async (
    mutant: readonly Mutation[],
    some: readonly Interpretation[],
    confirms: readonly Interpretation[] = [],
  ) => {
    const results = await prove(mutant, some);
    const odd = results.filter(({ one, status }) => status !== 'PASS' && !starts.includes(one));
    const isSure = odd.some(({ one, status }) => status === 'FAIL' && confirms.includes(one));
    if (isSure || odd.length === 0) return results;
    const doubtful = odd.map(({ one }) => one);
    return [...results.filter((it) => !odd.includes(it)), ...(await prove(mutant, doubtful))];
  };
  context.progress('Proving the spec, and what may be proposed, on the unchanged image');
  const claims = [...lines, ...cases.flatMap(({ own }) => own), ...starts];
  const unchanged = await proveSurely([], claims);
  const before = (one: Interpretation) => unchanged.filter((it) => keyOf(it.one) === keyOf(one));
  const holds = (one: Interpretation) => before(one).every(({ status }) => status === 'PASS');
  const isKept = ({ item }: Interpretation) => lines.every((it) => it.item !== item || holds(it));

  const found = new Map<Case, readonly Result[]>();
  const failing = (one: Case, some: readonly Interpretation[]) =>
    found.get(one)?.find((result) => result.status === 'FAIL' && some.includes(result.one));
  const alive = starts.filter((one) => before(one).every(({ status }) => status !== 'FAIL'));
  const isDead = (one: Case) => failing(one, alive);
  /** Lines that fail behind a proxy that tells no lie. */
  const unfair = new Set<Interpretation>();
  const isFair = (line: Interpretation, { lie }: Mutation) => !(lie && unfair.has(line));
  const noticedBy = (one: Case) =>
    failing(
      one,
      lines.filter((line) => isKept(line) && isFair(line, one.made)),
    );
  const isSoAlready = ({ own }: Case) => own.flatMap(before).find((it) => it.status === 'FAIL');
  const isPlaced = (one: Case) => one.expected.some(isKept) || !isSoAlready(one);
  const isOpen = (one: Case) =>
    one.own.length > 0 && isPlaced(one) && !isDead(one) && !noticedBy(one);

  const lookAt = async (one: Case, some: readonly Interpretation[]) => {
    const results = await proveSurely([one.made], some, one.own);
    found.set(one, [...(found.get(one) ?? []), ...results]);
    context.progress(`Looked at ${found.size} of ${cases.length}: ${one.fault}`);
  };
  /** Tries promises that nobody expects to notice anything: on all mutants at once, then the failing ones on each alone. */
  const surprise = async (all: readonly Case[], some: readonly Interpretation[], count: number) => {
    const group = all.filter(isOpen);
    const isWanted = (one: Interpretation) =>
      isKept(one) && group.some(({ made }) => sees(one, made) && isFair(one, made));
    const wanted = some.filter(isWanted);
    if (wanted.length === 0) return;
    const mutants = group.map(({ made }) => made);
    const together = await prove(mutants, wanted);
    const doubtful = together.filter(({ status }) => status !== 'PASS').map(({ one }) => one);
    if (doubtful.length > 0) await atATime(count, group, (one) => lookAt(one, doubtful));
  };
  /** Faults of the API share a container, one after the other; those of the image have one each. */
  const lanes = [true, false].map((isLie) => cases.filter(({ made }) => isLie === !!made.lie));
  const inLanes = (
    count: number,
    look: (lane: readonly Case[], count: number) => Promise<unknown>,
  ) => allOf(lanes.map((lane, nth) => look(lane, nth === 0 ? 1 : count)));
  const looks = (isNow: typeof isAlone) => (lane: readonly Case[], count: number) =>
    atATime(
      count,
      lane.filter((one) => isOpen(one) && one.own.every(isNow)),
      (one) =>
        lookAt(one, [...one.expected.filter(isKept), ...one.own, ...(one.made.lie ? [] : alive)]),
    );
  // Each alone first, because a mutant that does not start would hide others beside it.
  await inLanes(atOnce, looks(isBusy));
  await inLanes(1, looks(isAlone));
  // A line may fail because of the proxy itself, or of what was left behind in the container.
  const lies = cases.filter(({ made }) => made.lie);
  const told = lies.flatMap((one) => noticedBy(one)?.one ?? []);
  const isAsked = (line: Interpretation) => lies.some(isOpen) && isKept(line) && sees(line, noLie);
  const asked = lines.filter((line) => told.includes(line) || isAsked(line));
  for (const { one, status } of await prove([noLie], asked)) if (status !== 'PASS') unfair.add(one);
  await inLanes(atOnce, (lane, count) => surprise(lane, lines.filter(isBusy), count));
  await inLanes(1, (lane, count) => surprise(lane, lines.filter(isAlone), count));

  const fateOf = (one: Case, proven: Result | undefined): readonly [Fate, because: string] => {
    const [dead, noticed, already] = [isDead(one), noticedBy(one), isSoAlready(one)];
    const wrong = one.own.flatMap(before).find(({ status }) => status !== 'PASS');
    const doubt = found.get(one)?.find((it) => isUntold(it) && !alive.includes(it.one));
    if (one.own.length === 0) return ['equivalent', 'no place for it is known'];
    if (dead) return ['untold', `It does not even start: ${dead.evidence}`];
    if (noticed) return ['noticed', `${noticed.one.item.text} → ${noticed.evidence}`];
    if (already) return ['equivalent', `it is so already: ${already.evidence}`];
    if (wrong) return ['untold', `On the unchanged image: ${wrong.evidence}`];
    if (doubt) return ['untold', `${doubt.status}: ${doubt.evidence}`];
    if (proven) return ['ships', proven.evidence];
    return ['equivalent', `nothing tells it from the unchanged image: ${one.promise}`];
  };
  const isLeftOut = (one: Interpretation) => one.verdict !== 'checkable' || !isKept(one);
  const textsOf = (some: readonly Interpretation[]) => [...new Set(some.map((it) => it.item.text))];
  return {
    mutants: cases.map((one) => {
      const proven = failing(one, one.own);
      const [fate, because] = fateOf(one, proven);
      /** The promise that would catch it, where none does yet. */
      const isProposed = fate !== 'noticed' && one.own.every(holds) && !isDead(one);
      const promise = proven && isProposed ? one.promise : undefined;
      return { fault: one.fault, heldOut: one.heldOut, fate, because, promise };
    }),
    leftOut: textsOf(promises.filter(isLeftOut)),
    /** Promises whose checks look only at the build, or at what was pushed. */
    blind: textsOf(claimed.filter(isBlind)),
    seconds: (performance.now() - started) / 1000,
  };
}

/** What a sentence means in a spec with these settings. */
export function understood(sentence: string | undefined, { defaults }: Pick<Spec, 'defaults'>) {
  if (sentence === undefined) return [];
  const text = `# Proposed\n\n## Success Criteria\n\n- [ ] ${sentence}\n`;
  const spec = { ...parseSpec(Buffer.from(text), 'proposed.md'), defaults };
  return interpret(spec, checks, new Date());
}

/** One promise for each claim, so that each has a result of its own. */
const byClaim = (promise: Interpretation): Interpretation[] =>
  promise.checks.map((claim) => ({ ...promise, checks: [claim] }));

/** Whether the check looks where the fault is: lies show in containers, and a mutant image is neither built by the spec's Dockerfile nor pushed. */
const sees = ({ checks }: Interpretation, { lie }: Mutation): boolean =>
  checks.some((claim) => {
    const all = needsOf(checkOf(claim), claim.params);
    const places = ['container', 'containers', ...(lie ? [] : ['image', 'files'])];
    return all.some((one) => places.includes(one)) && !all.includes('pushed');
  });

const keyOf = ({ checks }: Interpretation) => JSON.stringify(checks);

const checkIn = ({ checks: [claim] }: Interpretation) => claim?.check;

const isAlone = ({ checks }: Interpretation) =>
  checks.some((claim) => checkOf(claim).order === 'alone');

const isBusy = (one: Interpretation) => !isAlone(one);

const isUntold = ({ status }: Result) => status !== 'PASS' && status !== 'FAIL';

const noLie: Mutation = { lie: { to: /^/, tell: (asked, forward) => forward(asked) } };
