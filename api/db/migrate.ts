import { sql } from 'drizzle-orm';
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator';
import type { Database, Drizzle } from './database.ts';
import { DatabaseUnavailable } from './unavailable.ts';

/** The migrations of this build do not follow from what the database has. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** Brings the schema up to date, once, however many processes start together. Returns how many migrations ran. Throws DatabaseUnavailable, MigrationError, or PostgreSQL's refusal. */
export async function migrate(database: Database, folder: string): Promise<number> {
  const done = await database.read(applied);
  const migrations = readMigrationFiles({ migrationsFolder: folder });
  // A role that may create nothing can start on a schema that is current.
  if (pending(migrations, done).length === 0) return 0;
  return database.transaction(async (db) => {
    await db.execute(sql`select set_config('statement_timeout', ${String(longest)}, true)`);
    await db.execute(sql`select pg_advisory_xact_lock(${lock})`);
    // Another process may have run them while this one waited.
    const left = pending(migrations, await applied(db));
    if (left.length === 0) return 0;
    await db.execute(sql`create schema if not exists drizzle`);
    await db.execute(
      sql`create table if not exists ${journal} (id serial primary key, hash text not null, created_at bigint)`,
    );
    for (const { sql: statements, hash, folderMillis } of left) {
      for (const statement of statements) await db.execute(sql.raw(statement));
      await db.execute(
        sql`insert into ${journal} (hash, created_at) values (${hash}, ${folderMillis})`,
      );
    }
    return left.length;
  }, longest);
}

/** For a role that may not migrate: throws DatabaseUnavailable until the command `migrate` has. */
export async function awaitMigrations(database: Database, folder: string): Promise<number> {
  const done = await database.read(applied);
  const left = pending(readMigrationFiles({ migrationsFolder: folder }), done);
  if (left.length > 0) throw new DatabaseUnavailable('NOT_MIGRATED');
  return 0;
}

/** Which migrations are still to run; throws when one of them lies before the last that ran. */
export function pending(migrations: readonly MigrationMeta[], done: readonly Applied[]) {
  const hashes = new Set(done.map(({ hash }) => hash));
  const latest = Math.max(0, ...done.map(({ created_at }) => Number(created_at)));
  const left = migrations.filter(({ hash }) => !hashes.has(hash));
  if (left.some(({ folderMillis }) => folderMillis <= latest))
    throw new MigrationError(
      'A migration that never ran here is older than the last one that did, or was changed after it ran. Undo the change, or add a new migration.',
    );
  return left;
}

/** `created_at` is the time of the migration in its journal, in milliseconds; a bigint reads as text. */
export type Applied = Readonly<Record<'hash' | 'created_at', string>>;

/** Any number that no other program locks on the same database. */
const lock = 7_315_402_668;

/** Milliseconds: an index on a large table takes its time. */
const longest = 10 * 60_000;

/** Where drizzle-kit keeps its own account of what ran. */
const journal = sql.raw('drizzle.__drizzle_migrations');

async function applied(db: Drizzle): Promise<readonly Applied[]> {
  // Not by `to_regclass`: it asks a cache, which is out of date after waiting for the lock.
  const found = await db.execute(
    sql`select from pg_tables where schemaname = 'drizzle' and tablename = '__drizzle_migrations'`,
  );
  if (found.length === 0) return [];
  return db.execute<Applied>(sql`select hash, created_at from ${journal}`);
}
