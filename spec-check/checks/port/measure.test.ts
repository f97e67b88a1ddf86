import { verdictOf } from '../../model/verdict.ts';
import { judgePort, type PortClaim, type PortRun } from './measure.ts';

type Expected = [status: 'PASS' | 'FAIL', says: RegExp];

describe('port', () => {
  const both: PortClaim = { variable: 'PORT', default: 8000 };
  const without = {
    ...{ setting: undefined, port: 8000, other: 8000, logs: '', command: 'run' },
    ...{ answersThere: true, answersOnOther: true },
  };
  const moved = {
    ...{ setting: 'PORT=18765', port: 18_765, other: 8000, logs: '', command: 'run' },
    ...{ answersThere: true, answersOnOther: false },
  };
  it.each<[string, PortClaim, readonly PortRun[], ...Expected]>([
    ['default and chosen', both, [without, moved], 'PASS', /on port 18765 and no longer on 8000/],
    ['the default only', { default: 8000 }, [without], 'PASS', /by default/],
    ['the variable only', { variable: 'PORT' }, [moved], 'PASS', /with PORT=18765/i],
    [
      'silent on the default',
      both,
      [{ ...without, answersThere: false, answersOnOther: false }, moved],
      'FAIL',
      /nothing answers on port 8000/,
    ],
    [
      'another default',
      { default: 3000 },
      [{ ...without, port: 3000, answersThere: false, other: 8000 }],
      'FAIL',
      /Answers on port 8000 by default, not on 3000/,
    ],
    [
      'fixed',
      both,
      [without, { ...moved, answersThere: false, answersOnOther: true }],
      'FAIL',
      /PORT is not read/,
    ],
    [
      'on both ports',
      both,
      [without, { ...moved, answersOnOther: true }],
      'FAIL',
      /also answers on port 8000/,
    ],
    ['on neither', both, [without, { ...moved, answersThere: false }], 'FAIL', /answers neither/],
  ])('%s', (_title, claim, runs, status, says) => {
    const verdict = verdictOf(judgePort(claim, runs));
    expect(verdict.status).toBe(status);
    expect(JSON.stringify(verdict)).toMatch(says);
  });
  it('is not told without a run', () => {
    expect(() => verdictOf(judgePort(both, []))).toThrow('no run');
  });
});
