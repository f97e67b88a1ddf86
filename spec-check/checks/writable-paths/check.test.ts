import { failOfWrites } from './check.ts';

it.each([
  [undefined, 'C /tmp\nA /tmp/x'],
  [undefined, ''],
  ['FAIL', 'C /tmp\nA /tmp/x\nC /var\nA /var/cache'],
  ['FAIL', 'A /tmpfile'],
] as const)('written elsewhere: %s %j', (status, changes) => {
  expect(failOfWrites(['/tmp'], { volumes: [], changes }, 'x')?.status).toBe(status);
});

it('a VOLUME elsewhere stays writable', () => {
  const statusWith = (volume: string) =>
    failOfWrites(['/data'], { volumes: [volume], changes: '' }, 'x')?.status;
  expect(statusWith('/data/')).toBeUndefined();
  expect(statusWith('/var/lib/x')).toBe('FAIL');
});
