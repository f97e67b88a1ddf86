import { verdictOf } from '../../model/verdict.ts';
import { judgeHttp, readHttpBlock } from './measure.ts';

describe('an http block', () => {
  const block = readHttpBlock(
    'POST /tasks?x=1\nContent-Type: application/json\n\n{"title": "a"}\n\nHTTP/1.1 201 Created\nLocation: /tasks/1\n\n{"title": "a", "tags": [1]}',
  );
  const by = { command: 'docker run --rm api', shownUrl: 'http://localhost:8000' };
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
    expect(verdictOf(judgeHttp(block, given, by)).status).toBe(status);
  });

  it('is shown as a person sends it, to a container that is started first', () => {
    expect(judgeHttp(block, answer(201, ''), by).command).toMatch(
      /^docker run --rm api & sleep 3; curl -i -X POST http:\/\/localhost:8000\/tasks\?x=1 -H/,
    );
  });

  it('compares a text exactly', () => {
    const text = readHttpBlock('GET /\n\nHTTP 200\n\nhello');
    expect(verdictOf(judgeHttp(text, answer(200, 'hello\n'), by)).status).toBe('PASS');
    expect(verdictOf(judgeHttp(text, answer(200, 'hello you'), by)).status).toBe('FAIL');
  });
});
