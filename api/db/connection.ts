import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres, { type ISql, type Sql, type TransactionSql } from 'postgres';
import { DatabaseUnavailable, Deadline, originOf, unavailableCode } from './unavailable.ts';
import type { DatabaseUrl } from './url.ts';

/** What is known of the server; all connections share it. */
export interface Server {
  readonly url: DatabaseUrl;
  /** Milliseconds after which PostgreSQL ends a statement by itself, should this process be gone. */
  readonly statementTimeout: number;
  /** Whether PostgreSQL itself answers (true), or a pooler in front of it (false). */
  direct?: boolean;
}

/** One connection to the server, for one call at a time. It opens when first used, and again after it was cut. */
export function openConnection(server: Server) {
  let session: Session | undefined;

  function leave(): void {
    void session?.sql.end({ timeout: 0 });
    session = undefined;
  }

  return {
    /** Runs a call, cancelled at the limit (ms). Rejects: DatabaseUnavailable or a refusal. */
    async run<T>(query: (db: PostgresJsDatabase) => PromiseLike<T>, limit: number): Promise<T> {
      session ??= openSession(server);
      const used = session;
      used.latest = undefined;
      const identified = used.identified ? undefined : identify(used, server);
      // A Drizzle query runs each time it is awaited, so it is awaited once.
      const answer = Promise.resolve(
        identified ? identified.then(() => query(used.db)) : query(used.db),
      );
      let error: unknown;
      try {
        return await within(limit, answer);
      } catch (thrown) {
        error = thrown;
      }
      const late = error instanceof Deadline;
      if (late && wasSent(used)) {
        cancel(used);
        // A request to cancel may arrive before the call itself.
        const again = setInterval(() => cancel(used), grace / 5);
        try {
          // The call may end before it is cancelled.
          return await within(grace, answer);
        } catch (thrown) {
          error = thrown;
        } finally {
          clearInterval(again);
        }
      }
      const { code, refused } = originOf(error);
      const reason = late && code === queryCanceled ? 'DEADLINE' : unavailableCode(error);
      if (reason === undefined) throw error;
      // The connection was cut, or neither answers nor cancels: it might not notice that for minutes.
      if (!refused && session === used) leave();
      if (!wasSent(used) && refusedParameter.test(reason)) server.direct = false;
      const outcome = wasSent(used) && !refused ? 'unknown' : 'not_applied';
      throw new DatabaseUnavailable(reason, outcome, error instanceof Deadline);
    },
    /** Leaves the server if it was opened before this time, by `performance.now()`. */
    renew(openedBefore: number): void {
      if (session !== undefined && session.opened < openedBefore) leave();
    },
    /** Resolves when the connection is closed, at the latest after one second. */
    async close(): Promise<void> {
      await session?.sql.end({ timeout: 1 }).catch(() => {});
    },
  };
}

/** Milliseconds that a cancelled call has to end. */
const grace = 500;

const queryCanceled = '57014';

/** SQLSTATEs by which a pooler in front of PostgreSQL refuses `statement_timeout`. */
const refusedParameter = /^(08P01|42704)$/;

interface Session {
  readonly sql: Sql;
  readonly db: PostgresJsDatabase;
  readonly opened: number;
  /** Whether it is known if PostgreSQL itself or a pooler answers. */
  identified: boolean;
  latest?: DriverQuery | undefined;
}

/** Fields of a query that the driver's types leave out. */
interface DriverQuery {
  /** The connection it was sent on; null before. */
  readonly state: object | null;
  readonly canceller: ((query: DriverQuery) => Promise<void>) | null;
}

function openSession({ url, statementTimeout, direct = false }: Server): Session {
  const sql = postgres({
    // In lists, which the driver takes but does not declare: it would split an IPv6 address at its colons.
    ...({ host: [url.host], port: [url.port] } as unknown as Pick<DatabaseUrl, 'host' | 'port'>),
    user: url.user,
    password: url.password,
    database: url.database,
    ssl: url.tls,
    connection: direct ? { ...url.startup, statement_timeout: statementTimeout } : url.startup,
    max: 1,
    // Seconds. A database that sleeps, as Neon's does, wakes within ten.
    connect_timeout: 10,
    idle_timeout: 30,
    max_lifetime: 30 * 60,
    // The driver's own back-off keeps queries waiting for up to half a minute.
    backoff: false,
    fetch_types: false,
    prepare: direct,
    onnotice: () => {},
  });
  const session: Session = { sql, db: drizzle(sql), opened: performance.now(), identified: direct };
  watch(sql, session);
  const { begin } = sql;
  sql.begin = ((run: (inner: TransactionSql) => unknown) =>
    begin((inner) => run(watch(inner, session)))) as typeof begin;
  return session;
}

function watch<T extends ISql>(sql: T, session: Session): T {
  const { unsafe } = sql;
  sql.unsafe = ((...query: Parameters<typeof unsafe>) => {
    const made = unsafe(...query);
    // The driver's types leave its fields out.
    session.latest = made as unknown as DriverQuery;
    return made;
  }) as typeof unsafe;
  return sql;
}

const wasSent = ({ latest }: Session): boolean => latest !== undefined && latest.state !== null;

/** Asks the server to cancel what runs; not by the driver's own `cancel`, which leaves its failure unhandled. */
function cancel({ latest }: Session): void {
  latest?.canceller?.(latest).catch(() => {});
}

/** PostgreSQL itself can keep prepared statements and a time limit; behind a pooler, which other process ids give away, both fail or hang. */
async function identify(session: Session, server: Server): Promise<void> {
  const { sql } = session;
  const rows = await sql`select pg_backend_pid() as pid`;
  server.direct = rows[0]?.pid === rows.state.pid;
  if (server.direct) {
    sql.options.prepare = true;
    sql.options.connection.statement_timeout = server.statementTimeout;
    await sql`select set_config('statement_timeout', ${String(server.statementTimeout)}, false)`;
  }
  session.identified = true;
}

const within = <T>(milliseconds: number, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Deadline()), milliseconds);
    work.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
