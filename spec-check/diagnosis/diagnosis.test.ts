import type { Facts } from '../model/cause.ts';
import { probableCause } from './diagnosis.ts';

/** The words are those that the drivers and languages print, run for this table. */
const said: readonly (readonly [who: string, words: string, sentence: RegExp])[] = [
  // A variable is missing.
  [
    'Node',
    'DATABASE_URL is not set. Example: DATABASE_URL=postgres://user:password@host:5432/name',
    /^DATABASE_URL is missing/,
  ],
  [
    'this API',
    'DATABASE_URL is required and not set. Example: DATABASE_URL=postgres://user:password@host:5432/tasks',
    /^DATABASE_URL is missing/,
  ],
  [
    'Node',
    'Error: Missing required environment variable: DATABASE_URL',
    /^DATABASE_URL is missing/,
  ],
  [
    'envalid',
    '❌ Missing environment variables:\n    DATABASE_URL: undefined',
    /^DATABASE_URL is missing/,
  ],
  [
    'zod 3',
    '[{ "code": "invalid_type", "expected": "string", "received": "undefined", "path": [ "DATABASE_URL" ], "message": "Required" }]',
    /^DATABASE_URL is missing/,
  ],
  ['Prisma', 'error: Environment variable not found: DATABASE_URL.', /^DATABASE_URL is missing/],
  [
    'Python',
    "    raise KeyError(key) from None\nKeyError: 'DATABASE_URL'",
    /^DATABASE_URL is missing/,
  ],
  [
    'pydantic',
    '1 validation error for Settings\nDATABASE_URL\n  Field required [type=missing, input_value={}, input_type=dict]',
    /^DATABASE_URL is missing/,
  ],
  [
    'django-environ',
    'ImproperlyConfigured: Set the DATABASE_URL environment variable',
    /^DATABASE_URL is missing/,
  ],
  [
    'Go',
    '2025/01/01 10:00:00 DATABASE_URL environment variable not set',
    /^DATABASE_URL is missing/,
  ],
  [
    'redis-py',
    'redis.exceptions.ConnectionError: Error 111 connecting to redis:6379. Connection refused.',
    /^A service .* beside the database .*: redis:6379/,
  ],
  ['ioredis', 'Error: connect ECONNREFUSED 172.18.0.5:6379', /: 172.18.0.5:6379/],
  [
    'pika',
    'pika.exceptions.AMQPConnectionError: Connection refused',
    /^A service .* beside the database/,
  ],
  [
    'requests',
    "ConnectionError: HTTPConnectionPool(host='auth', port=8080): Max retries: Connection refused",
    /^A service .*host='auth', port=8080/,
  ],
  ['Spring', 'Property DATABASE_URL must not be blank', /^DATABASE_URL is missing/],
  ['an author', 'ValueError: Please provide DATABASE_URL', /^DATABASE_URL is missing/],
  [
    'JSON logs',
    '{"level":"error","msg":"configuration: DATABASE_URL must be set"}\n',
    /^DATABASE_URL is missing/,
  ],
  [
    'Node, with a stack',
    'Error: DATABASE_URL must be provided\n    at Object.<anonymous> (/app/main.js:3:9)',
    /^DATABASE_URL is missing/,
  ],
  [
    'Go env',
    'env: required environment variable "DATABASE_URL" is not set',
    /^DATABASE_URL is missing/,
  ],
  ['envconfig', 'required key DATABASE_URL missing value', /^DATABASE_URL is missing/],
  [
    'Spring',
    'Could not resolve placeholder \'DATABASE_URL\' in value "${DATABASE_URL}"',
    /^DATABASE_URL is missing/,
  ],
  [
    'Rust',
    "thread 'main' panicked at src/main.rs:9: DATABASE_URL must be set: NotPresent",
    /^DATABASE_URL is missing/,
  ],
  ['Ruby', 'key not found: "DATABASE_URL" (KeyError)', /^DATABASE_URL is missing/],
  ['sh', 'sh: 1: DATABASE_URL: parameter not set or null', /^DATABASE_URL is missing/],
  ['bash', 'bash: line 1: DATABASE_URL: unbound variable', /^DATABASE_URL is missing/],
  [
    'libpq',
    'connection to server on socket "/var/run/postgresql/.s.PGSQL.5432" failed: No such file or directory',
    /^DATABASE_URL is missing/,
  ],
  [
    'pgx',
    'dial error: dial unix /var/run/postgresql/.s.PGSQL.5432: connect: no such file or directory',
    /^DATABASE_URL is missing/,
  ],
  ['Node', 'Error: JWT_SECRET is required', /^JWT_SECRET is missing/],
  ['Python', "KeyError: 'REDIS_URL'", /^REDIS_URL is missing/],
  // DATABASE_URL is malformed.
  [
    'postgres.js',
    "TypeError: Invalid URL\n  code: 'ERR_INVALID_URL',\n  input: 'postgres://bob:***@h/db'",
    /^DATABASE_URL is malformed/,
  ],
  ['zod', 'DATABASE_URL: Invalid url', /^DATABASE_URL is malformed/],
  [
    'psycopg',
    'psycopg.OperationalError: connection is bad: invalid integer value "abc" for connection option "port"',
    /^DATABASE_URL is malformed/,
  ],
  [
    'psycopg2',
    'psycopg2.ProgrammingError: invalid dsn: missing "=" after "***" in connection info string',
    /^DATABASE_URL is malformed/,
  ],
  [
    'asyncpg',
    'ClientConfigurationError: invalid DSN: scheme is expected to be either "postgresql" or "postgres", got \'bob\'',
    /^DATABASE_URL is malformed/,
  ],
  [
    'SQLAlchemy',
    'sqlalchemy.exc.ArgumentError: Could not parse SQLAlchemy URL from given URL string',
    /^DATABASE_URL is malformed/,
  ],
  [
    'pgx',
    'cannot parse `postgresql://bob:xxxxxx@127.0.0.1:abc/tasks`: failed to parse as URL (invalid port ":abc" after host)',
    /^DATABASE_URL is malformed/,
  ],
  [
    'lib/pq',
    'parse "postgresql://bob:***": invalid port ":***" after host',
    /^DATABASE_URL is malformed/,
  ],
  [
    'JDBC',
    'java.sql.SQLException: No suitable driver found for postgres://h/x',
    /^DATABASE_URL is malformed/,
  ],
  // The database refuses the password.
  [
    'postgres.js',
    'PostgresError: password authentication failed for user "bob"\n  code: \'28P01\'',
    /refuses the password of user "bob"/,
  ],
  [
    'psycopg',
    'connection to server at "127.0.0.1", port 42305 failed: FATAL:  password authentication failed for user "bob"',
    /refuses the password of user "bob"/,
  ],
  [
    'asyncpg',
    'asyncpg.exceptions.InvalidPasswordError: password authentication failed for user "bob"',
    /refuses the password of user "bob"/,
  ],
  [
    'pgx, with TLS first',
    'failed to connect to `user=bob database=postgres`:\n\t127.0.0.1:42305: tls error: server refused TLS connection\n\t127.0.0.1:42305: failed SASL auth: FATAL: password authentication failed for user "bob" (SQLSTATE 28P01)',
    /refuses the password of user "bob"/,
  ],
  [
    'JDBC',
    'org.postgresql.util.PSQLException: FATAL: password authentication failed for user "bob"',
    /refuses the password of user "bob"/,
  ],
  [
    'pg',
    'Error: SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string',
    /refuses the password of DATABASE_URL/,
  ],
  // There is no such database.
  ['postgres.js', 'PostgresError: database "tasks" does not exist', /no database "tasks"/],
  [
    'pgx, with TLS first',
    'tls error: server refused TLS connection\n server error: FATAL: database "tasks" does not exist (SQLSTATE 3D000)',
    /no database "tasks"/,
  ],
  // The host is not known.
  [
    'postgres.js',
    'Error: getaddrinfo ENOTFOUND nohost.invalid',
    /host "nohost\.invalid" is not known/,
  ],
  [
    'pg',
    "Error: getaddrinfo EAI_AGAIN db\n  errno: -3001,\n  code: 'EAI_AGAIN'",
    /host "db" is not known/,
  ],
  [
    'psycopg',
    "psycopg.OperationalError: failed to resolve host 'nohost.invalid': [Errno -2] Name or service not known",
    /host "nohost\.invalid" is not known/,
  ],
  [
    'psycopg2',
    'could not translate host name "nohost.invalid" to address: Name or service not known',
    /host "nohost\.invalid" is not known/,
  ],
  [
    'asyncpg',
    'socket.gaierror: [Errno -2] Name or service not known',
    /host "172\.18\.0\.1" is not known/,
  ],
  [
    'pgx',
    'hostname resolving error: lookup nohost.invalid on 127.0.0.11:53: no such host',
    /host "nohost\.invalid" is not known/,
  ],
  [
    'JDBC',
    'Caused by: java.net.UnknownHostException: nohost.invalid',
    /host "nohost\.invalid" is not known/,
  ],
  // The connection is refused.
  [
    'postgres.js',
    'Error: connect ECONNREFUSED 127.0.0.1:5999',
    /at 127\.0\.0\.1:5999, which inside a container is the container itself/,
  ],
  [
    'pg',
    "AggregateError [ECONNREFUSED]: \n  code: 'ECONNREFUSED'",
    /Nothing accepts connections at 172\.18\.0\.1:5432/,
  ],
  [
    'psycopg2',
    'connection to server at "db" (172.18.0.3), port 5999 failed: Connection refused',
    /connections at db:5999\.$/,
  ],
  [
    'asyncpg',
    "ConnectionRefusedError: [Errno 111] Connect call failed ('10.0.0.7', 5999)",
    /connections at 10\.0\.0\.7:5999/,
  ],
  [
    'lib/pq',
    'dial tcp 10.0.0.7:5999: connect: connection refused',
    /connections at 10\.0\.0\.7:5999/,
  ],
  [
    'JDBC',
    'Connection to localhost:5999 refused. Check that the hostname and port are correct',
    /connections at localhost:5999, which inside a container/,
  ],
  // TLS is required.
  [
    'postgres.js',
    'PostgresError: no pg_hba.conf entry for host "172.18.0.3", user "bob", database "tasks", no encryption',
    /at 172\.18\.0\.1:5432 demands TLS, and user "bob" connects without: sslmode=require is missing/,
  ],
  [
    'PostgreSQL 12',
    'FATAL:  no pg_hba.conf entry for host "10.0.0.1", user "bob", database "tasks", SSL off',
    /demands TLS/,
  ],
  ['Neon', 'ERROR:  connection is insecure (try using `sslmode=require`)', /demands TLS/],
  [
    'psycopg',
    'FATAL:  no pg_hba.conf entry for host "10.0.0.1", user "bob", database "tasks", SSL encryption',
    /does not admit user "bob" from 10\.0\.0\.1/,
  ],
  // TLS is not offered.
  [
    'postgres.js',
    'Error: Client network socket disconnected before secure TLS connection was established',
    /asks for TLS, and the database at 172\.18\.0\.1:5432 offers none/,
  ],
  ['pg', 'Error: The server does not support SSL connections', /offers none/],
  ['psycopg', 'server does not support SSL, but SSL was required', /offers none/],
  [
    'asyncpg',
    'ConnectionError: PostgreSQL server at "127.0.0.1:42305" rejected SSL upgrade',
    /offers none/,
  ],
  ['pgx', '127.0.0.1:42305 (127.0.0.1): tls error: server refused TLS connection', /offers none/],
  ['lib/pq', 'pq: SSL is not enabled on the server', /offers none/],
  ['JDBC', 'org.postgresql.util.PSQLException: The server does not support SSL.', /offers none/],
  // The certificate is not trusted.
  [
    'pg',
    "Error: self-signed certificate\n  code: 'DEPTH_ZERO_SELF_SIGNED_CERT'",
    /certificate of the database at 172\.18\.0\.1:5432 is not trusted/,
  ],
  [
    'pgx',
    'tls: failed to verify certificate: x509: certificate signed by unknown authority',
    /certificate of the database at 172\.18\.0\.1:5432 is not trusted/,
  ],
  [
    'psycopg',
    'root certificate file "/root/.postgresql/root.crt" does not exist',
    /certificate of the database at 172\.18\.0\.1:5432 is not trusted/,
  ],
  // No answer.
  [
    'postgres.js',
    'Error: write CONNECT_TIMEOUT 10.9.9.9:5432',
    /^10\.9\.9\.9:5432 does not answer/,
  ],
  ['lib/pq', 'dial tcp 10.9.9.9:5432: i/o timeout', /^10\.9\.9\.9:5432 does not answer/],
  // Replicas that migrate at once.
  [
    'PostgreSQL',
    'duplicate key value violates unique constraint "pg_type_typname_nsp_index"',
    /^Two containers made the same table/,
  ],
  // A module or the program itself is not there.
  [
    'Node, ESM',
    "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'express' imported from /app/server.mjs",
    /module "express"/,
  ],
  [
    'Node, CJS',
    "Error: Cannot find module 'express'\nRequire stack:\n- /app/server.js",
    /module "express"/,
  ],
  [
    'Node, entry',
    "Error: Cannot find module '/app/dist/main.js'\n    at Module._resolveFilename (node:internal/modules/cjs/loader:1225:15)\n  code: 'MODULE_NOT_FOUND',\n  requireStack: []",
    /program itself, \/app\/dist\/main\.js/,
  ],
  ['Python', "ModuleNotFoundError: No module named 'fastapi'", /module "fastapi"/],
  [
    'Python, entry',
    "python: can't open file '/app/main.py': [Errno 2] No such file or directory",
    /program itself, \/app\/main\.py/,
  ],
  [
    'uvicorn',
    'ERROR:    Error loading ASGI app. Could not import module "main".',
    /program itself, main/,
  ],
  [
    'loader',
    './api: error while loading shared libraries: libpq.so.5: cannot open shared object file: No such file or directory',
    /module "libpq\.so\.5"/,
  ],
  ['Java', 'Error: Unable to access jarfile app.jar', /program itself, app\.jar/],
  [
    'Java',
    'Exception in thread "main" java.lang.NoClassDefFoundError: org/postgresql/Driver',
    /module "org\/postgresql\/Driver"/,
  ],
  ['Ruby', 'cannot load such file -- pg (LoadError)', /module "pg"/],
  ['sh', 'sh: 1: tsx: not found', /program itself, tsx/],
  // Permission denied.
  [
    'Node',
    "Error: EACCES: permission denied, open '/app/data/tasks.json'",
    /^\/app\/data\/tasks\.json may not be used by the user of the container \(appuser\): permission denied/,
  ],
  [
    'Python',
    "PermissionError: [Errno 13] Permission denied: '/app/data/tasks.json'",
    /^\/app\/data\/tasks\.json may not be used/,
  ],
  [
    'Go',
    'open /app/data/tasks.json: permission denied',
    /^\/app\/data\/tasks\.json may not be used/,
  ],
  [
    'Java',
    'java.io.FileNotFoundException: /app/x (Permission denied)',
    /^\/app\/x may not be used/,
  ],
  ['Java', 'java.nio.file.AccessDeniedException: /app/x', /^\/app\/x may not be used/],
  ['sh', 'sh: 1: cannot create /etc/y: Permission denied', /^\/etc\/y may not be used/],
  ['Node', 'Error: listen EACCES: permission denied 0.0.0.0:80', /may not listen on port 80/],
  ['Go', 'listen tcp :80: bind: permission denied', /may not listen on port 80/],
  [
    'PostgreSQL',
    'PostgresError: permission denied for schema public',
    /database user may not use schema public/,
  ],
  // The engine.
  [
    'runc',
    'OCI runtime create failed: exec: "/app/start.sh": permission denied: unknown',
    /^\/app\/start\.sh is not executable/,
  ],
  [
    'runc',
    'exec: "serve": executable file not found in $PATH',
    /"serve", which the container starts with/,
  ],
  [
    'runc',
    'exec /app/server: no such file or directory',
    /"\/app\/server", which the container starts with/,
  ],
  [
    'runc',
    'standard_init_linux.go:228: exec user process caused: exec format error',
    /of another architecture than this engine, or a script/,
  ],
  [
    'engine',
    "WARNING: The requested image's platform (linux/arm64) does not match the detected host platform (linux/amd64)\nexec /bin/api: exec format error",
    /another architecture|built for arm64/,
  ],
  [
    'engine',
    'unable to find user appuser: no matching entries in passwd file',
    /USER names the user "appuser"/,
  ],
  // Memory, ports.
  [
    'Node',
    'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
    /ran out of memory/,
  ],
  ['Java', 'java.lang.OutOfMemoryError: Java heap space', /ran out of memory/],
  ['Python', 'MemoryError', /ran out of memory/],
  ['Node', 'Error: listen EADDRINUSE: address already in use :::8000', /Port 8000 is taken/],
];

const facts: Facts = {
  user: 'appuser',
  database: { host: '172.18.0.1', port: 5432 },
  architecture: { image: 'amd64', engine: 'amd64' },
};

describe('the probable cause', () => {
  it.each(said)('%s: %s', (_who, words, sentence) => {
    const cause = probableCause(words, undefined, facts);
    expect(cause?.sentence).toMatch(sentence);
    expect(cause?.sentence).toMatch(/^[^\n]{10,200}\.$/);
    expect(cause?.fix).toMatch(/\.$/);
  });

  it.each([
    ['a healthy start', 'listening on 0.0.0.0:8000\nconnected to postgres with sslmode=require'],
    ['a mention', 'Using DATABASE_URL from the environment'],
    ['another failure', 'TypeError: x is not a function'],
    ['numbers', 'took 28000 ms, 53300 rows, 42501 left'],
  ])('is not guessed from %s', (_what, words) => {
    expect(probableCause(words, { oomKilled: false, exitCode: 1 }, facts)).toBeUndefined();
  });

  it('is the memory limit when the kernel killed it, whatever it said', () => {
    const state = { oomKilled: true, exitCode: 137 };
    expect(probableCause('ECONNREFUSED', state, facts)?.sentence).toMatch(
      /more memory than its limit/,
    );
  });

  it('is a kill from outside for exit code 137 without a word', () => {
    const state = { oomKilled: false, exitCode: 137 };
    expect(probableCause('', state, facts)?.sentence).toMatch(/killed from outside/);
  });

  it('names both architectures when they differ', () => {
    const architecture = { image: 'arm64', engine: 'amd64' };
    expect(
      probableCause('exec /api: exec format error', undefined, { ...facts, architecture }),
    ).toEqual({
      sentence: 'The image is built for arm64, and this engine runs amd64: wrong architecture.',
      fix: 'Build it for this machine: docker build --platform linux/amd64; begin a script with #!/bin/sh.',
    });
  });

  it('says that localhost is another one inside, when DATABASE_URL named it', () => {
    const database = { host: '172.18.0.1', port: 5432, translated: true };
    const cause = probableCause('connect ECONNREFUSED 172.18.0.1:5432', undefined, {
      ...facts,
      database,
    });
    expect(cause?.sentence).toMatch(/by which a container reaches the localhost of DATABASE_URL/);
    expect(cause?.fix).toMatch(/listen_addresses/);
  });

  it('reads through the colours of a terminal', () => {
    const words = "\u001b[31mError\u001b[0m: Cannot find package \u001b[1m'express'\u001b[0m";
    expect(probableCause(words, undefined, facts)?.sentence).toMatch(/module "express"/);
  });
});
