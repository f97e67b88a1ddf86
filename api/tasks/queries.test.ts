import { whole } from './queries.ts';

describe('rows', () => {
  it.each([[[]], [[{ id: 1 }]], [[{ id: 1 }, { id: 2 }]]])('%j are whole', (rows) => {
    expect(whole(rows)).toBe(rows);
  });

  it.each([
    ['at the beginning', [undefined, { id: 1 }]],
    ['that was never filled', Object.assign([{ id: 1 }], { 2: { id: 3 } })],
    ['and nothing else', new Array(1)],
  ])('with a hole %s are no answer', (_, rows) => {
    expect(() => whole(rows)).toThrow('rows missing (INCOMPLETE)');
  });
});
