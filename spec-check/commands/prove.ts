import { existsSync } from 'node:fs';
import { SpecError } from '../model/spec.ts';
import { chosen, proveChecks, untested } from '../prove/prove.ts';
import { proofText } from '../prove/report.ts';
import { checkIds } from './run/check-ids.ts';
import { interruptible } from './run/interruption.ts';
import { print } from './run/print.ts';

/** `spec-check prove`: turns every check red on purpose. Returns 1 when a fault survives, a good image is refused, or nothing puts a check to the test. */
export async function prove({ only, format }: { only?: string[]; format: 'table' | 'json' }) {
  if (!existsSync(new URL('../prove/image', import.meta.url)))
    throw new SpecError('prove-not-packed', 'The faulty images are no part of the package.', {
      hint: 'Run prove in a clone of the repository.',
    });
  const ids = checkIds(only);
  const progress = (message: string) => process.stderr.write(`  ${message}\n`);
  return interruptible(async (signal) => {
    const { proof } = await proveChecks(ids, { signal, progress });
    const unproven = untested(ids);
    const text = proofText(proof, chosen(ids), unproven);
    print(format, { schema: 1, ...proof, untested: unproven }, text);
    const survived = proof.faults.some(({ caught }) => !caught);
    return survived || proof.alarms.length > 0 || unproven.length > 0 ? 1 : 0;
  });
}
