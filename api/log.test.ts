import { DrizzleQueryError } from 'drizzle-orm';
import { describe as describeError } from './log.ts';

describe('an error in the log', () => {
  it('tells its kind, its message and where it arose', () => {
    expect(describeError(new TypeError('x is not a function'))).toEqual({
      kind: 'TypeError',
      message: 'x is not a function',
      at: expect.arrayContaining([expect.stringMatching(/^at .*log\.test\.ts/)]),
    });
  });

  it('tells no SQL, no row and no parameter', () => {
    const cause = Object.assign(new Error('duplicate key (title)=(hidden)'), {
      name: 'PostgresError',
      code: '23505',
      detail: 'hidden',
    });
    const told = describeError(new DrizzleQueryError('select "hidden"', ['hidden'], cause));
    expect(told).toMatchObject({ cause: { kind: 'PostgresError', code: '23505' } });
    expect(JSON.stringify(told)).not.toMatch('hidden');
  });

  it('may be anything that was thrown', () => {
    expect(describeError('text')).toEqual({ kind: 'string' });
    expect(describeError(undefined)).toEqual({ kind: 'undefined' });
  });
});
