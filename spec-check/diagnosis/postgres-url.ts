import type { Options } from 'postgres';

/** A connection string in the parts that messages may show and drivers understand. */
export type PostgresUrl = NonNullable<ReturnType<typeof parsePostgresUrl>>;

/** Reads a connection string; undefined when it is none. The text itself is never part of a message: it holds a password. */
export function parsePostgresUrl(text: string) {
  try {
    return partsOf(new URL(text));
  } catch {
    // No URL, or one that is not percent-encoded.
    return undefined;
  }
}

function partsOf(url: URL) {
  if (!/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '') return undefined;
  // A raw `#`, `/` or `?` in the password: what follows is read as a path, and the host is a wrong one.
  if (url.username === '' && /@/.test(url.pathname + url.search + url.hash)) return undefined;
  const user = decodeURIComponent(url.username);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const neon = host.endsWith('.neon.tech');
  const parts = {
    host,
    port: Number(url.port || 5432),
    user,
    // As libpq takes it too.
    password: decodeURIComponent(url.password) || (url.searchParams.get('password') ?? ''),
    database: decodeURIComponent(url.pathname.slice(1)) || user,
  };
  // Without parameters of other drivers, which servers refuse as unknown settings.
  const options: Options<Record<string, never>> = {
    ...parts,
    ssl: tls(url.searchParams.get('sslmode'), neon),
    ...{ connect_timeout: 10, max: 3, idle_timeout: 30, fetch_types: false, onnotice: () => {} },
    // Poolers in transaction mode lose prepared statements.
    prepare: false,
  };
  const shown = `postgres://${url.username}@${url.hostname}:${parts.port}/${url.pathname.slice(1)}`;
  return { ...parts, neon, shown, options };
}

function tls(sslmode: string | null, neon: boolean): 'require' | 'verify-full' | false {
  if (neon || sslmode === 'verify-full' || sslmode === 'verify-ca') return 'verify-full';
  return sslmode === null || sslmode === 'disable' ? false : 'require';
}

/** The same connection string for another host, as a container needs it where the host is `localhost`. */
export function withHost(href: string, host: string): string {
  const url = new URL(href);
  url.hostname = host;
  return url.href;
}
