import { inTurns, median, ratio, shownSpread } from './compare.ts';

it('the median is the middle figure, or what lies between the two', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(() => median([])).toThrow('got none');
});

it('ratios are those of each round', () => {
  const slowed = ratio([100, 50, 120], [100, 100, 100]);
  expect(slowed).toEqual([1, 0.5, 1.2]);
  expect(shownSpread(slowed, 2)).toBe('1.00 (0.50–1.20)');
});

it('each job has its turn in every round, and another one begins', async () => {
  const order: string[] = [];
  const job = (name: string) => async () => order.push(name);
  const found = await inTurns(2, { a: job('a'), b: job('b') });
  expect(order).toEqual(['a', 'b', 'b', 'a']);
  expect(found).toEqual({ a: [1, 4], b: [2, 3] });
});
