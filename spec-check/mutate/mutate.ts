import type { Interpretation, Spec } from '../model/spec.ts';
import type { ResourceContext } from '../resources/resource.ts';
import { allOf, atATime } from '../run/all-of.ts';
import type { Mutation } from './facts.ts';
import { type Findings, findingsOf } from './findings.ts';
import { type Case, isAlone, type MutationPlan, planMutants, sees } from './plan.ts';
import { type Prove, workbench } from './workbench.ts';

type Lines = readonly Interpretation[];
type Mutants = readonly Mutation[];

export type MutationResult = Awaited<ReturnType<typeof mutate>>;

/** How many images are looked at a time: each waits for its containers more than it computes. */
const atOnce = 5;

/** Makes faulty images and APIs of a real one, and says which the spec would notice. Throws what the workbench throws, or the signal's reason. */
export async function mutate(
  spec: Spec,
  items: Lines,
  context: ResourceContext,
  { only, bench = workbench }: { only?: readonly string[]; bench?: typeof workbench } = {},
) {
  const started = performance.now();
  await using scope = new AsyncDisposableStack();
  const { facts, prove } = await bench(spec, context, scope);
  const { progress } = context;
  const plan = planMutants(spec, items, facts, only);
  progress('Proving the spec, and what may be proposed, on the unchanged image');
  const claims = [...plan.lines, ...plan.cases.flatMap(({ own }) => own), ...plan.starts];
  const findings = findingsOf(plan, await proveSurely(prove, [], claims));
  await tryLines(plan, findings, prove, progress);
  const isLeftOut = (one: Interpretation) => one.verdict !== 'checkable' || !findings.isKept(one);
  return {
    mutants: plan.cases.map(findings.mutantOf),
    leftOut: textsOf(plan.promises.filter(isLeftOut)),
    blind: textsOf(plan.blind),
    seconds: (performance.now() - started) / 1000,
  };
}

const textsOf = (some: Lines) => [...new Set(some.map(({ item }) => item.text))];

/** Tries lines on the mutants of the plan, and adds the results to the findings. */
async function tryLines(
  { lines, cases }: MutationPlan,
  { found, unfair, alive, isKept, isFair, isOpen, noticeOf }: Findings,
  prove: Prove,
  progress: (message: string) => void,
) {
  const lies = cases.filter(({ made }) => made.lie);
  const images = cases.filter(({ made }) => !made.lie);

  async function lookAt(one: Case, some: Lines) {
    const results = await proveSurely(prove, [one.made], some, one.own);
    found.set(one, [...(found.get(one) ?? []), ...results]);
    progress(`Looked at ${found.size} of ${cases.length}: ${one.fault}`);
  }

  /** Each mutant alone, because one that does not start would hide others beside it. */
  function tryExpected(some: readonly Case[], isNow: typeof isAlone, count: number) {
    const open = some.filter((one) => isOpen(one) && one.own.every(isNow));
    const starts = ({ made }: Case) => (made.lie ? [] : alive);
    return atATime(count, open, (one) =>
      lookAt(one, [...one.expected.filter(isKept), ...one.own, ...starts(one)]),
    );
  }

  /** A line may fail because of the proxy itself, or of what was left behind in the container. */
  async function tryWithoutLie() {
    const noticed = lies.flatMap((one) => noticeOf(one)?.one ?? []);
    const isNext = (line: Interpretation) => lies.some(isOpen) && isKept(line) && sees(line, noLie);
    const asked = lines.filter((line) => noticed.includes(line) || isNext(line));
    for (const { one, status } of await prove([noLie], asked))
      if (status !== 'PASS') unfair.add(one);
  }

  /** Nobody expects them to notice anything: on all mutants at once, then those that fail on each alone. */
  async function tryOthers(some: readonly Case[], isNow: typeof isAlone, count: number) {
    const open = some.filter(isOpen);
    const mutants = open.map(({ made }) => made);
    const isNext = (line: Interpretation) =>
      isNow(line) && isKept(line) && mutants.some((made) => sees(line, made) && isFair(line, made));
    const wanted = lines.filter(isNext);
    if (wanted.length === 0) return;
    const together = await prove(mutants, wanted);
    const doubtful = together.filter(({ status }) => status !== 'PASS').map(({ one }) => one);
    if (doubtful.length > 0) await atATime(count, open, (one) => lookAt(one, doubtful));
  }

  // Lies share a container, so they are told one after the other; an image has one of its own.
  const inLanes = (step: typeof tryOthers, isNow: typeof isAlone, count: number) =>
    allOf([step(lies, isNow, 1), step(images, isNow, count)]);
  const isBusy = (line: Interpretation) => !isAlone(line);
  await inLanes(tryExpected, isBusy, atOnce);
  await inLanes(tryExpected, isAlone, 1);
  await tryWithoutLie();
  await inLanes(tryOthers, isBusy, atOnce);
  await inLanes(tryOthers, isAlone, 1);
}

const noLie: Mutation = { lie: { to: /^/, tell: (asked, forward) => forward(asked) } };

/** Proves again alone what does not hold, unless one of `confirms` fails as well. */
async function proveSurely(prove: Prove, mutant: Mutants, some: Lines, confirms: Lines = []) {
  const results = await prove(mutant, some);
  const odd = results.filter(({ status }) => status !== 'PASS');
  const isSure = odd.some(({ one, status }) => status === 'FAIL' && confirms.includes(one));
  if (isSure || odd.length === 0) return results;
  const doubtful = odd.map(({ one }) => one);
  return [...results.filter((it) => !odd.includes(it)), ...(await prove(mutant, doubtful))];
}
