import { checkOf } from '../checks/check-of.ts';
import { checks } from '../checks/index.ts';
import { parseSpec } from '../language/document/parse-spec.ts';
import { interpret } from '../language/interpret.ts';
import type { Claim } from '../model/check.ts';
import { commandName } from '../model/command-name.ts';
import type { Interpretation } from '../model/interpretation.ts';
import { type Spec, SpecError } from '../model/spec.ts';
import type { ResourceContext } from '../resources/resource.ts';
import { messageOf, type ResourcePool } from '../run/pool.ts';
import { prove } from '../run/prove.ts';
import { apiFaults } from './api-faults.ts';
import type { MutantFault, RequestKind } from './fault.ts';
import { imageFaults, needsTool } from './image-faults.ts';
import { workbench } from './workbench.ts';

/** What became of one fault. */
export interface Mutant {
  readonly fault: string;
  readonly in: 'image' | 'api';
  readonly heldOut: boolean;
  /** `equivalent`: the image has the fault already, or no place for it. `untold`: not made, or not measured. */
  readonly fate: 'noticed' | 'ships' | 'equivalent' | 'untold';
  /** The promise that noticed it and what was found; or why it is equivalent or untold. */
  readonly because: string;
  /** What would have to be promised. */
  readonly promise: string | undefined;
  /** The promise holds for the image, and was seen to fail on the mutant. */
  readonly proven: boolean;
}

export interface Mutation {
  readonly mutants: readonly Mutant[];
  /** Promises that are not understood, or that the unchanged image does not keep: they notice nothing. */
  readonly leftOut: readonly string[];
  readonly seconds: number;
}

export const faults: readonly MutantFault[] = [...imageFaults, ...apiFaults];

/** How many mutants are looked at a time: each waits for its containers more than it computes. */
const atOnce = 3;

/** Makes a faulty image or API for each fault, and says what the spec would notice. Throws SpecError, MachineFault, or the signal's reason. */
export async function mutate(
  spec: Spec,
  items: readonly Interpretation[],
  context: ResourceContext,
  chosen: readonly MutantFault[] = faults,
): Promise<Mutation> {
  const started = performance.now();
  const { signal, progress } = context;
  await using bench = await workbench(context);
  const proveOn = async (pool: ResourcePool, claim: Claim) => {
    const turns = { waitForStart: async () => {}, yieldTurn() {}, progress() {} };
    const result = await prove(claim, pool, { context, strict: false, ...turns });
    // An interrupted check has no result.
    signal.throwIfAborted();
    return result;
  };
  const onUnchanged = remembered(async (claim: Claim) => {
    const kinds = new Set<RequestKind>();
    await using pool = bench.unchanged((kind) => kinds.add(kind));
    return { ...(await proveOn(pool, claim)), kinds };
  });
  await using controls = new AsyncDisposableStack();
  const control = remembered(async () => controls.use(await bench.control()));
  const onControl = remembered(async (claim: Claim) => proveOn(await control(0), claim));

  progress('Proving the spec on the unchanged image');
  const promised = items.filter(({ verdict }) => verdict !== 'context');
  const claims = promised.flatMap((item) => item.checks);
  await Promise.all(claims.filter((claim) => !isAlone(claim)).map(onUnchanged));
  for (const claim of claims.filter(isAlone)) await onUnchanged(claim);
  const kept: { readonly text: string; readonly claim: Claim }[] = [];
  const leftOut: string[] = [];
  for (const { item, verdict, checks } of promised) {
    const results = await Promise.all(checks.map(onUnchanged));
    const holds = verdict === 'checkable' && results.every(({ status }) => status === 'PASS');
    if (holds) kept.push(...checks.map((claim) => ({ text: item.text, claim })));
    else leftOut.push(item.text);
  }
  if (kept.length === 0)
    throw new SpecError('nothing-holds', 'The unchanged image keeps no promise of the spec.', {
      hint: `Look at why first: ${commandName} check ${spec.path}`,
    });

  /** What the checks say that run beside others, or those that run alone; undefined while nothing is decided. */
  const examine = async (fault: MutantFault, alone: boolean): Promise<Finding> => {
    const promise = fault.promise(bench.facts);
    if (promise === undefined) return ['equivalent', 'there is no place for it'];
    const own = claimsOf(promise, spec);
    const now = own.filter((claim) => isAlone(claim) === alone);
    for (const claim of now) {
      const { status, evidence } = await onUnchanged(claim);
      if (status === 'FAIL') return ['equivalent', `the image has it already: ${evidence}`];
    }
    const touches = async (claim: Claim) => {
      if ('change' in fault) return true;
      const { kinds } = await onUnchanged(claim);
      return fault.of.some((kind) => kinds.has(kind));
    };
    const tried: typeof kept = [];
    for (const one of kept)
      if (isAlone(one.claim) === alone && (await touches(one.claim))) tried.push(one);
    if (tried.length + now.length === 0) return undefined;

    await using mutant = await bench.mutant(fault);
    if ('change' in fault) {
      // One that is broken says nothing of its fault.
      const container = await mutant.get('container');
      await container.answers(signal);
    }
    const doubts: string[] = [];
    const failure = async (claim: Claim, pool = mutant): Promise<string | undefined> => {
      const { status, evidence } = await proveOn(pool, claim);
      if (status !== 'PASS' && status !== 'FAIL') doubts.push(`${status}: ${evidence}`);
      if (status !== 'FAIL') return undefined;
      // What comes with a fault is not the fault.
      const carries = 'change' in fault && needsTool(fault.change(bench.facts));
      return carries && (await onControl(claim)).status !== 'PASS' ? undefined : evidence;
    };
    const isExpected = ({ claim }: { readonly claim: Claim }) =>
      own.some(({ check }) => check === claim.check);
    for (const { text, claim } of tried.filter(isExpected)) {
      const evidence = await failure(claim);
      if (evidence !== undefined) return ['noticed', `${text} → ${evidence}`];
    }
    const surprises = await Promise.all(
      tried
        .filter((one) => !isExpected(one))
        .map(async (one) => ((await failure(one.claim)) === undefined ? [] : [one])),
    );
    for (const { text, claim } of surprises.flat()) {
      await using another = await bench.mutant(fault);
      const evidence = await failure(claim, another);
      if (evidence !== undefined) return ['noticed', `${text} → ${evidence}`];
    }
    if (doubts.length > 0) return ['untold', doubts.join('; ')];
    for (const claim of now) {
      const { status } = await onUnchanged(claim);
      const evidence = status === 'PASS' ? await failure(claim) : undefined;
      if (evidence !== undefined) return ['ships', evidence];
    }
    return undefined;
  };

  const found = new Map<MutantFault, Finding>();
  const look = async (fault: MutantFault, alone: boolean) => {
    const before = found.get(fault);
    if (before?.[0] === 'noticed' || before?.[0] === 'equivalent') return;
    const t0 = performance.now();
    const now = await examine(fault, alone).catch((error: unknown): Finding => {
      signal.throwIfAborted();
      return ['untold', messageOf(error)];
    });
    const isFinal = now?.[0] === 'noticed' || now?.[0] === 'equivalent';
    found.set(fault, isFinal ? now : (before ?? now));
    const [fate] = found.get(fault) ?? [];
    if (process.env.DBG) progress(`${alone ? 'alone' : ''} ${((performance.now() - t0) / 1000).toFixed(1)} s ${fault.fault}`);
    if (fate) progress(`${found.size} of ${chosen.length}: ${fault.fault}: ${fate}`);
  };
  const waiting = [...chosen];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await look(next, false);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  for (const fault of chosen) await look(fault, true);
  return {
    mutants: chosen.map((fault) => mutantOf(fault, found.get(fault), fault.promise(bench.facts))),
    leftOut,
    seconds: (performance.now() - started) / 1000,
  };
}

/** A fate and its reason; `ships` with what the proposed promise says of the mutant. Undefined while nothing is known. */
type Finding = readonly [Mutant['fate'], string] | undefined;

function mutantOf(fault: MutantFault, finding: Finding, promise: string | undefined): Mutant {
  const [fate, because] = finding ?? ['ships', ''];
  return {
    fault: fault.fault,
    in: 'change' in fault ? 'image' : 'api',
    heldOut: fault.heldOut === true,
    ...{ fate, because, promise, proven: fate === 'ships' && because !== '' },
  };
}

/** What a sentence would ask for below the settings of this spec. */
export function claimsOf(promise: string, { defaults }: Pick<Spec, 'defaults'>): readonly Claim[] {
  const text = `# Proposed\n\n## Success Criteria\n\n- [ ] ${promise}\n`;
  const spec = { ...parseSpec(Buffer.from(text), 'proposed.md'), defaults };
  return interpret(spec, checks, new Date()).flatMap((item) => item.checks);
}

const isAlone = (claim: Claim) => checkOf(claim).order === 'alone';

/** Runs once for each value, however often it is asked. */
function remembered<T, R>(work: (value: T) => Promise<R>): (value: T) => Promise<R> {
  const known = new Map<string, Promise<R>>();
  return (value) => {
    const key = JSON.stringify(value);
    const result = known.get(key) ?? work(value);
    known.set(key, result);
    return result;
  };
}
