import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';
import { awayCode, DatabaseUnavailable, Deadline } from './unavailable.ts';
import type { DatabaseUrl } from './url.ts';

/** Drizzle on the connection pool, or on one transaction of it. */
export type Drizzle = Pick<
  PostgresJsDatabase,
  'select' | 'insert' | 'update' | 'delete' | 'execute'
>;

/** The database as requests use it: every call ends within its deadline, with an answer or with DatabaseUnavailable. */
export interface Database {
  /** May run the query more than once: a connection that was cut is worth another try. */
  readonly read: <T>(query: Query<T>) => Promise<T>;
  /** Runs the query once: whether a connection that was cut had committed cannot be known. */
  readonly write: <T>(query: Query<T>) => Promise<T>;
  /** Like `write`, in one transaction; the deadline in milliseconds. */
  readonly transaction: <T>(query: Query<T>, deadline?: number) => Promise<T>;
  readonly usage: () => Usage;
  readonly close: () => Promise<void>;
}

/** What the pool does. */
export interface Usage {
  /** How many it may open. */
  readonly connections: number;
  /** Calls that wait for a connection or for their answer. */
  readonly inProgress: number;
  /** Calls that the database did not answer since the start, those tried again included. */
  readonly away: number;
}

type Query<T> = (db: Drizzle) => PromiseLike<T>;

export interface DatabaseOptions {
  readonly url: DatabaseUrl;
  readonly poolSize: number;
  /** Milliseconds for one call, retries included. */
  readonly deadline?: number;
}

/** Opens a pool; connects when first asked. */
export function openDatabase({ url, poolSize, deadline = 4000 }: DatabaseOptions): Database {
  let pool = connect(url, poolSize);
  let lastAnswer = performance.now();
  let inProgress = 0;
  let away = 0;

  async function attempt<T>(query: (pool: Pool) => PromiseLike<T>, limit: number): Promise<T> {
    const started = performance.now();
    const used = pool;
    inProgress += 1;
    try {
      const answer = await within(limit, query(used));
      lastAnswer = performance.now();
      if (!used.asked) void nameStatements(used);
      return answer;
    } catch (error) {
      const code = awayCode(error);
      if (code === undefined) {
        lastAnswer = performance.now();
        throw error;
      }
      // Silence on every connection since this call began: they lead nowhere, and may not notice for minutes.
      const silent = error instanceof Deadline && lastAnswer < started;
      // The server has become a replica: writes are now taken elsewhere, at the same address.
      const replica = code === readOnly && performance.now() - used.opened > 1000;
      if (used === pool && (silent || replica)) {
        pool = connect(url, poolSize);
        void end(used);
      }
      away += 1;
      throw new DatabaseUnavailable(code);
    } finally {
      inProgress -= 1;
    }
  }

  async function read<T>(query: Query<T>): Promise<T> {
    const end = performance.now() + deadline;
    for (let left = tries; ; left -= 1) {
      try {
        return await attempt(({ db }) => query(db), end - performance.now());
      } catch (error) {
        const late = performance.now() > end - deadline / 2;
        if (!(error instanceof DatabaseUnavailable) || left === 1 || late) throw error;
      }
    }
  }

  return {
    read,
    write: (query) => attempt(({ db }) => query(db), deadline),
    transaction: (query, limit = deadline) =>
      attempt(({ db }) => db.transaction(async (transaction) => query(transaction)), limit),
    usage: () => ({ connections: poolSize, inProgress, away }),
    close: () => end(pool),
  };
}

const tries = 3;

/** SQLSTATE read_only_sql_transaction. */
const readOnly = '25006';

interface Pool {
  readonly sql: Sql;
  readonly db: PostgresJsDatabase;
  /** Whether it is known what answers: PostgreSQL, or a pooler in front of it. */
  asked: boolean;
  /** When, by `performance.now()`. */
  readonly opened: number;
}

function connect(url: DatabaseUrl, poolSize: number): Pool {
  const sql = postgres({
    ...addressOf(url),
    user: url.user,
    password: url.password,
    database: url.database,
    ssl: url.tls,
    connection: url.startup,
    max: poolSize,
    // Seconds. A database that sleeps, as Neon's does, wakes within ten.
    connect_timeout: 10,
    idle_timeout: 30,
    max_lifetime: 30 * 60,
    // The driver's own backoff keeps queries waiting for up to half a minute.
    backoff: (attempt) => Math.min(0.05 * 2 ** attempt, 0.5),
    fetch_types: false,
    // Until it is known who answers.
    prepare: false,
    onnotice: () => {},
  });
  return { sql, db: drizzle(sql), asked: false, opened: performance.now() };
}

/**
 * Lets PostgreSQL keep the statements, which halves the round trips, unless a pooler is between: it
 * would run them where nobody prepared them, and they fail or hang. A pooler gives each client a
 * process id of its own making; PostgreSQL gives that of the process which answers.
 */
async function nameStatements(pool: Pool): Promise<void> {
  pool.asked = true;
  try {
    const rows = await pool.sql`select pg_backend_pid() as pid`;
    if (rows[0]?.pid === rows.state.pid) pool.sql.options.prepare = true;
  } catch {
    pool.asked = false;
  }
}

/** In lists, which the driver takes but does not declare: it would split an IPv6 address at its colons. */
function addressOf({ host, port }: DatabaseUrl): { host: string; port: number } {
  return { host: [host], port: [port] } as unknown as { host: string; port: number };
}

/** Closes the connections, at the latest after one second. */
async function end({ sql }: Pool): Promise<void> {
  await sql.end({ timeout: 1 }).catch(() => {});
}

/** Rejects with Deadline after so many milliseconds; the query itself cannot be taken back. */
function within<T>(milliseconds: number, work: PromiseLike<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Deadline()), milliseconds);
    work.then(
      (answer) => {
        clearTimeout(timer);
        resolve(answer);
      },
      (error) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
