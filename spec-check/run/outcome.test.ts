import type { Status } from '../model/report.ts';
import { exitCodeOf, statusOfItem } from './outcome.ts';

const of = (...statuses: Status[]) => statuses.map((status) => ({ status }));

describe('the status of an item with several checks', () => {
  it.each<[Status[], Status]>([
    [['PASS', 'PASS'], 'PASS'],
    [['PASS', 'FAIL'], 'FAIL'],
    [['ERROR', 'FAIL'], 'FAIL'],
    [['PASS', 'ERROR'], 'ERROR'],
    [['PASS', 'UNVERIFIED'], 'UNVERIFIED'],
    [['UNVERIFIED', 'ERROR'], 'UNVERIFIED'],
    [[], 'UNVERIFIED'],
  ])('%j is %s', (checks, expected) => {
    expect(statusOfItem(of(...checks))).toBe(expected);
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
