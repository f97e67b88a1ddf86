import { isDeepStrictEqual } from 'node:util';
import type { Interpretation } from '../model/interpretation.ts';
import type { CheckResult, ReportItem } from '../model/report.ts';
import { statusOfItem } from './outcome.ts';

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
  const described = {
    ...{ id, section: section.join(' › '), line, text, kind },
    ...{ proof: null, checks: own },
  };
  if (verdict !== 'checkable') return { ...described, status: unproven[verdict], evidence: reason };
  const status = statusOfItem(own);
  const deciding = own.filter((result) => result.status === status);
  const leansOnSubstitute = own.some(({ proof }) => proof === 'stand-in');
  return {
    ...described,
    status,
    proof: status !== 'PASS' ? null : leansOnSubstitute ? 'stand-in' : 'direct',
    evidence: [...new Set(deciding.map(({ evidence }) => evidence)), from ?? []].flat().join('; '),
  };
}

const unproven = {
  waived: 'WAIVED',
  expired: 'FAIL',
  ambiguous: 'AMBIGUOUS',
  unverified: 'UNVERIFIED',
  context: 'UNVERIFIED',
} as const;
