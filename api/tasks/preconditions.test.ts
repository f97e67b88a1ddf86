import { etagOf, permits } from './preconditions.ts';
import type { Task } from './schema.ts';

describe('a change is permitted', () => {
  it.each([
    [true, undefined, undefined],
    [true, '"now"', undefined],
    [true, '"old", "now"', undefined],
    [true, '*', undefined],
    [false, '"old"', undefined],
    [false, 'now', undefined],
    [false, 'W/"now"', undefined],
    [false, '', undefined],
    [true, undefined, '"old"'],
    [false, undefined, '"now"'],
    [false, undefined, 'W/"now"'],
    [false, undefined, '"old",W/"now"'],
    [false, undefined, '*'],
    [false, '"now"', '"now"'],
  ])('%s: If-Match %s, If-None-Match %s', (expected, ifMatch, ifNoneMatch) => {
    expect(permits({ ifMatch, ifNoneMatch }, '"now"')).toBe(expected);
  });
});

describe('an ETag', () => {
  const task: Task = {
    id: 1,
    title: 'Buy milk',
    description: null,
    status: 'pending',
    created_at: '2026-01-01T00:00:00.000Z',
  };

  const tagOf = (task: Task) => etagOf(JSON.stringify(task));

  it('is a quoted string that HTTP allows', () => {
    expect(tagOf(task)).toMatch(/^"[\w-]{27}"$/);
    expect(tagOf({ ...task })).toBe(tagOf(task));
  });

  it.each([
    { id: 2 },
    { title: 'Buy tea' },
    { description: '' },
    { status: 'completed' as const },
    { created_at: '2026-01-01T00:00:00.001Z' },
  ])('changes with %j', (change) => {
    expect(tagOf({ ...task, ...change })).not.toBe(tagOf(task));
  });
});
