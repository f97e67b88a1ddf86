import type { Report, ReportItem } from '../model/report.ts';
import { changesSince } from './compare.ts';
import { sampleRun } from './tests/sample-run.ts';

const { report } = sampleRun;
const [size, root] = report.items;
if (size === undefined || root === undefined) throw new Error('Expected two promises');
const withItems = (...items: readonly ReportItem[]): Report => ({ ...report, items: [...items] });
const sized = (bytes: number): ReportItem => ({
  ...size,
  checks: size.checks.map((check) => ({ ...check, measured: { bytes, limitBytes: 200e6 } })),
});

it('says nothing of two equal reports', () => {
  expect(changesSince(report, report)).toEqual([]);
});

it('names what fails now before what holds now', () => {
  const before = withItems({ ...size, status: 'FAIL' }, { ...root, status: 'PASS' });
  expect(changesSince(before, withItems(size, root))).toEqual([
    expect.stringMatching(/does not run as root.*: FAIL, was PASS/s),
    expect.stringMatching(/Under 200MB final image: PASS, was FAIL/),
  ]);
});

it('names promises that are new or gone', () => {
  expect(changesSince(withItems(size), withItems(root))).toEqual([
    expect.stringMatching(/: new, FAIL$/),
    expect.stringMatching(/: gone$/),
  ]);
});

it.each([
  [100e6, 102e6, ['Image Size: Target: Under 200MB final image: 2.0 MB more']],
  [102e6, 100e6, ['Image Size: Target: Under 200MB final image: 2.0 MB less']],
  [100e6, 100.9e6, []],
])('tells how a size moved from %d to %d', (before, now, expected) => {
  expect(changesSince(withItems(sized(before)), withItems(sized(now)))).toEqual(expected);
});
