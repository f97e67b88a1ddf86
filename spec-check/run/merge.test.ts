import type { Report } from '../model/report.ts';
import { mergeReports, serviceOf, shardOf } from './merge.ts';

const report = (path: string, status: 'PASS' | 'FAIL' | 'ERROR', run?: Report['run']): Report => ({
  schema: 1,
  spec: { path, title: path, sha256: 'a', promiseLines: 1, notChecked: [] },
  image: { id: 'sha256:1', reference: 'x', bytes: 1 },
  engine: null,
  summary: {
    ...{ pass: 1, standIn: 0, fail: 0, unverified: 0, ambiguous: 0, error: 0, waived: 0 },
    seconds: 2,
  },
  exitCode: 0,
  items: [
    {
      ...{ id: 'criterion-1', section: 'S', line: 3, text: 'T', kind: 'criterion', status },
      ...{ proof: null, evidence: '', checks: [] },
    },
  ],
  ...(run && { run }),
});

const run = (
  commit: string | null,
  shard?: { number: number; of: number; plan: string },
): Report['run'] => ({
  ...{ finished: '2026-11-27T00:00:00.000Z', version: '1', complete: true, dockerfile: null },
  ...{ commit, pushed: null, shard },
});

describe('reports of several services', () => {
  it('are one, in which each promise has its service, its spec and an id of its own', () => {
    const merged = mergeReports([report('a/spec.md', 'PASS'), report('b/spec.md', 'FAIL')]);
    expect(merged.items.map(({ id, image, spec }) => [id, image, spec])).toEqual([
      ['a/criterion-1', 'a', 'a/spec.md'],
      ['b/criterion-1', 'b', 'b/spec.md'],
    ]);
    expect(merged).toMatchObject({ exitCode: 1, summary: { pass: 1, fail: 1, seconds: 4 } });
    expect(merged.images?.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('keep their names when they are joined again', () => {
    const parts = ['a', 'b'].map((name) => mergeReports([report(`${name}/spec.md`, 'PASS')]));
    expect(mergeReports(parts).items.map(({ id }) => id)).toEqual([
      'a/criterion-1',
      'b/criterion-1',
    ]);
  });

  it('end with 3 when errors alone stand in the way', () => {
    const reports = [report('a/spec.md', 'PASS'), report('b/spec.md', 'ERROR')];
    expect(mergeReports(reports).exitCode).toBe(3);
  });

  it('are not of one run when one is there twice, of another commit, or missing', () => {
    const join = (...reports: Report[]) => {
      return () => mergeReports(reports);
    };
    const [one, two] = [
      { number: 1, of: 2, plan: 'p' },
      { number: 2, of: 2, plan: 'p' },
    ] as const;
    const a = report('a/spec.md', 'PASS', run('c1', one));
    expect(join(a, report('b/spec.md', 'PASS', run('c1', two)))).not.toThrow();
    expect(join(a, a)).toThrow('a/spec.md is in two reports');
    expect(join(a)).toThrow('Expected each of 2 shards once, got: 1/2.');
    expect(join(a, report('b/spec.md', 'PASS', run('c1', one)))).toThrow('got: 1/2, 1/2.');
    expect(join(a, report('b/spec.md', 'PASS', run('c2', two)))).toThrow('different commits');
    expect(join(a, report('b/spec.md', 'PASS', run('c1')))).toThrow('got: 1/2, none.');
    const other = run('c1', { ...two, plan: 'q' });
    expect(join(a, report('b/spec.md', 'PASS', other))).toThrow('divided the specs differently');
    const again = report('c/spec.md', 'PASS', run('c1', two));
    expect(join(a, report('b/spec.md', 'PASS', run('c1', two)), again)).toThrow(
      'got: 1/2, 2/2, 2/2.',
    );
  });
});

it('a service is named by its folder, or by its file where it has none', () => {
  expect(serviceOf('services/books/spec.md')).toBe('services/books');
  expect(serviceOf('books.md')).toBe('books');
});

describe('shards', () => {
  const specs = ['a', 'b', 'c', 'd', 'e'];

  it('hold every spec once, whatever is known of them', () => {
    for (const machines of [1, 2, 3, 7]) {
      const parts = Array.from({ length: machines }, (_, at) =>
        shardOf(specs, { number: at + 1, of: machines }, new Map([['b', 9]])),
      );
      expect(parts.flat().toSorted()).toEqual(specs);
    }
  });

  it('take equally long as far as that can be had', () => {
    const seconds = new Map(Object.entries({ a: 10, b: 4, c: 3, d: 3, e: 1 }));
    expect(shardOf(specs, { number: 1, of: 2 }, seconds)).toEqual(['a', 'e']);
    expect(shardOf(specs, { number: 2, of: 2 }, seconds)).toEqual(['b', 'c', 'd']);
  });
});
