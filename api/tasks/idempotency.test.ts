import { createServer, type Server } from 'node:http';
import { sql } from 'drizzle-orm';
import request from 'supertest';
import { type Database, openDatabase } from '../db/database.ts';
import { readDatabaseUrl } from '../db/url.ts';
import type { DevPostgres } from '../dev-postgres.ts';
import { createApp } from '../http/app.ts';
import { openLog } from '../log.ts';
import { migratedDatabase, temporaryPostgres } from '../tests/postgres.ts';
import { readIdempotencyKey } from './idempotency.ts';

describe('an Idempotency-Key', () => {
  it.each([
    ['"8e03978e-40d5-43e8-bc93-6894a57f9324"', '8e03978e-40d5-43e8-bc93-6894a57f9324'],
    ['8e03978e-40d5-43e8-bc93-6894a57f9324', '8e03978e-40d5-43e8-bc93-6894a57f9324'],
    ['"two words"', 'two words'],
    [`"${'k'.repeat(255)}"`, 'k'.repeat(255)],
  ])('%s is read', (header, key) => {
    expect(readIdempotencyKey(header)).toBe(key);
  });

  it.each(['', '""', '"a', 'a b', 'a, b', '"a", "b"', 'ä', `"${'k'.repeat(256)}"`, '"a";p=1'])(
    '%j is none',
    (header) => {
      expect(() => readIdempotencyKey(header)).toThrow('1 to 255 ASCII');
    },
  );
});

describe('POST with an Idempotency-Key', () => {
  let postgres: DevPostgres;
  /** Two processes, as far as the database can see. */
  let databases: readonly [Database, Database];
  let servers: readonly [Server, Server];

  beforeAll(async () => {
    postgres = await temporaryPostgres();
    const first = await migratedDatabase(postgres);
    databases = [first, openDatabase(readDatabaseUrl(postgres.url('test_1')), 5)];
    const state = { migrated: true, draining: false };
    const log = openLog('silent');
    const serve = (database: Database) =>
      createServer(createApp({ database, state, log })).listen(0);
    servers = [serve(databases[0]), serve(databases[1])];
  });

  afterAll(async () => {
    for (const server of servers) server.close();
    await Promise.all(databases.map((database) => database.close()));
    await postgres.stop();
  });

  const post = (key: string, task: object, replica: 0 | 1 = 0) =>
    request(servers[replica]).post('/tasks').set('idempotency-key', key).send(task);
  const count = async (title: string) => {
    const rows = await databases[0].read((db) =>
      db.execute(sql`select from tasks where title = ${title}`),
    );
    return rows.length;
  };

  it('creates its task once: the same answer again, from any replica, whatever became of the task', async () => {
    const task = { title: 'once', description: 'Two litres', status: 'in_progress' };
    const first = await post('"once"', task).expect(201);
    const path = String(first.headers.location);
    await request(servers[0]).patch(path).send({ title: 'changed' }).expect(200);
    const again = await post('once', task, 1).expect(201);
    await request(servers[0]).delete(path).expect(204);
    const late = await post('"once"', task, 1).expect(201);
    for (const { text, headers } of [again, late]) {
      expect(text).toBe(first.text);
      expect(headers.location).toBe(path);
      expect(headers.etag).toBe(first.headers.etag);
    }
    expect(await count('once')).toBe(0);
    expect(first.body).toMatchObject(task);
  });

  it('is refused when the key came with another task', async () => {
    await post('mine', { title: 'mine' }).expect(201);
    const { body } = await post('mine', { title: 'yours' }, 1).expect(422);
    expect(body.detail).toMatch('with another task');
    // With what is left out spelled out, it is the same one.
    await post('mine', { title: 'mine', status: 'pending', description: null }).expect(201);
    expect(await count('mine')).toBe(1);
    expect(await count('yours')).toBe(0);
  });

  it('of twenty at once on two replicas creates one task, and each that is not answered with it is asked to wait', async () => {
    for (let round = 0; round < 5; round += 1) {
      const title = `race ${round}`;
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          post(title.replace(' ', '-'), { title }, index % 2 === 0 ? 0 : 1),
        ),
      );
      const statuses = new Set(answers.map(({ status }) => status));
      expect([[201], [201, 409]]).toContainEqual([...statuses].sort());
      const created = answers.filter(({ status }) => status === 201).map(({ text }) => text);
      expect(new Set(created).size).toBe(1);
      expect(await count(title)).toBe(1);
      await post(title.replace(' ', '-'), { title }).expect(201, created[0]);
    }
  });

  it('of twenty at once with two different tasks creates one of them, and refuses the other', async () => {
    for (const round of [1, 2, 3]) {
      const titles = [`one ${round}`, `other ${round}`];
      const send = (index: number) =>
        post(`differs-${round}`, { title: titles[index % 2] }, index % 4 < 2 ? 0 : 1);
      const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => send(index)));
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => ![201, 409, 422].includes(status))).toEqual([]);
      const created = answers.filter(({ status }) => status === 201).map(({ text }) => text);
      expect(new Set(created).size).toBe(1);
      expect((await Promise.all(titles.map(count))).toSorted()).toEqual([0, 1]);
      const later = await Promise.all([send(0), send(1)]);
      expect(later.map(({ status }) => status).toSorted()).toEqual([201, 422]);
    }
  });

  it('is answered 409 while another one with the key is carried out', async () => {
    let answer: request.Response | undefined;
    await databases[1].transaction(async (db) => {
      await db.execute(sql`select pg_advisory_xact_lock(hashtextextended('busy', 0))`);
      answer = await post('busy', { title: 'busy' });
    });
    expect(answer?.status).toBe(409);
    expect(answer?.headers['retry-after']).toBe('1');
    await post('busy', { title: 'busy' }).expect(201);
  });

  it('is kept for a day, and then cleared away by others', async () => {
    await post('old', { title: 'old' }).expect(201);
    await databases[0].write((db) =>
      db.execute(
        sql`update creations set created_at = now() - interval '23 hours' where key = 'old'`,
      ),
    );
    await post('other', { title: 'other' }).expect(201);
    await post('old', { title: 'old' }).expect(201);
    expect(await count('old')).toBe(1);
    await databases[0].write((db) =>
      db.execute(
        sql`update creations set created_at = now() - interval '25 hours' where key = 'old'`,
      ),
    );
    await post('third', { title: 'third' }).expect(201);
    await post('old', { title: 'old' }).expect(201);
    expect(await count('old')).toBe(2);
  });

  it('is no key at all: 400', async () => {
    await post('a b', { title: 'none' }).expect(400);
    expect(await count('none')).toBe(0);
  });
});
