import { stripVTControlCharacters } from 'node:util';
import type { CheckResult, Report, ReportItem } from '../model/report.ts';
import { table } from './table.ts';

const result: CheckResult = {
  check: 'image-size',
  params: {},
  status: 'PASS',
  evidence: '115.9 MB',
  measured: {},
  command: null,
  expected: null,
  actual: null,
  diagnosis: null,
  fix: null,
  cause: null,
  proof: 'direct',
  substitute: null,
  dockerfileLine: null,
  seconds: 0.1,
};

const item: ReportItem = {
  id: 'criterion-1',
  section: 'Success Criteria',
  line: 5,
  text: 'Image size under 200MB',
  kind: 'criterion',
  status: 'PASS',
  proof: 'direct',
  evidence: '115.9 MB',
  checks: [result],
};

function show(...items: ReportItem[]): string {
  return showAt(120, items);
}

function showAt(width: number, items: readonly ReportItem[], isBoxed = false): string {
  const count = (status: string) => items.filter((one) => one.status === status).length;
  const report: Report = {
    schema: 1,
    spec: { path: 'spec.md', title: 'T', sha256: '', promiseLines: 0, notChecked: [] },
    image: null,
    engine: null,
    summary: {
      pass: count('PASS'),
      standIn: 0,
      fail: count('FAIL'),
      unverified: count('UNVERIFIED'),
      ambiguous: count('AMBIGUOUS'),
      error: count('ERROR'),
      waived: count('WAIVED'),
      seconds: 1.5,
    },
    exitCode: 0,
    items: [...items],
  };
  return stripVTControlCharacters(table({ report, changes: undefined }, width, isBoxed));
}

describe('the table', () => {
  it('has the three columns, a row for each promise, and one last line that says it all', () => {
    const shown = show(item);
    expect(shown).toMatch(/Success Criterion .*Status .*Evidence/);
    expect(shown).toMatch(/Image size under 200MB .*PASS .*115\.9 MB/);
    expect(shown.trimEnd().split('\n').at(-1)).toBe('1 of 1 promise holds. 1.5 s');
  });

  it('calls a PASS that leans on a stand-in by that name, and says how to try the real thing', () => {
    const substitute = 'a base (made here); for the real one: run it there';
    const checks: CheckResult[] = [{ ...result, proof: 'stand-in', substitute }];
    const shown = show(
      { ...item, proof: 'stand-in', checks },
      { ...item, id: 'criterion-2', proof: 'stand-in', checks },
    );
    expect(shown.match(/115\.9 MB \[1\]/g)).toHaveLength(2);
    expect(shown.match(/\[1\] a base \(made here\); for the real one: run it there/g)).toHaveLength(
      1,
    );
    expect(shown).toContain('PASS (stand-in)');
    expect(shown).toContain('--strict');
  });

  it('tells of a failure what was expected, what was seen, how to see it and what to change, once', () => {
    const failed: CheckResult = {
      ...result,
      status: 'FAIL',
      expected: 'under 200 MB',
      actual: '210 MB',
      command: 'docker images',
      fix: 'Leave out what does not run.',
      cause: null,
    };
    const one: ReportItem = { ...item, status: 'FAIL', proof: null, checks: [failed] };
    const shown = show(one, { ...one, id: 'criterion-2' });
    for (const words of [
      'expected  under 200 MB',
      'seen      210 MB',
      'try it    docker images',
      'fix       Leave',
    ]) {
      expect(shown.split(words)).toHaveLength(2);
    }
    expect(shown).toContain('0 of 2 promises hold. Not ready: 2 failed.');
  });

  it('says once what to do where lines are not understood', () => {
    const one: ReportItem = {
      ...item,
      status: 'UNVERIFIED',
      proof: null,
      evidence: 'Not understood',
    };
    expect(show(one, { ...one, id: 'criterion-2' }).split('```http')).toHaveLength(2);
    expect(show(item)).not.toContain('```http');
  });

  it('tells the one cause of many errors once', () => {
    const one: ReportItem = { ...item, status: 'ERROR', proof: null, evidence: 'engine is down' };
    expect(show(one, { ...one, id: 'criterion-2' }).split('engine is down')).toHaveLength(2);
  });

  it('loses nothing of a word that is longer than its column', () => {
    const url = `postgres://postgres@127.0.0.1:34561/${'a_long_name_'.repeat(9)}end`;
    const shown = showAt(80, [{ ...item, evidence: `A row is in ${url}; and more` }]);
    const column = shown.indexOf('Evidence');
    const cells = shown.split('\n').map((line) => line.slice(column).trim());
    expect(cells.join('')).toContain(`${url};`);
    expect(shown).not.toContain('…');
  });

  it('has light rules, and boxes where they are asked for', () => {
    expect(show(item)).not.toContain('│');
    expect(showAt(100, [item], true)).toContain('│ Image size under 200MB');
  });

  it('keeps the order of the document', () => {
    const shown = show(item, { ...item, id: 'criterion-2', text: 'Another', status: 'FAIL' });
    expect(shown.indexOf('Image size')).toBeLessThan(shown.indexOf('Another'));
  });

  it.each([72, 80, 110, 200])('is never wider than %d columns', (width) => {
    const evidence = 'words of all kinds '.repeat(20);
    for (const isBoxed of [false, true])
      for (const line of showAt(width, [{ ...item, evidence }], isBoxed).split('\n'))
        expect(line.length).toBeLessThanOrEqual(width);
  });

  it('is a list where a table has no room', () => {
    const shown = showAt(50, [item]);
    expect(shown).toContain('PASS: Image size under 200MB\n  115.9 MB');
    expect(shown).not.toContain('│');
    expect(shown.trimEnd().split('\n').at(-1)).toBe('1 of 1 promise holds. 1.5 s');
  });
});
