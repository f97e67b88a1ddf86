import { verdictOf } from '../../model/verdict.ts';
import { judgeDatabase } from './judge.ts';
import type { DatabaseClaim, DatabaseFacts } from './measure.ts';

type Expected = [status: 'PASS' | 'FAIL', says: RegExp];

describe('database', () => {
  const right: DatabaseFacts = {
    row: { table: 'public.tasks', readable: true, key: '1' },
    value: 'spec-check-1',
    request: 'POST /tasks → 201',
    mixed: undefined,
    after: new Map(),
  };
  const claim: DatabaseClaim = { variable: 'DATABASE_URL', neon: false, survives: [] };
  const database = { shownUrl: 'postgres://u@h/d', standIn: 'embedded PostgreSQL 18', neon: false };
  const kept = undefined;
  const lost = 'GET /tasks/1 → 404';
  it.each<[string, Partial<DatabaseClaim>, Partial<DatabaseFacts>, ...Expected]>([
    [
      'two URLs, two databases',
      {},
      {},
      'PASS',
      /another DATABASE_URL reaches another database \(by its user and name\)/,
    ],
    ['not in the database', {}, { row: undefined }, 'FAIL', /DATABASE_URL is not used/],
    [
      'not in the other database',
      {},
      { mixed: 'one database shows the rows of both' },
      'FAIL',
      /does not use the other database/,
    ],
    [
      'survives a restart',
      { survives: ['restart'] },
      { after: new Map([['restart', kept]]) },
      'PASS',
      /survives a restart/,
    ],
    [
      'lost at a restart',
      { survives: ['restart'] },
      { after: new Map([['restart', lost]]) },
      'FAIL',
      /gone after a restart/,
    ],
    [
      'kept at a restart, lost in a new container',
      { survives: ['restart', 'recreation'] },
      {
        after: new Map([
          ['restart', kept],
          ['recreation', lost],
        ]),
      },
      'FAIL',
      /gone after a new container/,
    ],
    [
      'Neon promised, and another asked',
      { neon: true },
      {},
      'PASS',
      /standIn.*embedded PostgreSQL 18 instead of Neon/,
    ],
  ])('%s', (_title, claimed, facts, status, says) => {
    const verdict = verdictOf(
      judgeDatabase({ ...claim, ...claimed }, { ...right, ...facts }, database, 'docker run api:1'),
    );
    expect(verdict.status).toBe(status);
    expect(JSON.stringify(verdict)).toMatch(says);
  });
  it('takes a restart for no new container', () => {
    expect(() =>
      verdictOf(
        judgeDatabase(
          { ...claim, survives: ['recreation'] },
          { ...right, after: new Map([['restart', kept]]) },
          database,
          '',
        ),
      ),
    ).toThrow('new container');
  });
  it('is proven directly on Neon itself', () => {
    expect(
      verdictOf(
        judgeDatabase(
          { ...claim, neon: true },
          right,
          { ...database, standIn: undefined, neon: true },
          '',
        ),
      ),
    ).toMatchObject({ status: 'PASS', standIn: undefined });
  });
});
