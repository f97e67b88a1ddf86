import { isDeepStrictEqual } from 'node:util';
import { type CheckResult, type ReportItem, type Status, worstOf } from '../model/report.ts';
import type { Interpretation } from '../model/spec.ts';

/** Exit code of a finished run (fixed): 0 all holds, 1 something does not, 3 only errors. */
export function exitCodeOf(items: readonly Pick<ReportItem, 'status'>[]): 0 | 1 | 3 {
  const has = (...wanted: Status[]) => items.some(({ status }) => wanted.includes(status));
  if (has('FAIL', 'UNVERIFIED', 'AMBIGUOUS')) return 1;
  if (has('ERROR')) return 3;
  return has('PASS') ? 0 : 1;
}

/** The items with what they add up to. */
export function totals(items: ReportItem[], seconds: number) {
  const count = (wanted: Status) => items.filter(({ status }) => status === wanted).length;
  const summary = {
    pass: count('PASS'),
    standIn: items.filter(({ status, proof }) => status === 'PASS' && proof === 'stand-in').length,
    fail: count('FAIL'),
    unverified: count('UNVERIFIED'),
    ambiguous: count('AMBIGUOUS'),
    error: count('ERROR'),
    waived: count('WAIVED'),
    seconds,
  };
  return { summary, exitCode: exitCodeOf(items), items };
}

/** A promise in the report, with the results of its checks so far. */
export function reportItem(
  { item, verdict, reason, checks: claims, from }: Interpretation,
  results: readonly CheckResult[],
): ReportItem {
  const own = claims.flatMap((claim) => {
    const of = ({ check, params }: CheckResult) =>
      check === claim.check && isDeepStrictEqual(params, claim.params);
    return results.find(of) ?? [];
  });
  const { id, line, text, section } = item;
  const kind = item.kind === 'constraint' ? ('constraint' as const) : ('criterion' as const);
  const heading = section.slice(1).join(' › ') || 'Constraint';
  const described = {
    ...{ id, section: section.join(' › '), line, text, kind },
    ...(kind === 'constraint' && { heading }),
    ...{ proof: null, checks: own },
  };
  if (verdict !== 'checkable') return { ...described, status: unproven[verdict], evidence: reason };
  // It holds only when all its checks do.
  const { status = 'UNVERIFIED', evidence = '' } = worstOf(own) ?? {};
  const leansOnSubstitute = own.some(({ proof }) => proof === 'stand-in');
  return {
    ...described,
    status,
    proof: status !== 'PASS' ? null : leansOnSubstitute ? 'stand-in' : 'direct',
    evidence: [evidence || [], from ?? []].flat().join('; '),
  };
}

const unproven = {
  waived: 'WAIVED',
  expired: 'FAIL',
  ambiguous: 'AMBIGUOUS',
  unverified: 'UNVERIFIED',
  context: 'UNVERIFIED',
} as const;
