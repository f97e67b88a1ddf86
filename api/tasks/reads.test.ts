import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { type Database, openDatabase } from '../db/database.ts';
import { DatabaseUnavailable } from '../db/unavailable.ts';
import { readDatabaseUrl } from '../db/url.ts';
import type { DevPostgres } from '../dev-postgres.ts';
import { migratedDatabase, temporaryPostgres } from '../tests/postgres.ts';
import { createTasks, findTasks, listTasks, updateTask } from './queries.ts';
import { taskCreator, taskReads } from './reads.ts';
import type { ListQuery, Task } from './schema.ts';

let postgres: DevPostgres;
let database: Database;
const made: Task[] = [];

/** The database, with the number of reads that reached it. */
let reads: number;
let counting: Database;

beforeAll(async () => {
  postgres = await temporaryPostgres();
  database = await migratedDatabase(postgres);
  counting = {
    ...database,
    read: (query) => {
      reads += 1;
      return database.read(query);
    },
  };
  for (let index = 0; index < 12; index += 1) {
    const status = index % 3 === 0 ? 'completed' : 'pending';
    const task = { title: `Task ${index}`, description: null, status } as const;
    made.push(...(await database.write((db) => createTasks(db, [task]))));
  }
});

beforeEach(() => {
  reads = 0;
});

afterAll(async () => {
  await database.close();
  await postgres.stop();
});

const first = () => made[0] as Task;
const page = (query: Partial<ListQuery> = {}): ListQuery => ({
  limit: 5,
  after: undefined,
  status: undefined,
  ...query,
});

describe('creations that arrive together', () => {
  it('are one statement, and each gets its own task', async () => {
    let writes = 0;
    const create = taskCreator({
      ...database,
      write: (query) => {
        writes += 1;
        return database.write(query);
      },
    });
    const given = Array.from({ length: 45 }, (_, index) => ({
      title: `"quoted" \\ ${index} 😀`,
      description: index % 2 === 0 ? null : `{${index},"a"}`,
      status: 'pending' as const,
    }));
    const created = await Promise.all(given.map(create));
    expect(created).toMatchObject(given);
    expect(new Set(created.map(({ id }) => id)).size).toBe(45);
    expect(writes).toBe(3);
    const stored = await database.read((db) =>
      findTasks(
        db,
        created.map(({ id }) => id),
      ),
    );
    expect(new Set(stored)).toEqual(new Set(created));
    await database.write((db) => db.execute(sql`delete from tasks where title like '"quoted"%'`));
  });
});

describe('reads that arrive together', () => {
  it('are one query, and each gets what it asked for: there or not, asked once or twice', async () => {
    const { task } = taskReads(counting);
    const wanted = [made[5], undefined, made[0], made[5], undefined];
    const ids = wanted.map((one) => one?.id ?? 999_999);
    expect(await Promise.all(ids.map(task))).toEqual(wanted);
    expect(reads).toBe(1);
  });

  it('answer as one by one, whatever is asked for', async () => {
    const { task, page: pageOf } = taskReads(database);
    const ids = fc.oneof(
      fc.integer({ min: 1, max: 15 }),
      fc.maxSafeNat().map((n) => n + 1),
    );
    const queries = fc.record<ListQuery>({
      limit: fc.integer({ min: 1, max: 100 }),
      after: fc.option(fc.nat(20), { nil: undefined }),
      status: fc.constantFrom(undefined, 'pending', 'completed', 'in_progress'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(ids), fc.array(queries), async (ids, queries) => {
        const together = Promise.all([
          Promise.all(ids.map(task)),
          Promise.all(queries.map(pageOf)),
        ]);
        const found = [];
        for (const id of ids) found.push((await database.read((db) => findTasks(db, [id])))[0]);
        const pages = [];
        for (const query of queries) {
          pages.push(await database.read((db) => listTasks(db, query)));
        }
        expect(await together).toEqual([found, pages]);
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it('are at most a hundred to a query', async () => {
    const { task } = taskReads(counting);
    const ids = Array.from({ length: 250 }, (_, index) => index + 1);
    const found = await Promise.all(ids.map(task));
    expect(found.map((one) => one?.id)).toEqual(
      ids.map((id) => (id <= made.length ? id : undefined)),
    );
    expect(reads).toBe(3);
  });

  it('share a page only when they ask for the same', async () => {
    const { page: pageOf } = taskReads(counting);
    const queries = [page(), page({ limit: 3 }), page(), page({ status: 'completed' })];
    const pages = await Promise.all(queries.map(pageOf));
    expect(pages.map(({ tasks }) => tasks.map(({ id }) => id))).toEqual([
      [1, 2, 3, 4, 5],
      [1, 2, 3],
      [1, 2, 3, 4, 5],
      [1, 4, 7, 10],
    ]);
    expect(pages.map(({ more }) => more)).toEqual([true, true, true, false]);
    expect(reads).toBe(3);
  });
});

describe('a read', () => {
  it('sees what was written before it arrived, even while an earlier one is on its way', async () => {
    const { task, page: pageOf } = taskReads(database);
    for (let round = 0; round < 20; round += 1) {
      const earlier = Promise.all([task(first().id), pageOf(page({ limit: 1 }))]);
      const title = `round ${round}`;
      await database.write((db) => updateTask(db, first().id, { title }));
      const [one, { tasks }] = await Promise.all([task(first().id), pageOf(page({ limit: 1 }))]);
      expect([one?.title, tasks[0]?.title]).toEqual([title, title]);
      await earlier;
    }
  });

  it('is not kept: the next one asks again', async () => {
    const { task } = taskReads(counting);
    await task(first().id);
    await task(first().id);
    expect(reads).toBe(2);
  });

  it('fails with the error of its own query alone', async () => {
    const failing: Database = {
      ...database,
      // As a connection that is cut while one of several queries runs on it.
      read: (query) => {
        reads += 1;
        return reads === 1
          ? Promise.reject(new DatabaseUnavailable('57P01'))
          : database.read(query);
      },
    };
    const { page: pageOf } = taskReads(failing);
    const [cut, other] = await Promise.allSettled([pageOf(page()), pageOf(page({ limit: 2 }))]);
    expect(cut).toMatchObject({ status: 'rejected', reason: { code: '57P01' } });
    expect(other).toMatchObject({ status: 'fulfilled', value: { more: true } });
  });

  it('has the deadline of any call, and the same error as alone', async () => {
    const url = readDatabaseUrl(postgres.url('test_1'));
    const impatient = openDatabase(url, 1, 300);
    const { task } = taskReads(impatient);
    const locked = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<void>();
    const holder = database.transaction(async (db) => {
      await db.execute(sql`lock table tasks in access exclusive mode`);
      locked.resolve();
      await ended.promise;
    });
    await locked.promise;
    for (const one of await Promise.allSettled([task(1), task(2), task(1)])) {
      expect(one).toMatchObject({ status: 'rejected', reason: { code: 'DEADLINE' } });
    }
    ended.resolve();
    await holder;
    expect((await task(1))?.id).toBe(1);
    await impatient.close();
  });
});
