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
  const decoded = decodeAll([url.username, url.password, url.pathname.slice(1)]);
  if (decoded === undefined) return undefined;
  const [user = '', password = '', name = ''] = decoded;
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

/** Why a connection failed and what to do, without the password. `code` is the driver's. */
export function connectionAdvice(error: unknown, url: PostgresUrl): string {
  const code = (error as { code?: string }).code ?? '';
  const advice = adviceByCode[code];
  return advice === undefined
    ? `The database ${url.shown} cannot be used (${code || 'no code'}). Try: psql "$DATABASE_URL" -c 'select 1'`
    : advice(url);
}

const adviceByCode: Readonly<Record<string, (url: PostgresUrl) => string>> = {
  '28P01': ({ user, shown }) =>
    `The database refuses the password of "${user}" (${shown}). Correct DATABASE_URL; percent-encode special characters in the password.`,
  '28000': ({ shown }) =>
    `The database refuses this user from here, or wants TLS (${shown}). Try DATABASE_URL with ?sslmode=require.`,
  '3D000': ({ database, shown }) =>
    `There is no database "${database}" on that server (${shown}). Create it: createdb ${database}`,
  ENOTFOUND: ({ host }) =>
    `The host "${host}" of DATABASE_URL is not known. Check its spelling, or the network.`,
  EAI_AGAIN: ({ host }) =>
    `The host "${host}" of DATABASE_URL cannot be looked up just now. Check the network.`,
  ECONNREFUSED: ({ host, port }) =>
    `Nothing listens at ${host}:${port}, where DATABASE_URL points. Start the database, or correct the port.`,
  CONNECT_TIMEOUT: ({ host, port }) =>
    `${host}:${port}, where DATABASE_URL points, does not answer within 10 s. Check the host, the port and the firewall.`,
  CONNECTION_CLOSED: ({ host, port }) =>
    `${host}:${port} closes the connection: is it a PostgreSQL server, and does it take TLS as DATABASE_URL asks?`,
  '53300': ({ host }) =>
    `The database at ${host} has no connection left. Close some, or use its pooler's address.`,
};
