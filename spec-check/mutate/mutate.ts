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
import { allOf } from '../run/run.ts';
import { apiFaults } from './api-faults.ts';
import type { Fault } from './fault.ts';
import { imageFaults } from './image-faults.ts';
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

export const faults: readonly Fault[] = [...imageFaults, ...apiFaults];

/** How many mutants are looked at a time: each waits for its containers more than it computes. */
const atOnce = 4;

/** Makes a faulty image or API for each fault, and says what the spec would notice. Throws SpecError, MachineFault, or the signal's reason. */
export async function mutate(
  spec: Spec,
  items: readonly Interpretation[],
  context: ResourceContext,
  chosen: readonly Fault[] = faults,
) {
  const started = performance.now();
  const { signal, progress } = context;
  await using scope = new AsyncDisposableStack();
  const { facts, behindProxy, changed } = await workbench(context, scope);
  const turns = { waitForStart: async () => {}, yieldTurn() {}, progress() {} };
  let elsewhere: Promise<unknown> = Promise.resolve();
  const proveOn = async (pool: ResourcePool, claim: Claim) => {
    const proving = () => prove(claim, pool, { context, strict: false, ...turns });
    const isElsewhere = checkOf(claim).needs.includes('secondEngine');
    const result = isElsewhere ? elsewhere.then(proving) : proving();
    // There an image with the same layers would be taken for a copy.
    if (isElsewhere) elsewhere = result;
    await result;
    // An interrupted check has no result.
    signal.throwIfAborted();
    return result;
  };
  const onUnchanged = remembered(async (claim: Claim) => {
    const kinds = new Set<string>();
    await using pool = behindProxy((kind) => void kinds.add(kind));
    return { ...(await proveOn(pool, claim)), kinds };
  });
  /** The unchanged program, with all that a mutant has beside its fault. */
  const control = remembered(async (_: 'one') => scope.use(await changed({ start: 'exec "$@"' })));
  const onControl = remembered(async (claim: Claim) => proveOn(await control('one'), claim));

  progress('Proving the spec on the unchanged image');
  const promised = items.filter(({ verdict }) => verdict !== 'context');
  const claims = promised.flatMap((item) => item.checks);
  await allOf(claims.filter((claim) => !isAlone(claim)).map(onUnchanged));
  for (const claim of claims.filter(isAlone)) await onUnchanged(claim);
  const kept = new Map<string, Promised>();
  const leftOut: string[] = [];
  for (const { item, verdict, checks } of promised) {
    const results = await Promise.all(checks.map(onUnchanged));
    const holds = verdict === 'checkable' && results.every(({ status }) => status === 'PASS');
    if (!holds) leftOut.push(item.text);
    else for (const claim of checks) kept.set(JSON.stringify(claim), { text: item.text, claim });
  }
  if (kept.size === 0)
    throw new SpecError('nothing-holds', 'The unchanged image keeps no promise of the spec.', {
      hint: `Look at why first: ${commandName} check ${spec.path}`,
    });

  /** What is found by checks that run beside others, or by those that run alone; undefined when there is none. */
  const examine = async (fault: Fault, alone: boolean): Promise<Finding> => {
    const sentence = promiseOf(fault);
    if (sentence === undefined) return ['equivalent', 'there is no place for it'];
    const own = claimsOf(sentence, spec);
    const made = typeof fault[2] === 'function' ? fault[2](facts) : fault[2];
    const kinds = 'of' in made ? made.of.split(' ') : undefined;
    const relevant: Promised[] = [];
    const proposed = own.filter((claim) => !kept.has(JSON.stringify(claim)));
    for (const one of [...kept.values(), ...proposed.map((claim) => ({ claim }))]) {
      if (isAlone(one.claim) !== alone) continue;
      const before = await onUnchanged(one.claim);
      if (before.status === 'FAIL')
        return ['equivalent', `the image has it already: ${before.evidence}`];
      const isTouched = kinds?.some((kind) => before.kinds.has(kind)) ?? true;
      if (isTouched && before.status === 'PASS') relevant.push(one);
    }
    if (relevant.length === 0) return undefined;

    const makeMutant = async () => {
      if (!('of' in made)) return changed(made);
      return behindProxy((kind) => (kinds?.includes(kind) ? made.lie : undefined));
    };
    await using mutant = await makeMutant();
    // One that is broken says nothing of its fault.
    await (await mutant.get('container')).answers(signal);
    const doubts: string[] = [];
    const failure = async ({ claim, text }: Promised, on = mutant): Promise<Finding> => {
      const { status, evidence } = await proveOn(on, claim);
      if (status !== 'PASS' && status !== 'FAIL') doubts.push(`${status}: ${evidence}`);
      // What comes along with a fault is not the fault.
      const isFault = status === 'FAIL' && (kinds || (await onControl(claim)).status === 'PASS');
      if (!isFault) return undefined;
      return text === undefined ? ['ships', evidence] : ['noticed', `${text} → ${evidence}`];
    };
    const isExpected = ({ claim }: Promised) => own.some(({ check }) => check === claim.check);
    const promised = relevant.filter(({ text }) => text !== undefined);
    for (const one of promised.filter(isExpected)) {
      const found = await failure(one);
      if (found) return found;
    }
    const others = promised.filter((one) => !isExpected(one));
    const surprises = await allOf(others.map(async (one) => ((await failure(one)) ? [one] : [])));
    for (const one of surprises.flat()) {
      // A surprise has to come twice.
      await using again = await makeMutant();
      const found = await failure(one, again);
      if (found) return found;
    }
    for (const one of relevant.filter(({ text }) => text === undefined)) {
      const found = await failure(one);
      if (found) return found;
    }
    return doubts.length > 0 ? ['untold', doubts.join('; ')] : ['ships', ''];
  };

  const promiseOf = ([, promise]: Fault) =>
    typeof promise === 'string' ? promise : promise(facts);
  const found = new Map<Fault, Finding>();
  const look = async (fault: Fault, alone: boolean) => {
    const before = found.get(fault);
    if (isFinal(before)) return;
    const now = await examine(fault, alone).catch((error: unknown): Finding => {
      signal.throwIfAborted();
      return ['untold', messageOf(error)];
    });
    found.set(fault, isFinal(now) || !before?.[1] ? (now ?? before) : before);
    progress(`${found.size} of ${chosen.length}: ${fault[0]}: ${found.get(fault)?.[0] ?? 'later'}`);
  };
  const waiting = [...chosen];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await look(next, false);
  };
  await allOf(Array.from({ length: atOnce }, worker));
  for (const fault of chosen) await look(fault, true);
  const mutants = chosen.map((fault): Mutant => {
    const [fate, because] = found.get(fault) ?? ['equivalent', 'nothing asks the API for it'];
    const heldOut = fault[3] !== undefined;
    return { fault: fault[0], heldOut, fate, because, promise: promiseOf(fault) };
  });
  return { mutants, leftOut, seconds: (performance.now() - started) / 1000 };
}

/** A claim of the spec with its line, or of a proposal. */
interface Promised {
  readonly claim: Claim;
  readonly text?: string;
}

/** What the checks say of one mutant; undefined while they say nothing. */
type Finding = readonly [Mutant['fate'], string] | undefined;

const isFinal = (finding: Finding) => finding?.[0] === 'noticed' || finding?.[0] === 'equivalent';

/** What a sentence asks for below the settings of this spec. */
export function claimsOf(sentence: string, { defaults }: Pick<Spec, 'defaults'>): readonly Claim[] {
  const text = `# Proposed\n\n## Success Criteria\n\n- [ ] ${sentence}\n`;
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
