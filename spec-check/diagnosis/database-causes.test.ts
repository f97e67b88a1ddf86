import { tellsCauses } from './tests/said.ts';

describe('the probable cause in the database', () => {
  tellsCauses([
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
  ]);
});
