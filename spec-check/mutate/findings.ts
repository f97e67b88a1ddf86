import type { Interpretation } from '../model/spec.ts';
import type { Mutation } from './facts.ts';
import { type Case, keyOf, type MutationPlan } from './plan.ts';
import type { MutantResult } from './workbench.ts';

/** `ships`: the spec does not notice it, though one more promise would. `equivalent`: nothing tells it from the image. `untold`: not made, dead, or not measured. */
type Fate = 'noticed' | 'ships' | 'equivalent' | 'untold';

export type Findings = ReturnType<typeof findingsOf>;

/** What became of a fault, and why: the promise that noticed it, or what the promise made against it found. */
export type Mutant = ReturnType<Findings['mutantOf']>;

/** What is known of the mutants of a plan: at first only how its lines fare on the unchanged image. */
export function findingsOf({ lines, starts }: MutationPlan, unchanged: readonly MutantResult[]) {
  const found = new Map<Case, readonly MutantResult[]>();
  /** Lines that fail behind a proxy that tells no lie. */
  const unfair = new Set<Interpretation>();
  const before = (one: Interpretation) => unchanged.filter((it) => keyOf(it.one) === keyOf(one));
  const holds = (one: Interpretation) => before(one).every(({ status }) => status === 'PASS');
  const isKept = ({ item }: Interpretation) => lines.every((it) => it.item !== item || holds(it));
  const isFair = (line: Interpretation, { lie }: Mutation) => !(lie && unfair.has(line));
  const alive = starts.filter((one) => before(one).every(({ status }) => status !== 'FAIL'));

  const failing = (one: Case, some: readonly Interpretation[]) =>
    found.get(one)?.find((result) => result.status === 'FAIL' && some.includes(result.one));
  const deathOf = (one: Case) => failing(one, alive);
  const notedBy = (one: Case) => lines.filter((line) => isKept(line) && isFair(line, one.made));
  const noticeOf = (one: Case) => failing(one, notedBy(one));
  const isSoAlready = ({ own }: Case) => own.flatMap(before).find((it) => it.status === 'FAIL');

  /** Whether another look may tell more: there is a place for it, and it is neither dead nor noticed. */
  function isOpen(one: Case) {
    const isPlaced = one.expected.some(isKept) || !isSoAlready(one);
    return one.own.length > 0 && isPlaced && !deathOf(one) && !noticeOf(one);
  }

  function fateOf(one: Case): readonly [Fate, because: string] {
    const [dead, noticed, already] = [deathOf(one), noticeOf(one), isSoAlready(one)];
    const wrong = one.own.flatMap(before).find(({ status }) => status !== 'PASS');
    const doubt = found.get(one)?.find((it) => isUntold(it) && !alive.includes(it.one));
    const proven = failing(one, one.own);
    if (one.own.length === 0) return ['equivalent', 'no place for it is known'];
    if (dead) return ['untold', `It does not even start: ${dead.evidence}`];
    if (noticed) return ['noticed', `${noticed.one.item.text} → ${noticed.evidence}`];
    if (already) return ['equivalent', `it is so already: ${already.evidence}`];
    if (wrong) return ['untold', `On the unchanged image: ${wrong.evidence}`];
    if (doubt) return ['untold', `${doubt.status}: ${doubt.evidence}`];
    if (proven) return ['ships', proven.evidence];
    return ['equivalent', `nothing tells it from the unchanged image: ${one.promise}`];
  }

  function mutantOf(one: Case) {
    const [fate, because] = fateOf(one);
    /** The promise that would catch it, where none does yet. */
    const isCatching = failing(one, one.own) && one.own.every(holds);
    const promise = isCatching && fate !== 'noticed' && !deathOf(one) ? one.promise : undefined;
    return { fault: one.fault, heldOut: one.heldOut, fate, because, promise };
  }

  return { found, unfair, alive, isKept, isFair, noticeOf, isOpen, mutantOf };
}

const isUntold = ({ status }: MutantResult) => status !== 'PASS' && status !== 'FAIL';
