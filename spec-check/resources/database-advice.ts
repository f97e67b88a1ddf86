import type { PostgresUrl } from './postgres-url.ts';

/** Why spec-check's own connection failed and what to do, without the password; the code is the driver's. */
export function connectionAdvice(error: unknown, url: PostgresUrl): string {
  const { code = '', message = '' } = error as {
    readonly code?: string;
    readonly message?: string;
  };
  if (code === '28000') return refusal(message, url);
  if (/before secure TLS connection/.test(message)) {
    return `${place(url)} offers no TLS, and DATABASE_URL asks for it (${url.shown}). Leave sslmode out of DATABASE_URL, or set ssl = on at the server.`;
  }
  const advice = adviceByCode[code] ?? adviceByCode[kindOf(code)];
  return advice === undefined
    ? `The database ${url.shown} cannot be used (${code || 'no code'}). Try: psql "$DATABASE_URL" -c 'select 1'`
    : advice(url);
}

/** The server's words tell whether TLS is what it misses. */
function refusal(message: string, url: PostgresUrl): string {
  const { shown, user, host, port } = url;
  if (/role "[^"]*" does not exist/.test(message)) return noRole(url);
  if (/not permitted to log in/.test(message)) {
    return `The role "${user}" may not log in (${shown}). Allow it: alter role "${user}" login`;
  }
  return /no encryption|SSL off/.test(message)
    ? `The database at ${host}:${port} does not let "${user}" in without TLS (${shown}). Add ?sslmode=require to DATABASE_URL; where the server offers no TLS, add this machine to its pg_hba.conf.`
    : `The database at ${host}:${port} does not let "${user}" in from this machine (${shown}). Add this machine to pg_hba.conf of the server.`;
}

const adviceByCode: Readonly<Record<string, (url: PostgresUrl) => string>> = {
  '28P01': ({ user, password, shown }) =>
    password === ''
      ? `DATABASE_URL has no password, and the database asks for the one of "${user}" (${shown}). Write it as postgres://${user || 'user'}:password@…, percent-encoded.`
      : `The database refuses the password of "${user}" (${shown}). Correct DATABASE_URL; percent-encode special characters in the password.`,
  '3D000': ({ database, shown }) =>
    `There is no database "${database}" on that server (${shown}). Create it: createdb ${database}`,
  ENOTFOUND: ({ host }) =>
    `The host "${host}" of DATABASE_URL is not known. Check its spelling, or the network.`,
  EAI_AGAIN: ({ host }) =>
    `The host "${host}" of DATABASE_URL cannot be looked up just now. Check the network.`,
  ECONNREFUSED: (url) =>
    `Nothing listens at ${place(url)}, where DATABASE_URL points. Start the database, or correct the port.`,
  CONNECT_TIMEOUT: (url) =>
    `${place(url)}, where DATABASE_URL points, does not answer within ${connectLimit / 1000} s. Check the host, the port and the firewall.`,
  unreachable: (url) =>
    `${place(url)}, where DATABASE_URL points, cannot be reached. Check the address, the network and the VPN.`,
  closed: (url) =>
    `${place(url)} closes the connection: is it a PostgreSQL server? Check host and port of DATABASE_URL.`,
  untrusted: (url) =>
    `The certificate of ${place(url)} is not trusted (${url.shown}). Write sslmode=require to encrypt without checking it, or give Node the authority: NODE_EXTRA_CA_CERTS=ca.pem`,
  starting: (url) =>
    `The database at ${place(url)} is starting or stopping. Run again when it is up.`,
  full: (url) =>
    `The database at ${place(url)} has no connection left. Close some, or use its pooler's address.`,
};

/** Codes that mean the same to whoever reads. */
function kindOf(code: string): string {
  const kinds: readonly (readonly [string, RegExp])[] = [
    ['unreachable', /^(?:ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL)$/],
    [
      'closed',
      /^(?:CONNECTION_(?:CLOSED|ENDED|DESTROYED)|ECONNRESET|EPIPE|08P01|ERR_SSL_.*|EPROTO)$/,
    ],
    ['untrusted', /CERT|UNABLE_TO_(?:VERIFY|GET)/],
    ['starting', /^57P0[1-3]$/],
    ['full', /^53300$/],
  ];
  return kinds.find(([, codes]) => codes.test(code))?.[0] ?? '';
}

/** Milliseconds until a first answer; a serverless database wakes up within. */
export const connectLimit = 10_000;

/** Said for a DATABASE_URL that is none: what is wrong with it, never with the value, which may hold a password. */
export function malformedAdvice(text: string): string {
  const wrong = mistakes.find(([sign]) => sign.test(text))?.[1] ?? 'it cannot be read as one';
  return `Expected DATABASE_URL to be a PostgreSQL connection string such as postgres://user:password@host:5432/name (special characters in the password percent-encoded), and ${wrong}.`;
}

const mistakes: readonly (readonly [RegExp, string])[] = [
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

function noRole({ user, shown }: PostgresUrl): string {
  return `There is no role "${user}" on that server (${shown}). Create it: createuser --pwprompt ${user}`;
}

function place({ host, port }: PostgresUrl): string {
  return `${host}:${port}`;
}
