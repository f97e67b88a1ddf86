import { difference, median, ratio, shownSpread } from './ratios.ts';

it('the median is the middle figure, or what lies between the two', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(() => median([])).toThrow('got none');
});

it('ratios are those of each round', () => {
  const slowed = ratio([100, 50, 120], [100, 100, 100]);
  expect(slowed).toEqual({ median: 1, least: 0.5, most: 1.2 });
  expect(shownSpread(slowed)).toBe('1.00 (0.50–1.20)');
  expect(() => ratio([1], [1, 2])).toThrow('as many rounds');
});

it('differences are those of each round, too', () => {
  const later = difference([110, 260, 120], [100, 200, 100]);
  expect(later).toEqual({ median: 20, least: 10, most: 60 });
  expect(shownSpread(later, 0)).toBe('20 (10–60)');
});
