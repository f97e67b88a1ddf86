import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import request from 'supertest';
import { startApp, type TestApp } from '../tests/app.ts';

let app: TestApp;
let server: TestApp['server'];
let database: TestApp['database'];
let create: TestApp['create'];

beforeAll(async () => {
  app = await startApp();
  ({ server, database, create } = app);
});

afterAll(() => app[Symbol.asyncDispose]());

describe('a task', () => {
  it('is created, read, listed, replaced, changed and deleted', async () => {
    const { path, etag: _, ...task } = await create({ title: 'Buy milk' });
    expect(task).toEqual({
      id: expect.any(Number),
      title: 'Buy milk',
      description: null,
      status: 'pending',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    expect(path).toBe(`/tasks/${task.id}`);
    expect((await request(server).get(path).expect(200)).body).toEqual(task);
    const list = await request(server)
      .get(`/tasks?after=${task.id - 1}`)
      .expect(200);
    expect(list.body).toEqual([task]);

    const whole = { title: 'Buy tea', description: 'Green', status: 'in_progress' };
    const replaced = await request(server).put(path).send(whole).expect(200);
    expect(replaced.body).toEqual({ ...task, ...whole });
    const changed = await request(server).patch(path).send({ status: 'completed' }).expect(200);
    expect(changed.body).toEqual({ ...task, ...whole, status: 'completed' });
    const reset = await request(server).put(path).send({ title: 'Buy milk' }).expect(200);
    expect(reset.body).toEqual(task);
    expect((await request(server).get(path).expect(200)).body).toEqual(task);

    await request(server).delete(path).expect(204, '');
    for (const method of ['get', 'delete'] as const)
      await request(server)[method](path).expect(404);
    await request(server).put(path).send(whole).expect(404);
    await request(server).patch(path).send(whole).expect(404);
  });

  it.each([
    ['200 characters', { title: 'x'.repeat(200) }],
    ['200 characters of two UTF-16 units each', { title: '😀'.repeat(200) }],
    ['a description of 10 000 characters', { title: 'x', description: 'y'.repeat(10_000) }],
    ['SQL', { title: "'; drop table tasks; --" }],
    ['an empty description', { title: 'x', description: '' }],
  ])('keeps %s as they are', async (_, task) => {
    const { path } = await create(task);
    expect((await request(server).get(path).expect(200)).body).toMatchObject(task);
  });

  it.each([
    ['no title', {}, 'title'],
    ['an empty title', { title: '' }, 'title'],
    ['a blank title', { title: ' \t\u00a0\u0085' }, 'title'],
    ['a title of 201 characters', { title: '😀'.repeat(201) }, 'title'],
    ['a title that is no text', { title: { a: 1 } }, 'title'],
    ['U+0000', { title: 'a\u0000' }, 'title'],
    ['half of a surrogate pair', { title: 'a\ud800' }, 'title'],
    ['a long description', { title: 'a', description: 'x'.repeat(10_001) }, 'description'],
    ['an unknown status', { title: 'a', status: 'done' }, 'status'],
    ['an id', { title: 'a', id: 7 }, 'id'],
    ['a time', { title: 'a', created_at: '2026-01-01T00:00:00Z' }, 'created_at'],
    ['an unknown member', { title: 'a', colour: 'red' }, 'colour'],
    ['a prototype', JSON.parse('{"title":"a","__proto__":{"admin":true}}'), '__proto__'],
    ['a list', [{ title: 'a' }], ''],
    ['null', null, ''],
    ['a number', 1, ''],
  ])('with %s is refused, wherever it is sent', async (_, task, path) => {
    const existing = await create();
    const text = JSON.stringify(task);
    const send = (test: request.Test) => test.set('content-type', 'application/json').send(text);
    const attempts = [
      send(request(server).post('/tasks')),
      send(request(server).put(existing.path)),
      send(request(server).patch(existing.path)),
    ];
    for (const attempt of attempts) {
      const { body } = await attempt.expect(422);
      expect(body).toMatchObject({
        type: 'about:blank',
        title: 'Unprocessable Entity',
        status: 422,
      });
      // What a patch says nothing of, it does not lack: `{}` is refused as a whole.
      expect(['', path]).toContain(body.errors[0].path);
      expect(body.errors[0].message).toMatch(/\w/);
    }
    expect((await request(server).get(existing.path)).headers.etag).toBe(existing.etag);
  });
});

describe('the list', () => {
  it('comes in pages that Link leads through, each task once, in the order of ids', async () => {
    const first = await create({ title: 'first', status: 'in_progress' });
    const ids = [first.id];
    for (let index = 1; index < 7; index += 1) {
      ids.push((await create({ title: 'next', status: 'in_progress' })).id);
      await create({ title: 'other', status: 'completed' });
    }
    const seen: number[] = [];
    let next = `/tasks?limit=3&status=in_progress&after=${first.id - 1}`;
    const sizes: number[] = [];
    while (next !== '') {
      const response: request.Response = await request(server).get(next).expect(200);
      seen.push(...response.body.map(({ id }: { id: number }) => id));
      sizes.push(response.body.length);
      next = /^<([^>]+)>; rel="next"$/.exec(response.headers.link ?? '')?.[1] ?? '';
    }
    expect(seen).toEqual(ids);
    expect(sizes).toEqual([3, 3, 1]);
  });

  it('has no next page after one that is just full', async () => {
    const { id } = await create();
    const response = await request(server)
      .get(`/tasks?limit=1&after=${id - 1}`)
      .expect(200);
    expect(response.body).toHaveLength(1);
    expect(response.headers.link).toBeUndefined();
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=-1',
    'limit=1.5',
    'limit=1e1',
    'limit=NaN',
    'limit=',
    'limit=05',
    'limit=1&limit=2',
    'limit[]=1',
    'after=-1',
    'after=null',
    'after=9007199254740992',
    'after=99999999999999999999',
    'status=done',
    'status=',
    'status=pending&status=completed',
    'page=2',
    '__proto__=1',
  ])('refuses ?%s', async (query) => {
    const { body } = await request(server).get(`/tasks?${query}`).expect(422);
    expect(body.errors).toEqual([
      { path: query.split(/=|%5B\]=/)[0], message: expect.any(String) },
    ]);
  });
});

describe('an id', () => {
  it.each([
    [400, 'abc'],
    [400, '-1'],
    [400, '1.0'],
    [400, '1e3'],
    [400, '0x1'],
    [400, '%20'],
    [400, '1%00'],
    [400, '%FF'],
    [404, '0'],
    [404, '01'],
    [404, '2147483648'],
    [404, '9007199254740991'],
    [404, '9007199254740992'],
    [404, '9223372036854775808'],
    [404, '9'.repeat(400)],
  ])('is answered %d when it is %s', async (status, id) => {
    const attempts = [
      request(server).get(`/tasks/${id}`),
      request(server).put(`/tasks/${id}`).send({ title: 'a' }),
      request(server).patch(`/tasks/${id}`).send({ title: 'a' }),
      request(server).delete(`/tasks/${id}`),
    ];
    for (const attempt of attempts) await attempt.expect(status);
  });
});

describe('conditional requests', () => {
  it('GET answers 304 as long as nothing has changed', async () => {
    const { path, etag } = await create();
    const get = () => request(server).get(path).set('if-none-match', etag);
    const response = await get().expect(304, '');
    expect(response.headers.etag).toBe(etag);
    await request(server).patch(path).send({ status: 'completed' }).expect(200);
    await get().expect(200);
  });

  it('a change with If-Match happens only to the state it names', async () => {
    const { path, etag } = await create();
    const changed = await request(server)
      .patch(path)
      .set('if-match', etag)
      .send({ title: 'b' })
      .expect(200);
    const attempts = [
      request(server).put(path).set('if-match', etag).send({ title: 'c' }),
      request(server).patch(path).set('if-match', etag).send({ title: 'c' }),
      request(server).delete(path).set('if-match', etag),
      request(server).put(path).set('if-none-match', '*').send({ title: 'c' }),
    ];
    for (const attempt of attempts) {
      const { headers } = await attempt.expect(412);
      expect(headers['content-type']).toMatch('application/problem+json');
    }
    expect((await request(server).get(path)).body.title).toBe('b');
    await request(server).delete(path).set('if-match', String(changed.headers.etag)).expect(204);
    await request(server).delete(path).set('if-match', '*').expect(404);
  });

  it('of four changes at once from one state, one happens', async () => {
    const { id, path, etag } = await create();
    const attempts: Promise<request.Response>[] = [];
    // Holds the row until the first of them waits for it; the others wait for their turn.
    await database.transaction(async (db) => {
      await db.execute(sql`select from tasks where id = ${id} for update`);
      for (const title of ['a', 'b', 'c', 'd']) {
        attempts.push(request(server).put(path).set('if-match', etag).send({ title }).then());
      }
      const waiting = async () => {
        // Or PostgreSQL would answer the same throughout a transaction.
        await db.execute(sql`select pg_stat_clear_snapshot()`);
        return db.execute(
          sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
      };
      while ((await waiting()).length < 1) await sleep(20);
    });
    const statuses = (await Promise.all(attempts)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 412, 412, 412]);
  });
});
