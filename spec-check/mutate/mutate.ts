import { isDeepStrictEqual } from 'node:util';
import { checkOf } from '../checks/check-of.ts';
import { checks } from '../checks/index.ts';
import { parseSpec } from '../language/document/parse-spec.ts';
import { interpret } from '../language/interpret.ts';
import { commandName } from '../model/command-name.ts';
import type { Interpretation } from '../model/interpretation.ts';
import { type Spec, SpecError } from '../model/spec.ts';
import type { ResourceContext } from '../resources/resource.ts';
import { planRun } from '../run/plan.ts';
import { messageOf } from '../run/pool.ts';
import { allOf } from '../run/run.ts';
import type { Fault } from './fault.ts';
import { faults } from './image-faults.ts';
import { workbench } from './workbench.ts';

/** What became of one fault. */
export interface Mutant {
  readonly fault: string;
  readonly heldOut: boolean;
  /** `ships`: nothing notices it. `equivalent`: the image has it already, or no place for it. `untold`: not made, or not measured. */
  readonly fate: 'noticed' | 'ships' | 'equivalent' | 'untold';
  /** The promise that noticed it, with what was found; why it is equivalent or untold; what `promise` finds in one that ships. */
  readonly because: string;
  /** Holds for the image and fails on the mutant, where that ships and `because` says so. */
  readonly promise: string | undefined;
}

/** How many mutants are looked at a time: each waits for its containers more than it computes. */
const atOnce = 4;

/** Makes a faulty image for each fault, and says what the spec would notice. Throws SpecError, MachineFault, or the signal's reason. */
export async function mutate(
  spec: Spec,
  items: readonly Interpretation[],
  context: ResourceContext,
  chosen: readonly Fault[] = faults,
) {
  const started = performance.now();
  const { signal, progress } = context;
  await using scope = new AsyncDisposableStack();
  const { facts, mutant } = await workbench(spec, context, scope);
  const promiseOf = ([, promise]: Fault) =>
    typeof promise === 'string' ? promise : promise(facts);
  const proposed = new Map(chosen.map((fault) => [fault, understood(promiseOf(fault), spec)]));
  const promised = planRun(spec, items, { only: [], skip: [] }).items;

  progress('Proving the spec, and what may be proposed, on the unchanged image');
  // It has all that comes along with faults.
  const unchanged = await mutant({ start: 'exec "$@"' });
  const all = [...promised, ...proposed.values()].flat().flatMap(byClaim);
  const results = await unchanged(all);
  const before = (one: Interpretation) =>
    results[all.findIndex(({ checks }) => isDeepStrictEqual(checks, one.checks))];
  const holds = (one: Interpretation) => before(one)?.status === 'PASS';
  const isKept = (one: Interpretation) => one.verdict === 'checkable' && byClaim(one).every(holds);
  const tried = promised.filter(isKept).flatMap(byClaim);
  if (tried.length === 0)
    throw new SpecError('nothing-holds', 'The unchanged image keeps no promise of the spec.', {
      hint: `Look at why first: ${commandName} check ${spec.path}`,
    });

  /** What is found by checks that run beside others, or by those that run alone; undefined when there is none. */
  const examine = async (fault: Fault, alone: boolean): Promise<Finding> => {
    const own = proposed.get(fault)?.flatMap(byClaim) ?? [];
    if (own.length === 0) return ['equivalent', 'there is no place for it'];
    const isNow = (one: Interpretation) => holds(one) && isAlone(one) === alone;
    const isExpected = ({ checks: [claim] }: Interpretation) =>
      own.some(({ checks: [other] }) => other?.check === claim?.check);
    const already = own.map(before).find((result) => result?.status === 'FAIL');
    if (already && !tried.some(isExpected))
      return ['equivalent', `the image has it already: ${already.evidence}`];
    const lines = tried.filter(isNow);
    const proposals = own.filter(isNow);
    if (lines.length + proposals.length === 0) return undefined;

    const made = typeof fault[2] === 'function' ? fault[2](facts) : fault[2];
    const prove = await mutant(made);
    const doubts: string[] = [];
    const failing = async (some: Interpretation[]) => {
      const found = await prove(some);
      const unsure = found.filter(({ status }) => status !== 'PASS' && status !== 'FAIL');
      doubts.push(...unsure.map(({ status, evidence }) => `${status}: ${evidence}`));
      return some.flatMap((one, index) => {
        const { status, evidence = '' } = found[index] ?? {};
        return status === 'FAIL' ? [{ one, evidence }] : [];
      });
    };
    const noticed = ({ one: { item }, evidence }: { one: Interpretation; evidence: string }) =>
      ['noticed', `${item.text} → ${evidence}`] as const;
    const [expected] = await failing(lines.filter(isExpected));
    if (expected) return noticed(expected);
    const others = lines.filter((one) => !isExpected(one));
    const found = await failing([...others, ...proposals]);
    // A surprise has to come twice.
    const surprises = found.flatMap(({ one }) => (others.includes(one) ? [one] : []));
    const [surprise] = await failing(surprises);
    if (surprise) return noticed(surprise);
    const proven = found.find(({ one }) => proposals.includes(one));
    if (proven) return ['ships', proven.evidence];
    return doubts.length > 0 ? ['untold', doubts.join('; ')] : ['ships', ''];
  };

  const found = new Map<Fault, Finding>();
  for (const alone of [false, true]) {
    const waiting = chosen.filter((fault) => !isFinal(found.get(fault)));
    const worker = async () => {
      for (let fault = waiting.shift(); fault; fault = waiting.shift()) {
        const earlier = found.get(fault);
        const now = await examine(fault, alone).catch((error: unknown): Finding => {
          signal.throwIfAborted();
          return ['untold', messageOf(error)];
        });
        const fate = isFinal(now) || !earlier?.[1] ? (now ?? earlier) : earlier;
        found.set(fault, fate);
        progress(`${found.size} of ${chosen.length}: ${fault[0]}: ${fate?.[0] ?? 'later'}`);
      }
    };
    await allOf(Array.from({ length: alone ? 1 : atOnce }, worker));
  }
  const mutants = chosen.map((fault): Mutant => {
    const [fate, because] = found.get(fault) ?? ['untold', 'Nothing was proven of it.'];
    return { fault: fault[0], heldOut: !!fault[3], fate, because, promise: promiseOf(fault) };
  });
  const seconds = (performance.now() - started) / 1000;
  const leftOut = promised.filter((one) => !isKept(one)).map(({ item }) => item.text);
  return { mutants, leftOut, seconds };
}

/** What the checks say of one mutant; undefined while they say nothing. */
type Finding = readonly [Mutant['fate'], string] | undefined;

const isFinal = (finding: Finding) => finding?.[0] === 'noticed' || finding?.[0] === 'equivalent';

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

function isAlone({ checks }: Interpretation): boolean {
  return checks.some((claim) => checkOf(claim).order === 'alone');
}
