import type { AnyCheck, Claim } from '../../model/check.ts';
import type { Fault } from '../../model/fault.ts';

/** A check written out below an item: of its first sentence that says more than the check itself, or as a block. */
export function writtenOut(
  check: AnyCheck,
  requests: readonly Claim[],
  faults: readonly Fault[],
): string {
  const block = faults.find(({ promise }) => promise.includes('```'));
  if (check.language.examples.length === 0 && block !== undefined) return `- [ ] ${block.promise}`;
  const own = requests.filter((request) => request.check === check.id);
  const said = own.find(({ params }) => Object.keys(params).length > 0) ?? own[0];
  const words = Object.entries(said?.params ?? {})
    // Nothing is said by an empty list.
    .filter(([, value]) => !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => ` ${name}=${written(value)}`);
  return `- [ ] In words of your own\n  <!-- check: ${check.id}${words.join('')} -->`;
}

function written(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return /\s/.test(value) ? `"${value}"` : value;
}
