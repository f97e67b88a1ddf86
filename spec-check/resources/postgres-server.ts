import { randomBytes } from 'node:crypto';
import postgres, { type Sql } from 'postgres';
import { warmHelper } from '../docker/helper.ts';
import { inspectContainer, publishedAt } from '../docker/inspect.ts';
import type { Engine } from '../model/resources.ts';
import { debianImage } from '../offline/debian-image.ts';
import { postgresImage } from '../offline/helper-images.ts';
import type { ResourceContext } from './resource.ts';

/** The warm server, with a role of this run that sees no other's databases. */
export async function postgresServer(
  { docker, network }: Pick<Engine, 'docker' | 'network'>,
  { runId, signal, progress, secrets }: Omit<ResourceContext, 'options'>,
  scope: AsyncDisposableStack,
) {
  const image = await debianImage(postgresImage, { docker, log: progress, signal });
  const psql = (helper: string, statements: string, stop = signal) =>
    docker.run(
      ['exec', '--user', 'postgres', '--env', 'STATEMENTS', helper, 'sh', '-c', run],
      // In the environment, because `ps` shows arguments.
      { env: { STATEMENTS: statements }, signal: stop },
    );
  const name = await warmHelper(
    docker,
    {
      kind: 'database',
      image,
      options: [
        ...['--network', network.name, '--publish', `${docker.ports.on}::5432`],
        // In memory: nothing of it has to survive its server.
        // Podman knows no owner of such a folder, so PostgreSQL makes its own in it.
        ...['--user', '999:999', '--tmpfs', '/data:mode=1777'],
        ...['--shm-size', '256m', '--entrypoint', 'sh'],
      ],
      command: ['-c', start],
      isReady: async (helper) => (await psql(helper, 'select 1')).exitCode === 0,
    },
    signal,
    progress,
  );

  const role = `app_${runId}_${randomBytes(2).toString('hex')}`;
  const password = randomBytes(16).toString('hex');
  secrets.add(password);
  const created = await psql(
    name,
    `create role ${role} login createdb password '${password}'; show server_version`,
  );
  if (created.exitCode !== 0)
    throw new Error(`The PostgreSQL server makes no role: ${created.stderr.trim()}`);
  const address = await publishedAt(docker, name, 5432, signal);
  const found = await inspectContainer(docker, name, signal);
  const own = found?.NetworkSettings.Networks?.[network.name]?.IPAddress;
  const url = (host: string | undefined, database: string) =>
    `postgresql://${role}:${password}@${host}/${database}`;

  // Open as long as the run: by it other runs see that this one is alive.
  const admin: Sql = postgres(url(address, 'postgres'), { max: 1, onnotice: () => {} });
  const databases: string[] = [];
  scope.defer(async () => {
    for (const database of databases)
      await admin.unsafe(`drop database if exists ${database} with (force)`);
    await admin.end({ timeout: 1 });
    await psql(name, `drop role if exists ${role}`, AbortSignal.timeout(10_000));
  });
  await admin`select 1`;
  // Databases of runs that have no connection any more.
  const abandoned = await admin<{ readonly name: string }[]>`
    select datname as name from pg_database join pg_roles on pg_roles.oid = datdba
    where datname like 'app\\_%'
      and not exists (select from pg_stat_activity where usename = rolname)`;
  for (const left of abandoned)
    await psql(name, `drop database if exists "${left.name}" with (force)`);

  return {
    version: /^\d[\d.]*/m.exec(created.stdout)?.[0] ?? '',
    password,
    /** A new, empty one, dropped with the scope: as this machine reaches it, and as containers do. Both URLs hold the password. */
    async createDatabase() {
      const database = `${role}_${databases.length}`;
      databases.push(database);
      await admin.unsafe(`create database ${database}`);
      return { url: url(address, database), urlInContainer: url(`${own}:5432`, database) };
    },
  };
}

/** Debian keeps the programs where no PATH looks. */
const path = 'export PATH="$PATH:$(echo /usr/lib/postgresql/*/bin | tr " " ":")"';

const run = `${path}; printf %s "$STATEMENTS" | psql --host=/tmp --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname=postgres`;

/** With TLS for those that ask for it, as Neon's clients do. Passwords over the network; inside the container whoever may use the engine needs none. */
const start = `${path}
export PGDATA=/data/db
if [ ! -s $PGDATA/PG_VERSION ]; then
  initdb --username=postgres --auth-local=trust --auth-host=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null || exit
  echo 'host all all all scram-sha-256' >> $PGDATA/pg_hba.conf
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
    -subj /CN=spec-check -keyout $PGDATA/server.key -out $PGDATA/server.crt || exit
fi
exec postgres -k /tmp -c listen_addresses='*' -c ssl=on -c max_connections=400 -c jit=off \
  -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB`;
