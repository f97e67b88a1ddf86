import { criticalPath, recordOf, type Span } from './record.ts';
import { sampleRun } from './tests/sample-run.ts';
import { timings } from './timings.ts';

const span = (given: Partial<Span> & Pick<Span, 'name' | 'start' | 'end'>): Span => ({
  kind: 'check',
  what: given.name,
  needs: [],
  alone: false,
  status: 'PASS',
  ...given,
});

const names = (spans: readonly Span[]) => criticalPath(spans).map(({ name }) => name);

describe('the critical path', () => {
  it('goes from what ended last back through what each waited for longest', () => {
    const resource = { kind: 'resource', status: undefined } as const;
    expect(
      names([
        span({ name: 'engine', start: 0, end: 10, ...resource }),
        span({ name: 'build', start: 10, end: 500, needs: ['engine'], ...resource }),
        span({ name: 'database', start: 10, end: 700, needs: ['engine'], ...resource }),
        span({ name: 'size', start: 500, end: 510, needs: ['build'] }),
        span({ name: 'crud', start: 700, end: 900, needs: ['build', 'database'] }),
      ]),
    ).toEqual(['engine', 'database', 'crud']);
  });

  it('has the checks before one that runs alone', () => {
    expect(
      names([
        span({ name: 'quick', start: 0, end: 100 }),
        span({ name: 'slow', start: 0, end: 900 }),
        span({ name: 'memory', start: 901, end: 1000, alone: true }),
      ]),
    ).toEqual(['slow', 'memory']);
  });

  it('has the beginning of a check that went first before the others that waited for it', () => {
    const checks = sampleRun.report.items.flatMap((item) => item.checks);
    const of = (check: string) => {
      const result = checks.find((one) => one.check === check);
      if (result === undefined) throw new Error(`The sample has no ${check}.`);
      return result;
    };
    const ran = (check: string, from: number, at: number) => {
      const named = { check, what: `of ${check}` };
      const result = { ...of(check), seconds: (at - from) / 1000 };
      return {
        started: { type: 'started', ...named, needs: [], alone: false, at: 0 } as const,
        gaveWay: { type: 'gave-way', ...named, at: 500 } as const,
        finished: { type: 'finished', what: named.what, result, at } as const,
      };
    };
    const first = ran('non-root', 100, 2000);
    const other = ran('image-size', 500, 3000);
    const { spans } = recordOf(
      [
        ...[first.started, other.started, first.gaveWay, first.finished, other.finished],
        { type: 'summary', report: sampleRun.report },
      ],
      '',
      [],
    );
    expect(names(spans)).toEqual(['non-root begins', 'image-size']);
  });

  it('is marked in --timings', () => {
    const shown = timings(sampleRun, 100);
    expect(shown).toMatch(/^\* build/m);
    expect(shown).toMatch(/^ {2}image-size/m);
    expect(shown).toContain(
      'engine 0.08 s → build 0.82 s → non-root 2.10 s → starts-within 1.20 s',
    );
  });
});
