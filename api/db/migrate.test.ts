import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import type { DevPostgres } from '../dev-postgres.ts';
import { emptyDatabase, migrations, temporaryPostgres } from '../tests/postgres.ts';
import { type Database, openDatabase } from './database.ts';
import { MigrationError, migrate } from './migrate.ts';
import { readDatabaseUrl } from './url.ts';

let postgres: DevPostgres;
let url: string;
let folder: string;
const opened: Database[] = [];

beforeAll(async () => {
  postgres = await temporaryPostgres();
});

beforeEach(async () => {
  url = await emptyDatabase(postgres);
  folder = path.join(await mkdtemp(path.join(tmpdir(), 'migrate-test-')), 'migrations');
  await cp(migrations, folder, { recursive: true });
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((database) => database.close()));
  await rm(path.dirname(folder), { recursive: true });
});

afterAll(() => postgres.stop());

function open(as = url): Database {
  const database = openDatabase(readDatabaseUrl(as), 1);
  opened.push(database);
  return database;
}

/** Adds a migration to the folder, at a time in milliseconds. */
async function add(tag: string, when: number, statement: string): Promise<void> {
  const file = path.join(folder, 'meta/_journal.json');
  const journal = JSON.parse(await readFile(file, 'utf8'));
  journal.entries.push({ idx: journal.entries.length, version: '7', when, tag, breakpoints: true });
  await writeFile(file, JSON.stringify(journal));
  await writeFile(path.join(folder, `${tag}.sql`), statement);
}

const later = 4_000_000_000_000;

describe('migrations', () => {
  it('run once, however many processes start together', async () => {
    const counts = await Promise.all(Array.from({ length: 4 }, () => migrate(open(), folder)));
    expect(counts.sort()).toEqual([0, 0, 0, 2]);
    expect(await migrate(open(), folder)).toBe(0);
  });

  it('run from where the database is', async () => {
    const database = open();
    await migrate(database, folder);
    await add(
      '0001_more',
      later,
      'create table more (id int);--> statement-breakpoint\ninsert into more values (1)',
    );
    await add('0002_again', later + 1, 'insert into more values (2)');
    expect(await migrate(database, folder)).toBe(2);
    expect(await database.read((db) => db.execute(sql`select * from more`))).toHaveLength(2);
  });

  it('happen together or not at all', async () => {
    const database = open();
    await add(
      '0001_wrong',
      later,
      'create table half (id int);--> statement-breakpoint\nselect wrong',
    );
    await expect(migrate(database, folder)).rejects.toMatchObject({ cause: { code: '42703' } });
    const [row] = await database.read((db) =>
      db.execute(sql`select to_regclass('tasks') as tasks, to_regclass('half') as half`),
    );
    expect(row).toEqual({ tasks: null, half: null });
  });

  it('are refused when one is older than the last that ran, which would be skipped in silence', async () => {
    const database = open();
    await migrate(database, folder);
    await add('0001_late', 1, 'select 1');
    await expect(migrate(database, folder)).rejects.toBeInstanceOf(MigrationError);
  });

  it('are refused when one was changed after it ran', async () => {
    const database = open();
    await migrate(database, folder);
    await writeFile(path.join(folder, '0000_tasks.sql'), 'select 1');
    await expect(migrate(database, folder)).rejects.toBeInstanceOf(MigrationError);
  });

  it('need no right to create anything when the schema is current', async () => {
    const owner = open();
    await migrate(owner, folder);
    await owner.write((db) =>
      db.execute(
        sql.raw(`create role reader login password 'reader';
          grant usage on schema drizzle to reader; grant select on all tables in schema drizzle to reader`),
      ),
    );
    const reader = open(url.replace(`postgres:${postgres.password}@`, 'reader:reader@'));
    expect(await migrate(reader, folder)).toBe(0);
    await add('0001_more', later, 'create table more (id int)');
    await expect(migrate(reader, folder)).rejects.toMatchObject({ cause: { code: '42501' } });
  });

  it('made by the schema: drizzle-kit finds nothing to add', async () => {
    const { columns } = JSON.parse(
      await readFile(path.join(migrations, 'meta/0000_snapshot.json'), 'utf8'),
    ).tables['public.tasks'];
    const database = open();
    await migrate(database, folder);
    const rows = await database.read((db) =>
      db.execute(
        sql`select column_name, is_nullable from information_schema.columns where table_name = 'tasks'`,
      ),
    );
    expect(
      Object.fromEntries(rows.map((row) => [row.column_name, row.is_nullable === 'NO'])),
    ).toEqual(
      Object.fromEntries(
        Object.values(columns as Record<string, { name: string; notNull: boolean }>).map(
          ({ name, notNull }) => [name, notNull],
        ),
      ),
    );
  });
});
