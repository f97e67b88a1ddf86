import { criticalPath, type Span } from './record.ts';

const span = (given: Partial<Span> & Pick<Span, 'name' | 'start' | 'end'>): Span => ({
  needs: [],
  alone: false,
  status: 'PASS',
  ...given,
});

const names = (spans: readonly Span[]) => criticalPath(spans).map(({ name }) => name);

describe('the critical path', () => {
  it('goes from what ended last back through what each waited for longest', () => {
    const resource = { status: undefined };
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
});
