import type { KnownCause } from '../model/cause.ts';

/** The one cause that is over when the container is started again. */
export const lostTableRace: KnownCause = [
  'Two containers made the same table at once, and this one lost.',
  'Migrate inside a transaction that begins with pg_advisory_xact_lock, so that replicas wait for each other.',
  /pg_(?:type_typname|class_relname|namespace_nspname)_(?:nsp_)?index/,
];

/** Of a stand-in it says nothing about the image: its program is right not to trust it. */
export const untrustedCertificate: KnownCause = [
  'The certificate of the database[ at {at}] is not trusted.',
  'Put the authority’s certificate where the program runs and name it (sslrootcert, NODE_EXTRA_CA_CERTS), or see that ca-certificates are there.',
  /SELF_SIGNED_CERT|UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT)|CERT_HAS_EXPIRED|CERT_ALTNAME_INVALID/,
  /certificate verify failed|failed to verify certificate|x509: certificate|PKIX path building failed/i,
  /root certificate file "[^"]*" does not exist|self[- ]signed certificate/i,
];

/** In the words of the drivers for PostgreSQL. One may try with TLS and then without: what the server said comes before what the first try met. */
export const databaseCauses: readonly KnownCause[] = [
  [
    'The database refuses the password[ of user "{user}"| of DATABASE_URL].',
    'Use the user and password of DATABASE_URL as the server knows them, percent-encoded there and decoded once.',
    /password authentication failed for user "(?<user>[^"]*)"/i,
    /Access denied for user '(?<user>[^']*)'@[^\n]*using password/i,
    /28P01|password authentication failed|InvalidPasswordError|SASL: SCRAM|password must be a string/i,
  ],
  [
    'The database knows no user "{user}", or does not let it log in.',
    'Use the user of DATABASE_URL, or create it: createuser --pwprompt {user}.',
    /role "(?<user>[^"]*)" (?:does not exist|is not permitted to log in)/i,
  ],
  [
    'There is no database ["{name}"|of that name] on the server.',
    'Use the database that DATABASE_URL names, or create it: createdb {name}.',
    /database "(?<name>[^"]*)" does not exist/i,
    /Unknown database '(?<name>[^']*)'/i,
    /3D000|InvalidCatalogName/,
  ],
  [
    'The database does not admit user "{user}" from {client}.',
    'Add a line for that address to pg_hba.conf of the server, and reload it.',
    /no pg_hba\.conf entry for host "(?<client>[^"]*)", user "(?<user>[^"]*)"[^\n]*(?:SSL encryption|SSL on)/i,
    /server refused TLS connection[\s\S]*no pg_hba\.conf entry for host "(?<client>[^"]*)", user "(?<user>[^"]*)"/,
  ],
  [
    'The database[ at {at}] demands TLS, and [user "{user}"|the program] connects without: sslmode=require is missing.',
    'Add ?sslmode=require to DATABASE_URL and let the program read it; where it is there, see that the driver is given it.',
    /no pg_hba\.conf entry for host "[^"]*", user "(?<user>[^"]*)"[^\n]*(?:no encryption|SSL off)/i,
    /SSL connection is required|connection is insecure|server requires (?:SSL|TLS|encryption)|SSL\/TLS required/i,
  ],
  [
    'The program or DATABASE_URL asks for TLS, and the database[ at {at}] offers none.',
    'Leave sslmode=require out of DATABASE_URL, or let the program read it from there; or set ssl = on at the server.',
    /server (?:at \S+ )?does not support (?:SSL|TLS)|rejected SSL upgrade|SSL is not enabled on the server/i,
    /server refused TLS connection|before secure TLS connection|SSL not supported by server/i,
  ],
  untrustedCertificate,
  [
    'The host ["{host}"|of DATABASE_URL] is not known where the program runs.',
    'Use a host in DATABASE_URL that can be looked up there, or an address; names of a Compose file are known on its own network only.',
    /(?:translate host name|resolve host) ["'](?<host>[^"']*)/i,
    /(?:ENOTFOUND|EAI_AGAIN)\s+(?<host>[A-Za-z0-9_.-]+)/,
    /lookup (?<host>[A-Za-z0-9_.-]+)(?: on \S+)?: (?:no such host|server misbehaving|i\/o timeout|Temporary failure)/i,
    /(?:UnknownHostException: |Can't reach database server at [`"]?)(?<host>[A-Za-z0-9_.-]+)/,
    /\b(?:ENOTFOUND|EAI_AGAIN)\b|gaierror|name or service not known|temporary failure in name resolution|nodename nor servname/i,
  ],
  [
    'A service that the program needs beside the database accepts no connections: {service}.',
    'Start it beside the container (services: in the front matter of the spec), or let the program start without it.',
    /(?:connecting to|redis at|dial tcp|ECONNREFUSED) (?<service>\S+:(?:6379|5672|9092|27017|9200|11211|4222|1025|25|587))\b[^\n]*/i,
    /(?<service>redis|amqp|rabbitmq|pika|kombu|kafka|mongo|elasticsearch|memcached|nats|HTTPConnectionPool\([^\n)]*\))[^\n]*(?:connection refused|ECONNREFUSED)/i,
  ],
  [
    'Nothing accepts connections at [{place}|the host and port of DATABASE_URL][, which inside a container is {container}][, by which a container reaches the {localhost} of DATABASE_URL].',
    "Connect to the host and port that DATABASE_URL names[, not to {container}], and let PostgreSQL listen there (listen_addresses = '*', and a line in pg_hba.conf).",
    /ECONNREFUSED (?<place>[0-9A-Fa-f:.]+:\d+)/,
    /server at "(?<host>[^"]*)"[^,\n]*, port (?<port>\d+) failed: Connection refused/i,
    /Connect call failed \('(?<host>[^']*)', (?<port>\d+)/,
    /(?:dial tcp|Connection to) (?<place>\S+:\d+):? (?:connect: )?(?:connection )?refused/,
    /ECONNREFUSED|connection refused/i,
  ],
  [
    '[{place}|The host of DATABASE_URL] does not answer.',
    'Check the host, the port, the network and the firewall on the way to the database.',
    /(?:ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|CONNECT_TIMEOUT) (?<place>\S+:\d+)/,
    /dial tcp (?<place>\S+:\d+): (?:i\/o timeout|connect: (?:no route to host|network is unreachable|connection timed out))/,
    /server at "(?<host>[^"]*)"[^,\n]*, port (?<port>\d+) failed: (?:timeout expired|Connection timed out|No route to host|Network is unreachable)/i,
    /CONNECT_TIMEOUT|ETIMEDOUT|connection timeout expired|timeout exceeded when trying to connect|connection timed out/i,
  ],
  [
    '[{place}|What DATABASE_URL names] ends every connection: it is no PostgreSQL server, or one that is starting or stopping.',
    'Check host and port of DATABASE_URL, and run again when the database is up.',
    /CONNECTION_(?:CLOSED|ENDED|DESTROYED) (?<place>\S+:\d+)/,
    /code: '57P0[1-3]'|the database system is (?:starting up|shutting down)/,
  ],
  [
    'The database user may not use [{what}|what the program asks for].',
    'Grant it to the user of DATABASE_URL: GRANT … TO …, or give a user that owns the database.',
    /permission denied for (?<what>(?:schema|table|database|sequence|relation) [^\s"'.,]+)/i,
    /(?:code: ?['"]|SQLSTATE )42501/,
  ],
  lostTableRace,
  [
    'The database has no connection left.',
    'Close some, use a smaller pool, or the address of the pooler.',
    /too many (?:clients already|connections)|remaining connection slots/i,
  ],
];
