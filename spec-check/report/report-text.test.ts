import type { CheckResult, Report, ReportItem } from '../model/report.ts';
import { causeBlocks } from './report-text.ts';
import { sampleRun } from './tests/sample-run.ts';

const [some] = sampleRun.report.items;
const [result] = some?.checks ?? [];
if (some === undefined || result === undefined) throw new Error('Expected a promise with a check');

const promise = (text: string, check: Partial<CheckResult>): ReportItem => ({
  ...some,
  text,
  status: check.status ?? 'FAIL',
  checks: [{ ...result, status: 'FAIL', fix: 'Mend it.', ...check }],
});
const blocksOf = (...items: readonly ReportItem[]) => {
  const report: Report = { ...sampleRun.report, items: [...items] };
  return causeBlocks(report).map((block) => [block.title, block.items.map(({ text }) => text)]);
};

describe('causes', () => {
  it('are one block where several promises have the same one', () => {
    const cause = { cause: 'container-exit' };
    expect(
      blocksOf(
        promise('a', { ...cause, check: 'health' }),
        promise('b', { ...cause, check: 'crud' }),
        promise('c', { check: 'non-root' }),
      ),
    ).toEqual([
      ['FAIL container-exit: 1 cause, 2 promises', ['a', 'b']],
      ['FAIL non-root', ['c']],
    ]);
  });

  it('are one block where two promises ask for the same check', () => {
    expect(blocksOf(promise('a', { check: 'x' }), promise('b', { check: 'x' }))).toEqual([
      ['FAIL x: 1 cause, 2 promises', ['a', 'b']],
    ]);
  });

  it('are one block where the same is told of other parameters, and two where something else is', () => {
    const own = { check: 'x', params: { variable: 'A' } };
    const [a, b] = [promise('a', own), promise('b', { ...own, params: {} })];
    expect(blocksOf(a, b)).toEqual([['FAIL x: 1 cause, 2 promises', ['a', 'b']]]);
    expect(blocksOf(a, promise('c', { ...own, actual: 'another' }))).toHaveLength(2);
  });

  it('of the machine stand there too, with what to do', () => {
    const error = { status: 'ERROR', cause: 'disk-full', check: 'push' } as const;
    expect(blocksOf(promise('a', error))).toEqual([['ERROR disk-full', ['a']]]);
  });

  it('leave out what nobody can do anything about here, and what holds', () => {
    expect(
      blocksOf(promise('a', { status: 'PASS' }), promise('b', { status: 'ERROR', fix: null })),
    ).toEqual([]);
  });
});
