import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import { openConnection, type Server } from './connection.ts';
import { type Kind, openPool } from './pool.ts';
import { DatabaseUnavailable, sqlState } from './unavailable.ts';
import type { DatabaseUrl } from './url.ts';

/** Drizzle on the connection pool, or on one transaction of it. */
export type Drizzle = Pick<
  PostgresJsDatabase,
  'select' | 'insert' | 'update' | 'delete' | 'execute'
>;

/** The database as requests use it: every call ends within its deadline, with an answer or with DatabaseUnavailable. */
export type Database = ReturnType<typeof openDatabase>;

type Query<T, D = Drizzle> = (db: D) => PromiseLike<T>;

/** Opens as many connections as calls need, up to the pool's size. A call has `deadline` milliseconds, waiting and retries included, and half a second more to be cancelled. */
export function openDatabase(url: DatabaseUrl, poolSize: number, deadline = 4000) {
  const server: Server = { url, statementTimeout: deadline };
  const connections = Array.from({ length: poolSize }, () => openConnection(server));
  const pool = openPool(connections);
  const rows = new Map<number | string, Promise<unknown>>();
  /** Calls that wait for a connection or for their answer. */
  let inProgress = 0;
  /** Calls that the database did not answer since the start, those tried again included. */
  let away = 0;
  /** Connections opened before this time are opened anew, by `performance.now()`. */
  let renewed = 0;

  async function attempt<T>(kind: Kind, query: Query<T, PostgresJsDatabase>, limit: number) {
    const end = performance.now() + limit;
    inProgress += 1;
    try {
      const connection = await pool.take(kind, limit);
      if (connection === undefined) throw new DatabaseUnavailable('BUSY');
      try {
        connection.renew(renewed);
        return await connection.run(query, Math.max(1, end - performance.now()));
      } finally {
        pool.give(kind, connection);
      }
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable)) throw error;
      // Silence on one means silence on all; and a server that has become a replica takes no writes,
      // though another does by now, at the same address.
      if (error.silent || error.code === sqlState.readOnlyTransaction) renewed = performance.now();
      away += 1;
      throw error;
    } finally {
      inProgress -= 1;
    }
  }

  /** May run the query more than once: a connection that was cut is worth another try. */
  async function read<T>(query: Query<T>): Promise<T> {
    const end = performance.now() + deadline;
    for (let left = 3; ; left -= 1)
      try {
        return await attempt('read', query, Math.max(1, end - performance.now()));
      } catch (error) {
        const late = performance.now() > end - deadline / 2;
        if (!(error instanceof DatabaseUnavailable) || left === 1 || late) throw error;
        // A server that restarts, or a pooler, needs a moment.
        await sleep(100);
      }
  }

  /** Waits for earlier calls on the same row. */
  async function inTurn<T>(row: number | string, query: Query<T>): Promise<T> {
    const end = performance.now() + deadline;
    const before = rows.get(row) ?? Promise.resolve();
    const call = before.then(() => {
      const left = end - performance.now();
      if (left < 1) throw new DatabaseUnavailable('BUSY');
      return attempt('write', query, left);
    });
    const ended = call.catch(() => {});
    rows.set(row, ended);
    try {
      return await call;
    } finally {
      if (rows.get(row) === ended) rows.delete(row);
    }
  }

  return {
    read,
    /** Runs the query once; a cut connection may have committed. Calls on one row take turns. */
    write: <T>(query: Query<T>, row?: number | string) =>
      row === undefined ? attempt('write', query, deadline) : inTurn(row, query),
    /** Like `write`, in one transaction; the deadline in milliseconds. */
    transaction: <T>(query: Query<T>, limit = deadline) =>
      attempt('write', (db) => db.transaction(async (transaction) => query(transaction)), limit),
    usage: () => ({ connections: poolSize, inProgress, away }),
    close: async () => {
      await Promise.all(connections.map((connection) => connection.close()));
    },
  };
}
