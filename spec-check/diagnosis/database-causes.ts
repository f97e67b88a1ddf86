import type { Facts, Found, KnownCause } from '../model/cause.ts';

/** The one cause that is over when the container is started again. */
export const lostTableRace =
  'Two containers made the same table at the same time, and this one lost.';

/**
 * Why a program does not reach its database, in the words of postgres.js, pg, psycopg, asyncpg,
 * SQLAlchemy, pgx, lib/pq and JDBC. A driver may try with TLS and then without, and tells both: what
 * the server said comes before what the first try met.
 */
export const databaseCauses: readonly KnownCause[] = [
  {
    signs: [
      /password authentication failed for user "(?<user>[^"]*)"/i,
      /(?:28P01|password authentication failed|InvalidPasswordError|SASL: SCRAM|client password must be a string)/i,
    ],
    sentence: ({ user }) =>
      `The database refuses the password${user === undefined ? ' of DATABASE_URL' : ` of user "${user}"`}.`,
    fix: 'Use the user and password of DATABASE_URL as they are given, percent-decoded once.',
  },
  {
    signs: [/role "(?<user>[^"]*)" does not exist/i],
    sentence: ({ user }) => `The database knows no user "${user}".`,
    fix: 'Use the user of DATABASE_URL, or create it: createuser NAME.',
  },
  {
    signs: [/database "(?<name>[^"]*)" does not exist/i, /3D000|InvalidCatalogName/],
    sentence: ({ name }) =>
      `There is no database ${name === undefined ? 'of that name' : `"${name}"`} on the server.`,
    fix: 'Use the database that DATABASE_URL names, or create it: createdb NAME.',
  },
  {
    signs: [
      /no pg_hba\.conf entry for host "(?<client>[^"]*)", user "(?<user>[^"]*)"[^\n]*(?:SSL encryption|SSL on)/i,
      /server refused TLS connection[\s\S]*no pg_hba\.conf entry for host "(?<client>[^"]*)", user "(?<user>[^"]*)"/,
    ],
    sentence: ({ client, user }) => `The database does not admit user "${user}" from ${client}.`,
    fix: 'Add a line for that address to pg_hba.conf of the server, and reload it.',
  },
  {
    signs: [
      /no pg_hba\.conf entry for host "[^"]*", user "(?<user>[^"]*)"[^\n]*(?:no encryption|SSL off)/i,
      /SSL connection is required|connection is insecure|server requires (?:SSL|TLS|encryption)|SSL\/TLS required/i,
    ],
    sentence: ({ user }, { database }) =>
      `The database${at(database)} demands TLS, and ${user === undefined ? 'the program' : `user "${user}"`} connects without: sslmode=require is missing.`,
    fix: 'Add ?sslmode=require to DATABASE_URL and let the program read it; where it is there, see that the driver is given it.',
  },
  {
    signs: [
      /server (?:at \S+ )?does not support (?:SSL|TLS)|rejected SSL upgrade|SSL is not enabled on the server|server refused TLS connection/i,
      /disconnected before secure TLS connection was established|SSL not supported by server/i,
    ],
    sentence: (_found, { database }) =>
      `The program asks for TLS, and the database${at(database)} offers none.`,
    fix: 'Leave sslmode=require out of DATABASE_URL, or let the program read it from there; or set ssl = on at the server.',
  },
  {
    signs: [
      /(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT|CERT_HAS_EXPIRED|ERR_TLS_CERT_ALTNAME_INVALID)/,
      /certificate verify failed|failed to verify certificate|x509: certificate|PKIX path building failed|root certificate file "[^"]*" does not exist|self[- ]signed certificate/i,
    ],
    sentence: (_found, { database }) =>
      `The program does not trust the certificate of the database${at(database)}.`,
    fix: 'Put the authority’s certificate into the image and name it with sslrootcert, or see that ca-certificates are there.',
  },
  {
    signs: [
      /could not translate host name "(?<host>[^"]*)"/i,
      /failed to resolve host '(?<host>[^']*)'/i,
      /(?:ENOTFOUND|EAI_AGAIN)\s+(?<host>[A-Za-z0-9_.-]+)/,
      /lookup (?<host>[A-Za-z0-9_.-]+)(?: on \S+)?: (?:no such host|server misbehaving|i\/o timeout|Temporary failure)/i,
      /UnknownHostException: (?<host>[A-Za-z0-9_.-]+)/,
      /Can't reach database server at [`"]?(?<host>[A-Za-z0-9_.-]+)/,
      /\b(?:ENOTFOUND|EAI_AGAIN)\b|gaierror|name or service not known|temporary failure in name resolution|nodename nor servname/i,
    ],
    sentence: ({ host }, { database }) => {
      const name = host ?? database?.host;
      return `The host ${name === undefined ? 'of DATABASE_URL' : `"${name}"`} is not known inside the container.`;
    },
    fix: ({ host }, { database }) =>
      host === undefined || host === database?.host
        ? 'Use a host name that containers can look up, or an address; names of a Compose file are known on its own network only.'
        : `Connect to the host of DATABASE_URL${database === undefined ? '' : `, ${database.host}`}; "${host}" comes from elsewhere.`,
  },
  {
    signs: [
      /ECONNREFUSED (?<place>[0-9A-Fa-f:.]+:\d+)/,
      /server at "(?<host>[^"]*)"[^,\n]*, port (?<port>\d+) failed: Connection refused/i,
      /Connect call failed \('(?<host>[^']*)', (?<port>\d+)/,
      /dial tcp (?<place>\S+:\d+): (?:connect: )?connection refused/,
      /Connection to (?<place>\S+:\d+) refused/,
      /ECONNREFUSED|connection refused/i,
    ],
    sentence: (found, facts) => {
      const where = placeOf(found, facts) ?? 'the host and port of DATABASE_URL';
      if (onUsersLocalhost(found, facts))
        return `Nothing accepts connections at ${where}, by which a container reaches the localhost of DATABASE_URL.`;
      return `Nothing accepts connections at ${where}${loopback.test(where) ? ', which inside a container is the container itself' : ', as the container sees it'}.`;
    },
    fix: (found, facts) => {
      if (onUsersLocalhost(found, facts))
        return "Let PostgreSQL listen there as well (listen_addresses = '*' and a line in pg_hba.conf), or leave DATABASE_URL out for an embedded one.";
      return loopback.test(placeOf(found, facts) ?? '')
        ? 'Connect to the host that DATABASE_URL names, not to localhost.'
        : 'Connect to the host and port that DATABASE_URL names, and see that the server listens on that address (listen_addresses).';
    },
  },
  {
    signs: [
      /(?:ETIMEDOUT|EHOSTUNREACH|ENETUNREACH) (?<place>[0-9A-Fa-f:.]+:\d+)/,
      /CONNECT_TIMEOUT (?<place>\S+:\d+)/,
      /dial tcp (?<place>\S+:\d+): (?:i\/o timeout|connect: (?:no route to host|network is unreachable|connection timed out))/,
      /server at "(?<host>[^"]*)"[^,\n]*, port (?<port>\d+) failed: (?:timeout expired|Connection timed out|No route to host|Network is unreachable)/i,
      /CONNECT_TIMEOUT|ETIMEDOUT|connection timeout expired|timeout exceeded when trying to connect|connection timed out/i,
    ],
    sentence: (found, facts) =>
      `${placeOf(found, facts) ?? 'The host of DATABASE_URL'} does not answer from inside the container.`,
    fix: 'Check the host, the port and the firewall between the container and the database.',
  },
  {
    signs: [
      /permission denied for (?<what>(?:schema|table|database|sequence|relation) \S+)/i,
      /(?:code: ?['"]|SQLSTATE )42501/,
    ],
    sentence: ({ what }) =>
      `The database user may not use ${what?.replace(/["'.,]+$/g, '') ?? 'what the program asks for'}.`,
    fix: 'Grant it to the user of DATABASE_URL: GRANT … TO …, or give a user that owns the database.',
  },
  {
    signs: [/pg_(?:type_typname|class_relname|namespace_nspname)_(?:nsp_)?index/],
    sentence: lostTableRace,
    fix: 'Migrate inside a transaction that begins with pg_advisory_xact_lock, so that replicas wait for each other.',
  },
  {
    signs: [/too many (?:clients already|connections)|remaining connection slots/i],
    sentence: 'The database has no connection left.',
    fix: 'Close some, use a smaller pool, or the address of the pooler.',
  },
];

/** Where the program tried to connect: as its words name it, else as DATABASE_URL does. */
function placeOf({ place, host, port }: Found, { database }: Facts): string | undefined {
  if (place !== undefined) return place;
  if (host !== undefined) return `${host}:${port}`;
  return database && `${database.host}:${database.port}`;
}

const loopback = /^(?:127\.|::1|\[::1|localhost)/;

/** The user's server listens on localhost only. */
function onUsersLocalhost(found: Found, facts: Facts): boolean {
  return facts.database?.translated === true && placeOf(found, facts) === placeOf({}, facts);
}

function at(database: Facts['database']): string {
  return database === undefined ? '' : ` at ${database.host}:${database.port}`;
}
