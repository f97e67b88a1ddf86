import type { Options } from 'postgres';

/** A connection string in the parts that messages may show and drivers understand. */
export interface PostgresUrl {
  readonly href: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** The host belongs to Neon. */
  readonly neon: boolean;
  /** `postgres://user@host:5432/name`. */
  readonly shown: string;
  /** For postgres.js: parameters of other drivers left out, which servers refuse as unknown settings. */
  readonly options: Options<Record<string, never>>;
}

/** Reads a connection string; undefined when it is none. The text itself is never part of a message: it holds a password. */
export function parsePostgresUrl(text: string): PostgresUrl | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '') return undefined;
  // A raw `#`, `/` or `?` in the password: what follows is read as a path, and the host is a wrong one.
  if (url.username === '' && /@/.test(url.pathname + url.search + url.hash)) return undefined;
  const decoded = decodeAll([url.username, url.password, url.pathname.slice(1)]);
  if (decoded === undefined) return undefined;
  const [user = '', inAuthority = '', name = ''] = decoded;
  // As libpq takes it too.
  const password = inAuthority || (url.searchParams.get('password') ?? '');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? 5432 : Number(url.port);
  const database = name || user;
  const neon = host.endsWith('.neon.tech');
  return {
    href: text,
    host,
    port,
    user,
    password,
    database,
    neon,
    shown: `postgres://${url.username}@${url.hostname}:${port}/${url.pathname.slice(1)}`,
    options: {
      host,
      port,
      user,
      password,
      database,
      ssl: tls(url.searchParams.get('sslmode'), neon),
      connect_timeout: 10,
      max: 3,
      idle_timeout: 30,
      fetch_types: false,
      // Poolers in transaction mode lose prepared statements.
      prepare: false,
      onnotice: () => {},
    },
  };
}

function decodeAll(parts: readonly string[]): string[] | undefined {
  try {
    return parts.map(decodeURIComponent);
  } catch {
    return undefined;
  }
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
