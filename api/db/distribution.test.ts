import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'drizzle-orm';
import request from 'supertest';
import { createApp } from '../http/app.ts';
import { openLog } from '../log.ts';
import { distributionProgram } from '../tests/distribution.ts';
import { migrations, temporaryPostgres } from '../tests/postgres.ts';
import { freePort } from '../tests/process.ts';
import { serverAccount, serverFolder, startServer } from '../tests/server-process.ts';
import { type Database, openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { readDatabaseUrl } from './url.ts';

const program = await distributionProgram('postgresql', '/usr/lib/postgresql/*/bin/postgres');
const describeWithServer = program === undefined ? describe.skip : describe;

describeWithServer('on the PostgreSQL of the distribution', () => {
  const password = 'p#ss/w@rd%';
  let server: AsyncDisposable;
  let database: Database;

  beforeAll(async () => {
    const bin = path.dirname(program ?? '');
    const folder = await serverFolder();
    const data = path.join(folder, 'data');
    const seed = path.join(folder, 'password');
    await writeFile(seed, password);
    await promisify(execFile)(
      path.join(bin, 'initdb'),
      [
        ...['--pgdata', data, '--username', 'tasks', '--pwfile', seed, '--no-sync'],
        ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C'],
      ],
      { ...serverAccount(), cwd: '/' },
    );
    const port = await freePort();
    const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories='];
    server = await startServer(
      folder,
      path.join(bin, 'postgres'),
      ['-D', data, ...settings.flatMap((setting) => ['-c', setting]), '-c', 'fsync=off'],
      'ready to accept connections',
    );
    const url = `postgres://tasks:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
    database = openDatabase(readDatabaseUrl(url), 5);
  });

  afterAll(async () => {
    await database.close();
    await server[Symbol.asyncDispose]();
  });

  it('is another server than the embedded one', async () => {
    await using embedded = await temporaryPostgres();
    const other = openDatabase(readDatabaseUrl(embedded.url('postgres')), 1);
    const [theirs, ours] = await Promise.all(
      [database, other].map(async (of) => {
        const [row] = await of.read((db) => db.execute(sql`select version()`));
        return row?.version;
      }),
    );
    await other.close();
    // With the version and how it was built: a distribution may well have the same version one day.
    expect(theirs).toMatch(/^PostgreSQL \d+/);
    expect(theirs).not.toBe(ours);
  });

  it('the schema is made, and a task is created, read, listed, changed, replaced and deleted', async () => {
    expect(await migrate(database, migrations)).toBe(2);
    expect(await migrate(database, migrations)).toBe(0);
    const state = { migrated: true, draining: false };
    const app = createApp({ database, state, log: openLog('silent') });
    await request(app).get('/ready').expect(200);

    const created = await request(app).post('/tasks').send({ title: 'Bröd 🥖' }).expect(201);
    const task = created.body;
    const etag = String(created.headers.etag);
    expect(task).toEqual({
      id: 1,
      title: 'Bröd 🥖',
      description: null,
      status: 'pending',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/),
    });
    expect((await request(app).get('/tasks/1').expect(200)).body).toEqual(task);
    expect((await request(app).get('/tasks?status=pending').expect(200)).body).toEqual([task]);

    const changed = { ...task, status: 'in_progress' };
    const patch = request(app).patch('/tasks/1').set('if-match', etag);
    expect((await patch.send({ status: 'in_progress' }).expect(200)).body).toEqual(changed);
    // The state that this names is gone.
    await request(app).delete('/tasks/1').set('if-match', etag).expect(412);

    const replacement = { title: 'Milk', description: 'Two litres', status: 'completed' };
    const put = await request(app).put('/tasks/1').send(replacement).expect(200);
    expect(put.body).toEqual({ ...changed, ...replacement });
    await request(app).delete('/tasks/1').expect(204);
    await request(app).get('/tasks/1').expect(404);
    expect((await request(app).get('/tasks').expect(200)).body).toEqual([]);
  });

  it('what the schema does not allow is refused by the server itself', async () => {
    const insert = database.write((db) =>
      db.execute(sql`insert into tasks (title, status) values ('x', 'unheard of')`),
    );
    await expect(insert).rejects.toMatchObject({ cause: { code: '23514' } });
  });
});
