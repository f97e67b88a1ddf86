import { judgeHttp, readHttpBlock } from '../checks/http/measure.ts';
import { judgeShell, runShell } from '../checks/sh/measure.ts';
import { judgeSql, readSqlBlock } from '../checks/sql/measure.ts';
import { verdictOf } from '../model/verdict.ts';

describe('an http block', () => {
  const block = readHttpBlock(
    'POST /tasks?x=1\nContent-Type: application/json\n\n{"title": "a"}\n\nHTTP/1.1 201 Created\nLocation: /tasks/1\n\n{"title": "a", "tags": [1]}',
  );
  const answer = (status: number, text: string, location = '/tasks/1') => ({
    status,
    headers: { location },
    text,
    ms: 1,
  });

  it('is a request and the answer it must get', () => {
    expect(block).toEqual({
      method: 'POST',
      path: '/tasks?x=1',
      headers: { 'Content-Type': 'application/json' },
      body: '{"title": "a"}',
      status: 201,
      answer: { headers: { Location: '/tasks/1' }, body: '{"title": "a", "tags": [1]}' },
    });
  });

  it.each<[string, 'PASS' | 'FAIL', ReturnType<typeof answer>]>([
    ['all of it', 'PASS', answer(201, '{"id":1,"title":"a","tags":[1]}')],
    ['another status', 'FAIL', answer(200, '{"id":1,"title":"a","tags":[1]}')],
    ['another header', 'FAIL', answer(201, '{"title":"a","tags":[1]}', '/tasks/2')],
    ['another member', 'FAIL', answer(201, '{"title":"b","tags":[1]}')],
    ['a missing member', 'FAIL', answer(201, '{"title":"a"}')],
    ['a longer list', 'FAIL', answer(201, '{"title":"a","tags":[1,2]}')],
    ['no JSON', 'FAIL', answer(201, 'ok')],
  ])('is judged whole: %s', (_name, status, given) => {
    expect(verdictOf(judgeHttp(block, given, 'http://localhost:8000')).status).toBe(status);
  });

  it('compares a text exactly', () => {
    const text = readHttpBlock('GET /\n\nHTTP 200\n\nhello');
    expect(verdictOf(judgeHttp(text, answer(200, 'hello\n'), '')).status).toBe('PASS');
    expect(verdictOf(judgeHttp(text, answer(200, 'hello you'), '')).status).toBe('FAIL');
  });
});

describe('an sql block', () => {
  it.each<[string, (string | null)[][], 'PASS' | 'FAIL']>([
    ['select 1\n-- 1', [['1']], 'PASS'],
    ['select 1\n-- 1', [['2']], 'FAIL'],
    ['select 1\n-- 1', [], 'FAIL'],
    ['select 1\n-- 1', [['1'], ['1']], 'FAIL'],
    [
      'select a, b\n-- x | NULL\n-- y | 2',
      [
        ['x', null],
        ['y', '2'],
      ],
      'PASS',
    ],
    ['select a, b\n-- x | NULL', [['x', '']], 'FAIL'],
    ['select a;\n-- no rows', [], 'PASS'],
    ['select a\n-- 2 rows', [['1'], ['2']], 'PASS'],
    ['select a\n-- 2 rows', [['1']], 'FAIL'],
    ['-- a comment first\nselect a\n-- 1 row', [['1']], 'PASS'],
  ])('%j on %j', (source, rows, status) => {
    expect(verdictOf(judgeSql(readSqlBlock(source), rows)).status).toBe(status);
  });
});

describe('an sh block', () => {
  const { signal } = new AbortController();
  const judged = async (source: string) =>
    verdictOf(judgeShell(source, await runShell(source, { IMAGE: 'sha256:1' }, signal)));

  it.each<[string, 'PASS' | 'FAIL', string]>([
    ['test "$IMAGE" = sha256:1', 'PASS', 'Exit code 0'],
    ['echo why >&2; exit 3', 'FAIL', 'exit code 3; why'],
    ['false\ntrue', 'FAIL', 'exit code 1'],
    ['echo "$UNSET"', 'FAIL', 'exit code'],
    ['kill -9 $$', 'FAIL', 'exit code none'],
  ])('%j', async (source, status, says) => {
    const verdict = await judged(source);
    expect(verdict.status).toBe(status);
    expect(verdict.status === 'FAIL' ? verdict.actual : verdict.evidence).toContain(says);
  });

  it('ends with the run, and so does what it started', async () => {
    const interrupt = new AbortController();
    const running = runShell('sleep 60 & wait', {}, interrupt.signal);
    setTimeout(() => interrupt.abort(new Error('interrupted')), 100);
    await expect(running).rejects.toThrow('interrupted');
  });
});
