import { randomBytes } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import postgres, { type Sql } from 'postgres';
import { type EmbeddedPostgres, startPostgres, stopOrphan } from '../../setup/postgres.ts';
import { temporaryFolder } from '../../setup/temporary.ts';
import { connectionAdvice, connectLimit, malformedAdvice } from '../diagnosis/database-advice.ts';
import { MachineFault } from '../model/machine-fault.ts';
import type { Database, Engine } from '../model/resources.ts';
import { parsePostgresUrl, withHost } from './postgres-url.ts';
import { defineResource, type ResourceContext } from './resource.ts';

/**
 * The database the user gave, else an empty one on an embedded PostgreSQL of this run or session: real
 * binaries, a random password.
 */
export const database = defineResource({
  id: 'database',
  needs: ['engine'],
  limit: 60_000,
  async acquire({ engine }, context, scope): Promise<Database> {
    const server = onDemand(async () => {
      const { hostAddress } = engine.network;
      const { signal, progress: log } = context;
      log('Starting an embedded PostgreSQL');
      const started = await embeddedPostgres({ hostAddress, signal, log }, scope);
      context.secrets.add(started.password);
      return started;
    });
    const emptyDatabase = async (name: string) => {
      const started = await server();
      await started.createDatabase(name);
      return started;
    };
    const another = async () => {
      const name = `spec_check_${randomBytes(4).toString('hex')}`;
      const started = await emptyDatabase(name);
      return {
        urlInContainer: started.url(name, engine.network.hostAddress),
        sql: connect(started.url(name), scope),
      };
    };

    const { databaseUrl } = context.options;
    if (databaseUrl !== undefined) return given(databaseUrl, engine, context, scope, another);

    const name = 'spec_check';
    const started = await emptyDatabase(name);
    const url = started.url(name);
    return {
      url,
      urlInContainer: started.url(name, engine.network.hostAddress),
      shownUrl: parsePostgresUrl(url)?.shown ?? '',
      password: started.password,
      standIn: `embedded PostgreSQL ${started.version}`,
      neon: false,
      sql: connect(url, scope),
      another,
    };
  },
});

async function given(
  href: string,
  engine: Engine,
  { secrets, signal, progress }: ResourceContext,
  scope: AsyncDisposableStack,
  another: Database['another'],
): Promise<Database> {
  secrets.add(href);
  const url = parsePostgresUrl(href);
  if (url === undefined) throw new Error(malformedAdvice(href));
  if (url.password !== '') secrets.add(url.password);
  progress(`Connecting to ${url.shown}`);
  const sql = connect(href, scope);
  try {
    await firstAnswer(sql, signal);
  } catch (error) {
    signal.throwIfAborted();
    const wrong = 'Correct DATABASE_URL or --database-url, or start the database.';
    throw new MachineFault('database-unreachable', connectionAdvice(error, url), wrong);
  }
  const local = ['localhost', '127.0.0.1', '::1'].includes(url.host);
  const { hostAddress } = engine.network;
  // Inside a container `localhost` is the container.
  const urlInContainer = local ? withHost(href, hostAddress) : href;
  if (local && /^[\d.:]+$/.test(hostAddress)) {
    await firstAnswer(connect(urlInContainer, scope), signal).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new MachineFault(
        'database-loopback-only',
        `The database at ${url.host}:${url.port} answers this machine and not its containers, which reach it at ${hostAddress} (${(error as NodeJS.ErrnoException).code ?? 'no code'}).`,
        `Set listen_addresses = '*' in postgresql.conf, let that network in by pg_hba.conf, and start it again; or leave --database-url out.`,
      );
    });
  }
  return {
    url: href,
    urlInContainer,
    shownUrl: url.shown,
    password: url.password,
    standIn: undefined,
    neon: url.neon,
    sql,
    another,
  };
}

/** Rejects when no answer comes: a server that closes every connection makes the driver try for ever. */
async function firstAnswer(sql: Sql, signal: AbortSignal): Promise<void> {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const late = () => reject(Object.assign(new Error('no answer'), { code: 'CONNECT_TIMEOUT' }));
  const timer = setTimeout(late, connectLimit + 1000);
  const stop = () => reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([sql`select 1`, over]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

/** A new server on this machine's loopback and, where containers reach this machine by an address, on that. */
export async function embeddedPostgres(
  {
    hostAddress,
    signal,
    log,
  }: { hostAddress: string; signal: AbortSignal; log: (line: string) => void },
  scope: AsyncDisposableStack,
): Promise<EmbeddedPostgres> {
  const folder = await temporaryFolder('database', scope, {
    beforeRemoval: (abandoned) => stopOrphan(path.join(abandoned, 'data')),
    inMemory: true,
  });
  // As root the server runs as another account, which must reach its folder.
  await chmod(folder, 0o711);
  const isAddress = /^[\d.:]+$/.test(hostAddress);
  return scope.use(
    await startPostgres({
      folder: path.join(folder, 'data'),
      keep: false,
      listen: isAddress ? ['127.0.0.1', hostAddress] : ['127.0.0.1'],
      signal,
      log,
    }),
  );
}

function connect(href: string, scope: AsyncDisposableStack): Sql {
  const sql = postgres(parsePostgresUrl(href)?.options ?? {});
  scope.defer(() => sql.end({ timeout: 1 }));
  return sql as Sql;
}

/** Runs `make` at the first call, and gives every caller its one promise. */
function onDemand<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
