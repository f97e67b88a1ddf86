import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { checks } from '../checks/index.ts';
import { ownedTag } from '../docker/labels.ts';
import { parseSpec } from '../language/document/parse-spec.ts';
import { interpret } from '../language/interpret.ts';
import type { Interpretation } from '../model/interpretation.ts';
import type { Spec } from '../model/spec.ts';
import type { ResourceContext } from '../resources/resource.ts';
import { resources } from '../resources/resources.ts';
import { planRun } from '../run/plan.ts';
import { messageOf, resourcePool } from '../run/pool.ts';
import { run } from '../run/run.ts';
import { type Fault, faultsOf } from './faults.ts';

/** `equivalent`: the image has the fault already, or no place for it. `untold`: not made, or not measured. With the promise that noticed it, why, or what the proposal finds in one that `ships`. */
type Finding = readonly [fate: 'noticed' | 'ships' | 'equivalent' | 'untold', because: string];

/** Makes a faulty image for each fault, and says what the spec would notice. Throws what `run` and the builder throw. */
export async function mutate(
  spec: Spec,
  items: readonly Interpretation[],
  context: ResourceContext,
  only?: readonly string[],
) {
  const { signal, progress } = context;
  await using base = resourcePool(resources, context, () => {});
  const { docker } = await base.get('engine');
  const image = await base.get('image');
  const names: string[] = [];
  await using scope = new AsyncDisposableStack();
  scope.defer(async () => {
    await docker.run(['rmi', '--force', ...names], { timeout: 60_000 });
  });
  const prove = async (reference: string, some: Interpretation[]) => {
    const options = { ...context.options, image: reference };
    const own = { ...context, options, runId: randomBytes(4).toString('hex') };
    const plan = { spec, items: some, leftOut: 0, notChecked: [] };
    const { items } = await run(plan, { context: own, strict: false, emit() {} });
    return some.map((one, index) => ({ one, ...items[index] }));
  };
  const newName = () => {
    names.push(`spec-check/mutant-${names.length}:${ownedTag(context.runId)}`);
    return names.at(-1) ?? '';
  };
  const from = newName();
  await docker.read(['tag', image.id, from], { signal });

  progress('Proving the spec, and what may be proposed, on the unchanged image');
  const promised = planRun(spec, items, { only: [], skip: [] }).items;
  const chosen = faultsOf(image, from).filter(([fault]) => only?.includes(fault) ?? true);
  const proposals = chosen.map(([, promise]) => understood(promise, spec).flatMap(byClaim));
  const all = [...promised.flatMap(byClaim), ...proposals.flat()];
  const unchanged = await prove(image.id, all);
  const before = ({ checks }: Interpretation) =>
    unchanged.find(({ one }) => isDeepStrictEqual(one.checks, checks));
  const holds = (one: Interpretation) => before(one)?.status === 'PASS';
  const isKept = (one: Interpretation) => one.verdict === 'checkable' && byClaim(one).every(holds);
  const kept = promised.filter(isKept).flatMap(byClaim);

  const examine = async ([, , lines]: Fault, own: readonly Interpretation[]): Promise<Finding> => {
    if (own.length === 0) return ['equivalent', 'there is no place for it'];
    const same = ({ checks: [claim] }: Interpretation) =>
      own.some(({ checks: [other] }) => other?.check === claim?.check);
    const already = own.map(before).find((result) => result?.status === 'FAIL');
    if (already && !kept.some(same)) return ['equivalent', `it is so already: ${already.evidence}`];
    const name = newName();
    const dockerfile = [`FROM ${from}`, ...lines].join('\n');
    await docker.read(['build', '--quiet', '--tag', name, '-'], { signal, input: dockerfile });
    const failing = async (some: Interpretation[]) =>
      some.length === 0 ? [] : (await prove(name, some)).filter(({ status }) => status === 'FAIL');
    const expected = await failing(kept.filter(same));
    const others = expected.length > 0 ? [] : await failing(kept.filter((one) => !same(one)));
    // A surprise has to come twice.
    const [noticed] = [...expected, ...(await failing(others.map(({ one }) => one)))];
    if (noticed) return ['noticed', `${noticed.text} → ${noticed.evidence}`];
    const [proven] = await failing(own.filter(holds));
    return ['ships', proven?.evidence ?? ''];
  };
  const mutants = [];
  for (const [index, fault] of chosen.entries()) {
    const [fate, because] = await examine(fault, proposals[index] ?? []).catch(
      (error: unknown): Finding => ['untold', messageOf(error)],
    );
    signal.throwIfAborted();
    const [name, promise, , heldOut] = fault;
    progress(`${index + 1} of ${chosen.length}: ${name}: ${fate}`);
    mutants.push({ fault: name, promise, heldOut: !!heldOut, fate, because });
  }
  const leftOut = promised.filter((one) => !isKept(one)).map(({ item }) => item.text);
  return { mutants, leftOut };
}

/** What a sentence asks for below the settings of this spec. */
export function understood(sentence: string | undefined, { defaults }: Pick<Spec, 'defaults'>) {
  if (!sentence) return [];
  const text = `# Proposed\n\n## Success Criteria\n\n- [ ] ${sentence}\n`;
  const spec = { ...parseSpec(Buffer.from(text), 'proposed.md'), defaults };
  return interpret(spec, checks, new Date());
}

/** A promise for each of its claims, so that each has a result of its own. */
function byClaim(promise: Interpretation): Interpretation[] {
  return promise.checks.map((claim) => ({ ...promise, checks: [claim] }));
}
