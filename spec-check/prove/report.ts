import Table from 'cli-table3';
import pc from 'picocolors';
import type { AnyCheck } from '../model/check.ts';
import { counted } from '../model/format.ts';
import type { Proof } from './prove.ts';

/** Check × fault × caught, what was not as it should be, and one last line. `width` in columns. */
export function proofText(
  { faults, good, alarms, seconds }: Proof,
  checks: readonly AnyCheck[],
  untested: readonly string[],
  width: number,
): string {
  const [first, second, last] = [20, Math.max(width, 80) - 20 - 14 - 4, 14];
  const table = new Table({
    head: ['Check', 'Fault', 'Caught'],
    colWidths: [first, second, last],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const { id } of checks) {
    for (const { fault, caught } of faults.filter((one) => one.check === id)) {
      table.push([id, fault, caught ? pc.green('caught') : pc.red('NOT CAUGHT')]);
    }
  }
  const survived = faults.filter(({ caught }) => !caught);
  const verdict = [
    survived.length === 0
      ? `${counted(faults.length, 'fault')}, all caught`
      : `${survived.length} of ${counted(faults.length, 'fault')} NOT caught`,
    ...(good.length === 0
      ? []
      : [
          alarms.length === 0
            ? `${counted(good.length, 'good image')}, no false alarm`
            : `${alarms.length} FALSE ALARM${alarms.length === 1 ? '' : 'S'} on ${good.length} good images`,
        ]),
    ...(untested.length === 0 ? [] : [`not put to the test: ${untested.join(', ')}`]),
  ].join('; ');
  return [
    table.toString(),
    ...survived.map(
      ({ check, fault, promise, said }) =>
        `${pc.red('NOT CAUGHT')} ${check}: ${fault}\n  promise  ${promise.split('\n')[0]}\n  it said  ${said}`,
    ),
    ...alarms.map(
      ({ image, promise, said }) =>
        `${pc.red('FALSE ALARM')} the image ${image}\n  promise  ${promise}\n  it said  ${said}`,
    ),
    `${verdict}. ${seconds.toFixed(0)} s`,
  ].join('\n\n');
}
