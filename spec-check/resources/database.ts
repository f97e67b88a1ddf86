import { postgresTables } from '../api-client/postgres-tables.ts';
import { connectionAdvice, malformedAdvice, noDatabase } from '../diagnosis/database-advice.ts';
import { parseDatabaseUrl, withHost } from '../diagnosis/database-url.ts';
import { MachineFault } from '../model/docker.ts';
import type { Database, Engine } from '../model/resources.ts';
import { databaseServer } from './database-server.ts';
import { mysqlServer } from './mysql-server.ts';
import { connect, postgresServer } from './postgres-server.ts';
import { defineResource, type ResourceContext } from './resource.ts';

/** The database that the user gave, else a fresh one on the helper of its kind. */
export const database = defineResource({
  needs: ['engine'],
  async acquire({ engine }, context, scope): Promise<Database> {
    const { settings, databaseUrl } = context.options;
    if (settings.database === 'none') throw noDatabase();
    const kind = settings.database === 'mysql' ? mysqlServer : postgresServer;
    let started: ReturnType<typeof databaseServer> | undefined;
    const server = () => {
      started ??= databaseServer(kind, engine, context, scope);
      return started;
    };
    const another = async () => (await server()).createDatabase();
    if (databaseUrl !== undefined) return given(databaseUrl, engine, context, scope, another);
    const { name, password } = await server();
    const own = await another();
    return {
      ...{ ...own, password, another, forNewContainer: another, neon: false },
      shownUrl: parseDatabaseUrl(own.url)?.shown ?? '',
      standIn: `${name} in a container`,
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
  const url = parseDatabaseUrl(href);
  if (url === undefined) throw new Error(malformedAdvice(href));
  if (url.password !== '') secrets.add(url.password);
  progress(`Connecting to ${url.shown}`);
  const tables = postgresTables(connect(href, scope));
  await tables.ping(signal).catch((error: unknown) => {
    signal.throwIfAborted();
    const { sentence, fix } = connectionAdvice(error, url);
    throw new MachineFault('database-unreachable', sentence, fix);
  });
  const local = ['localhost', '127.0.0.1', '::1'].includes(url.host);
  const { hostAddress } = engine.network;
  // Inside a container `localhost` is the container.
  const urlInContainer = local ? withHost(href, hostAddress) : href;
  if (local && /^[\d.:]+$/.test(hostAddress))
    await postgresTables(connect(urlInContainer, scope))
      .ping(signal)
      .catch((error: NodeJS.ErrnoException) => {
        signal.throwIfAborted();
        throw new MachineFault(
          'database-loopback-only',
          `The database at ${url.host}:${url.port} answers this machine and not its containers, which reach it at ${hostAddress} (${error.code ?? 'no code'}).`,
          `Set listen_addresses = '*' in postgresql.conf, let that network in by pg_hba.conf, and start it again; or leave --database-url out.`,
        );
      });
  return {
    ...{ url: href, urlInContainer, shownUrl: url.shown, password: url.password },
    ...{ standIn: undefined, neon: url.neon, tables, another },
    forNewContainer: async () => ({ url: href, urlInContainer, tables }),
  };
}
