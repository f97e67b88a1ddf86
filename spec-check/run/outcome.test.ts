import { type Status, worstOf } from '../model/report.ts';
import { exitCodeOf } from './outcome.ts';

const of = (...statuses: Status[]) => statuses.map((status) => ({ status }));

describe('the status of an item with several checks', () => {
  it.each<[Status[], Status | undefined]>([
    [['PASS', 'PASS'], 'PASS'],
    [['PASS', 'FAIL'], 'FAIL'],
    [['ERROR', 'FAIL'], 'FAIL'],
    [['PASS', 'ERROR'], 'ERROR'],
    [['PASS', 'UNVERIFIED'], 'UNVERIFIED'],
    [['UNVERIFIED', 'ERROR'], 'UNVERIFIED'],
    [[], undefined],
  ])('%j is %s', (checks, expected) => {
    const results = of(...checks).map((one) => ({ ...one, evidence: '' }));
    expect(worstOf(results)?.status).toBe(expected);
  });
});

describe('the exit code of a run', () => {
  it.each<[Status[], number]>([
    [['PASS'], 0],
    [['PASS', 'WAIVED'], 0],
    [['WAIVED'], 1],
    [[], 1],
    [['PASS', 'FAIL'], 1],
    [['PASS', 'UNVERIFIED'], 1],
    [['PASS', 'AMBIGUOUS'], 1],
    [['FAIL', 'ERROR'], 1],
    [['PASS', 'ERROR'], 3],
    [['ERROR'], 3],
  ])('%j exits %i', (items, expected) => {
    expect(exitCodeOf(of(...items))).toBe(expected);
  });
});
