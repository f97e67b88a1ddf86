import postgres, { type Sql } from 'postgres';
import { postgresTables } from '../api-client/postgres-tables.ts';
import { parseDatabaseUrl } from '../diagnosis/database-url.ts';
import { postgresImage } from '../offline/helper-images.ts';

/** A kind of server that runs as a warm helper. */
export type ServerKind = typeof postgresServer;

type Ask = (statements: string) => Promise<string>;

/** Debian keeps the programs where no PATH looks. */
const path = 'export PATH="$PATH:$(echo /usr/lib/postgresql/*/bin | tr " " ":")"';

/** With TLS for those that ask for it, as Neon's clients do. Passwords over the network; inside the container whoever may use the engine needs none. */
export const postgresServer = {
  ...{ name: 'PostgreSQL', image: postgresImage, scheme: 'postgresql', port: 5432 },
  /** A shell line that runs the statements of stdin as user $1 in database $2. */
  client: `${path}; psql --username=postgres --host=/tmp --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname=postgres`,
  /** For a database, and a user of this name that sees no other. */
  create: (name: string, password: string) => `
    create role ${name} login createdb password '${password}'; create database ${name} owner ${name}`,
  users: 'select rolname from pg_roles',
  drop: (name: string) =>
    `drop database if exists ${name} with (force); drop role if exists ${name};`,
  /** A database by its URL, or by what the client prints for a user that may only read. */
  tables: (url: string, _ask: Ask, scope: AsyncDisposableStack) =>
    postgresTables(connect(url, scope)),
  start: `${path}
export PGDATA=/data/db
if [ ! -s $PGDATA/PG_VERSION ]; then
  initdb --username=postgres --auth-local=trust --auth-host=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null || exit
  echo 'host all all all scram-sha-256' >> $PGDATA/pg_hba.conf
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
    -subj /CN=spec-check -keyout $PGDATA/server.key -out $PGDATA/server.crt || exit
fi
exec postgres -k /tmp -c listen_addresses='*' -c ssl=on -c max_connections=400 -c jit=off \
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB`,
};

export function connect(href: string, scope: AsyncDisposableStack): Sql {
  const sql = postgres(parseDatabaseUrl(href)?.options ?? {});
  scope.defer(() => sql.end({ timeout: 1 }));
  return sql as Sql;
}
