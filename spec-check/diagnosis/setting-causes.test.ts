import { tellsCauses } from './tests/said.ts';

describe('the probable cause in the settings', () => {
  tellsCauses([
    // A variable is missing.
    ['libpq', 'fatal: PGHOST, PGUSER and PGDATABASE must be set', /^PGDATABASE is missing/],
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
    ['Node', 'JWT_SECRET must be set (at least 32 characters)', /^JWT_SECRET is missing/],
    [
      'pydantic, another one',
      '1 validation error for AppSettings\nsmtp_host\n  Field required [type=missing]',
      /^smtp_host is missing/,
    ],
    [
      'zod 3, another one',
      '[{ "path": [ "SESSION_SECRET" ], "message": "Required" }]',
      /^SESSION_SECRET is missing/,
    ],
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
  ]);
});
