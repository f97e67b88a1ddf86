import type { Mutant } from './findings.ts';
import { mutationText, scoreOf } from './report.ts';

const mutant = (fault: string, fate: Mutant['fate'], more: Partial<Mutant> = {}): Mutant => ({
  ...{ fault, fate, heldOut: false, because: 'because', promise: undefined },
  ...more,
});

const mutants = [
  mutant('one', 'noticed'),
  mutant('two', 'noticed', { heldOut: true }),
  mutant('three', 'ships', { promise: 'A promise' }),
  mutant('four', 'ships', { because: '', heldOut: true }),
  mutant('five', 'equivalent'),
  mutant('six', 'untold', { because: 'ERROR: disk full' }),
];

it('counts neither what is equivalent nor what could not be told', () => {
  expect(scoreOf(mutants)).toEqual({ noticed: 2, faults: 4, percent: 50, atLeast: 40 });
  const untold = scoreOf(mutants.filter(({ fate }) => fate === 'untold'));
  expect(untold).toEqual({ noticed: 0, faults: 0, percent: 100, atLeast: 0 });
  // 94.9 is no 95.
  const many = Array.from({ length: 59 }, (_, nth) =>
    mutant(`${nth}`, nth < 56 ? 'noticed' : 'ships'),
  );
  expect(scoreOf(many).percent).toBe(94);
});

it('says which would ship, each with the promise that catches it', () => {
  const text = mutationText({ mutants, leftOut: ['A line'], blind: ['B'], seconds: 12 });
  expect(text).toContain('2 of 4 faults would be noticed (50 %; of those held out 1 of 2).');
  expect(text).toContain('These 2 would ship:');
  expect(text).toContain('  three\n      because\n- [ ] A promise');
  expect(text).toContain('six\n      ERROR: disk full');
  expect(text).toContain('notice nothing:\nA line');
  expect(text).toContain('neither built nor pushed:\nB');
  expect(text).toContain(' (held out)\n');
});
