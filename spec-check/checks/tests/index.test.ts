import { checks } from '../index.ts';

it('each id is there once', () => {
  const ids = checks.map(({ id }) => id);
  expect(ids.length).toBeGreaterThan(50);
  expect(ids).toEqual([...new Set(ids)]);
});
