import pc from 'picocolors';
import type { AnyCheck } from '../model/check.ts';
import { counted } from '../model/format.ts';
import type { Proof } from './prove.ts';

export function proofText(
  { faults, good, alarms, seconds }: Proof,
  checks: readonly AnyCheck[],
  untested: readonly string[],
): string {
  const width = Math.max(...checks.map(({ id }) => id.length));
  const list = faults
    .toSorted((one, other) => one.check.localeCompare(other.check))
    .map(({ check, fault, caught }) => {
      const outcome = caught ? pc.green('caught    ') : pc.red('NOT CAUGHT');
      return `${outcome} ${check.padEnd(width)} ${fault}`;
    });
  const survived = faults.filter(({ caught }) => !caught);
  const wrong = [
    ...survived.map((one) => ({ ...one, title: `NOT CAUGHT ${one.check}: ${one.fault}` })),
    ...alarms.map((one) => ({ ...one, title: `FALSE ALARM the image ${one.image}` })),
  ].map(
    ({ title, promise, said }) =>
      `${pc.red(title)}\n  promise  ${promise.split('\n')[0]}\n  it said  ${said}`,
  );
  const verdict = [
    `${counted(faults.length, 'fault')}, ${survived.length > 0 ? `${survived.length} NOT` : 'all'} caught`,
    `${counted(good.length, 'good image')}, ${counted(alarms.length, 'false alarm')}`,
    ...checks.flatMap(({ id, unprovable }) => (unprovable ? [`${id} ${unprovable}`] : [])),
    ...(untested.length === 0 ? [] : [`not put to the test: ${untested.join(', ')}`]),
  ].join('; ');
  return [list.join('\n'), ...wrong, `${verdict}. ${seconds.toFixed(0)} s`].join('\n\n');
}
