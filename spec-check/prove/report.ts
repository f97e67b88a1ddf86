import pc from 'picocolors';
import type { AnyCheck } from '../model/check.ts';
import { counted } from '../model/format.ts';
import type { Proof } from './prove.ts';

/** Every fault by check, what was not as it should be, and one last line. */
export function proofText(
  { faults, good, alarms, seconds }: Proof,
  checks: readonly AnyCheck[],
  untested: readonly string[],
): string {
  const width = Math.max(...checks.map(({ id }) => id.length));
  const list = checks.flatMap(({ id }) =>
    faults
      .filter(({ check }) => check === id)
      .map(({ fault, caught }) => {
        const shown = caught ? pc.green('caught    ') : pc.red('NOT CAUGHT');
        return `${shown} ${id.padEnd(width)} ${fault}`;
      }),
  );
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
    list.join('\n'),
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
