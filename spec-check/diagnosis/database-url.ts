import type { Options } from 'postgres';

/** A connection string in the parts that messages may show and drivers understand. */
export type DatabaseUrl = NonNullable<ReturnType<typeof parseDatabaseUrl>>;

/** Reads a connection string of PostgreSQL or MySQL; undefined when it is none. The text itself is never part of a message: it holds a password. */
export function parseDatabaseUrl(text: string) {
  try {
    return partsOf(new URL(text));
  } catch {
    // No URL, or one that is not percent-encoded.
    return undefined;
  }
}

function partsOf(url: URL) {
  const kind = url.protocol.replace(/^postgres(?:ql)?:$/, 'postgres:').slice(0, -1);
  const port = { postgres: 5432, mysql: 3306 }[kind];
  if (port === undefined || url.hostname === '') return undefined;
  // A raw `#`, `/` or `?` in the password: what follows is read as a path, and the host is a wrong one.
  if (url.username === '' && /@/.test(url.pathname + url.search + url.hash)) return undefined;
  const user = decodeURIComponent(url.username);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const neon = host.endsWith('.neon.tech');
  const parts = {
    host,
    port: Number(url.port || port),
    user,
    // As libpq takes it too.
    password: decodeURIComponent(url.password) || (url.searchParams.get('password') ?? ''),
    database: decodeURIComponent(url.pathname.slice(1)) || user,
  };
  // For PostgreSQL, without parameters of other drivers, which servers refuse as unknown settings.
  const options: Options<Record<string, never>> = {
    ...parts,
    ssl: tls(url.searchParams.get('sslmode'), neon),
    ...{ connect_timeout: 10, max: 3, idle_timeout: 30, fetch_types: false, onnotice: () => {} },
    // Poolers in transaction mode lose prepared statements.
    prepare: false,
  };
  const shown = `${kind}://${url.username}@${url.hostname}:${parts.port}/${url.pathname.slice(1)}`;
  return { ...parts, neon, shown, options };
}

function tls(sslmode: string | null, neon: boolean): 'require' | 'verify-full' | false {
  if (neon || sslmode === 'verify-full' || sslmode === 'verify-ca') return 'verify-full';
  return sslmode === null || sslmode === 'disable' ? false : 'require';
}

/** The same connection string for another host, as a container needs it where the host is `localhost`, and for another port. */
export function withHost(href: string, host: string, port?: number): string {
  const url = new URL(href);
  url.hostname = host;
  url.port = String(port ?? url.port);
  return url.href;
}
