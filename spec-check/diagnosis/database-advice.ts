import type { PostgresUrl } from './postgres-url.ts';

/** Why spec-check's own connection failed and what to do, without the password; the code is the driver's. */
export function connectionAdvice(error: unknown, url: PostgresUrl): string {
  const { code = '', message = '' } = error as {
    readonly code?: string;
    readonly message?: string;
  };
  const known = failures.find(
    ({ codes, says }) => codes.test(code) && (says?.test(message) ?? true),
  );
  return known === undefined
    ? `The database ${url.shown} cannot be used (${code || 'no code'}). Try: psql "$DATABASE_URL" -c 'select 1'`
    : known.tell(url);
}

/** How a failed connection shows, and what to do. */
export interface KnownFailure {
  /** The driver's. */
  readonly codes: RegExp;
  /** In the message, where the code alone does not tell. */
  readonly says?: RegExp;
  readonly tell: (url: PostgresUrl) => string;
}

/** The first that fits counts. */
export const failures: readonly KnownFailure[] = [
  {
    codes: /^28000$/,
    says: /role "[^"]*" does not exist/,
    tell: ({ user, shown }) =>
      `There is no role "${user}" on that server (${shown}). Create it: createuser --pwprompt ${user}`,
  },
  {
    codes: /^28000$/,
    says: /not permitted to log in/,
    tell: ({ user, shown }) =>
      `The role "${user}" may not log in (${shown}). Allow it: alter role "${user}" login`,
  },
  {
    codes: /^28000$/,
    says: /no encryption|SSL off/,
    tell: ({ shown, user, host, port }) =>
      `The database at ${host}:${port} does not let "${user}" in without TLS (${shown}). Add ?sslmode=require to DATABASE_URL; where the server offers no TLS, add this machine to its pg_hba.conf.`,
  },
  {
    codes: /^28000$/,
    tell: ({ shown, user, host, port }) =>
      `The database at ${host}:${port} does not let "${user}" in from this machine (${shown}). Add this machine to pg_hba.conf of the server.`,
  },
  {
    codes: /(?:)/,
    says: /before secure TLS connection/,
    tell: (url) =>
      `${place(url)} offers no TLS, and DATABASE_URL asks for it (${url.shown}). Leave sslmode out of DATABASE_URL, or set ssl = on at the server.`,
  },
  {
    codes: /^28P01$/,
    tell: ({ user, password, shown }) =>
      password === ''
        ? `DATABASE_URL has no password, and the database asks for the one of "${user}" (${shown}). Write it as postgres://${user || 'user'}:password@…, percent-encoded.`
        : `The database refuses the password of "${user}" (${shown}). Correct DATABASE_URL; percent-encode special characters in the password.`,
  },
  {
    codes: /^3D000$/,
    tell: ({ database, shown }) =>
      `There is no database "${database}" on that server (${shown}). Create it: createdb ${database}`,
  },
  {
    codes: /^ENOTFOUND$/,
    tell: ({ host }) =>
      `The host "${host}" of DATABASE_URL is not known. Check its spelling, or the network.`,
  },
  {
    codes: /^EAI_AGAIN$/,
    tell: ({ host }) =>
      `The host "${host}" of DATABASE_URL cannot be looked up just now. Check the network.`,
  },
  {
    codes: /^ECONNREFUSED$/,
    tell: (url) =>
      `Nothing listens at ${place(url)}, where DATABASE_URL points. Start the database, or correct the port.`,
  },
  {
    codes: /^CONNECT_TIMEOUT$/,
    tell: (url) =>
      `${place(url)}, where DATABASE_URL points, does not answer within ${connectLimit / 1000} s. Check the host, the port and the firewall.`,
  },
  {
    codes: /^(?:ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)$/,
    tell: (url) =>
      `${place(url)}, where DATABASE_URL points, cannot be reached. Check the address, the network and the VPN.`,
  },
  {
    codes: /^(?:CONNECTION_(?:CLOSED|ENDED|DESTROYED)|ECONNRESET|EPIPE|08P01|ERR_SSL_.*|EPROTO)$/,
    tell: (url) =>
      `${place(url)} closes the connection: is it a PostgreSQL server? Check host and port of DATABASE_URL.`,
  },
  {
    codes: /CERT|UNABLE_TO_(?:VERIFY|GET)/,
    tell: (url) =>
      `The certificate of ${place(url)} is not trusted (${url.shown}). Write sslmode=require to encrypt without checking it, or give Node the authority: NODE_EXTRA_CA_CERTS=ca.pem`,
  },
  {
    codes: /^57P0[1-3]$/,
    tell: (url) =>
      `The database at ${place(url)} is starting or stopping. Run again when it is up.`,
  },
  {
    codes: /^53300$/,
    tell: (url) =>
      `The database at ${place(url)} has no connection left. Close some, or use its pooler's address.`,
  },
];

/** Milliseconds until a first answer; a serverless database wakes up within. */
export const connectLimit = 10_000;

/** Said for a DATABASE_URL that is none: what is wrong with it, never with the value, which may hold a password. */
export function malformedAdvice(text: string): string {
  const wrong = mistakes.find(([sign]) => sign.test(text))?.[1] ?? 'it cannot be read as one';
  return `Expected DATABASE_URL to be a PostgreSQL connection string such as postgres://user:password@host:5432/name (special characters in the password percent-encoded), and ${wrong}.`;
}

/** What its text shows, the first that fits; and what is said of it. */
export const mistakes: readonly (readonly [RegExp, string])[] = [
  [/^(["']).*\1$/s, 'it stands in quotes'],
  [/^psql\s/, 'it is a psql command'],
  [/^jdbc:/i, 'it begins with jdbc:'],
  [
    /^(?:mysql|mariadb|mongodb(?:\+srv)?|redis|sqlite|mssql|file|https?):/i,
    'it is of another kind of database',
  ],
  [/^(?:host|user|dbname|port|password)\s*=/i, 'it consists of key=value pairs'],
  [
    /^postgres(?:ql)?\+\w+:/i,
    'it names a driver (postgresql+…), which only SQLAlchemy understands',
  ],
  [/^(?!postgres(?:ql)?:\/\/)/i, 'it does not begin with postgres://'],
  [
    /^\w+:\/\/[^@]*[#/?][^@]*@/,
    'a "#", "/" or "?" stands in its password as it is: write %23, %2F or %3F',
  ],
  [/%(?![0-9a-f]{2})/i, 'a "%" stands in it as it is: write %25'],
  [/:\/\/(?:[^@]*@)?[^/?#@]*:(?!\d+(?:[/?#]|$))[^/?#@]+(?:[/?#]|$)/, 'its port is no number'],
  [/^\w+:\/\/(?:[^@/]*@)?(?:[/:?#]|$)/, 'it names no host'],
  [/\s/, 'there is a space in it'],
];

function place({ host, port }: PostgresUrl): string {
  return `${host}:${port}`;
}
