import postgres, { type Sql } from 'postgres';
import { connectionAdvice, malformedAdvice } from '../diagnosis/database-advice.ts';
import { parsePostgresUrl, withHost } from '../diagnosis/postgres-url.ts';
import { MachineFault } from '../model/docker.ts';
import type { Database, Engine } from '../model/resources.ts';
import { firstAnswer } from './first-answer.ts';
import { noDatabase } from './no-database.ts';
import { postgresServer } from './postgres-server.ts';
import { defineResource, type ResourceContext } from './resource.ts';

/** The database that the user gave, else a fresh one on the PostgreSQL helper. */
export const database = defineResource({
  id: 'database',
  needs: ['engine'],
  async acquire({ engine }, context, scope): Promise<Database> {
    if (context.options.settings.database === 'none') throw noDatabase();
    let started: ReturnType<typeof postgresServer> | undefined;
    const server = () => {
      started ??= postgresServer(engine, context, scope);
      return started;
    };
    const another = async () => {
      const { url, urlInContainer } = await (await server()).createDatabase();
      return { url, urlInContainer, sql: connect(url, scope) };
    };
    const { databaseUrl } = context.options;
    if (databaseUrl !== undefined) return given(databaseUrl, engine, context, scope, another);
    const { version, password } = await server();
    const own = await another();
    return {
      ...own,
      shownUrl: parsePostgresUrl(own.url)?.shown ?? '',
      password,
      standIn: `PostgreSQL ${version} in a container`,
      neon: false,
      another,
      forNewContainer: another,
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
    const { sentence, fix } = connectionAdvice(error, url);
    throw new MachineFault('database-unreachable', sentence, fix);
  }
  const local = ['localhost', '127.0.0.1', '::1'].includes(url.host);
  const { hostAddress } = engine.network;
  // Inside a container `localhost` is the container.
  const urlInContainer = local ? withHost(href, hostAddress) : href;
  if (local && /^[\d.:]+$/.test(hostAddress))
    await firstAnswer(connect(urlInContainer, scope), signal).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new MachineFault(
        'database-loopback-only',
        `The database at ${url.host}:${url.port} answers this machine and not its containers, which reach it at ${hostAddress} (${(error as NodeJS.ErrnoException).code ?? 'no code'}).`,
        `Set listen_addresses = '*' in postgresql.conf, let that network in by pg_hba.conf, and start it again; or leave --database-url out.`,
      );
    });
  return {
    ...{ url: href, urlInContainer, shownUrl: url.shown, password: url.password },
    ...{ standIn: undefined, neon: url.neon, sql, another },
    forNewContainer: async () => ({ urlInContainer, sql }),
  };
}

function connect(href: string, scope: AsyncDisposableStack): Sql {
  const sql = postgres(parsePostgresUrl(href)?.options ?? {});
  scope.defer(() => sql.end({ timeout: 1 }));
  return sql as Sql;
}
