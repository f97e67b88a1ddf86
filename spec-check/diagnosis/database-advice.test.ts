import { connectionAdvice, malformedAdvice } from './database-advice.ts';
import { parseDatabaseUrl } from './database-url.ts';

describe('advice for a failed connection', () => {
  const url = parseDatabaseUrl('postgres://bob:hunter2@db.example:5432/tasks');
  if (url === undefined) throw new Error('unreadable');

  const advice = (message: string, code: string) =>
    connectionAdvice(Object.assign(new Error(message), { code }), url);

  it.each([
    ['28P01', 'password authentication failed for user "bob"', 'password of user "bob"'],
    ['3D000', 'database "tasks" does not exist', 'create it: createdb tasks'],
    ['ENOTFOUND', 'getaddrinfo ENOTFOUND db.example', 'host "db.example"'],
    ['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:9', 'connections at 127.0.0.1:9.'],
    ['CONNECT_TIMEOUT', 'write CONNECT_TIMEOUT db.example:5432', 'does not answer'],
    ['EHOSTUNREACH', 'connect EHOSTUNREACH 10.0.0.9:5432', '10.0.0.9:5432 does not answer'],
    ['CONNECTION_CLOSED', 'write CONNECTION_CLOSED db.example:5432', 'no PostgreSQL server'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate', 'at db.example:5432 is not trusted'],
    ['57P03', 'the database system is starting up', 'run again when the database is up'],
    ['53300', 'sorry, too many clients already', 'no connection left'],
    [
      '28000',
      'no pg_hba.conf entry for host "1.2.3.4", user "bob", database "d", no encryption',
      'Add ?sslmode=require',
    ],
    [
      '28000',
      'no pg_hba.conf entry for host "1.2.3.4", user "bob", database "d", SSL encryption',
      'Add a line for that address to pg_hba.conf',
    ],
    ['28000', 'role "bob" does not exist', 'createuser --pwprompt bob'],
    ['XX000', 'x', 'cannot be used (XX000)'],
  ])('%s, %s: %s', (code, message, words) => {
    const { sentence, fix } = advice(message, code);
    expect(`${sentence} ${fix}`).toContain(words);
    expect(sentence).not.toContain('hunter2');
  });
});

describe('what is wrong with a DATABASE_URL that cannot be read', () => {
  it.each([
    ['"postgres://bob:hunter2@h/d"', 'in quotes'],
    ['psql postgres://bob:hunter2@h/d', 'does not begin'],
    ['jdbc:postgresql://h/d?user=bob&password=hunter2', 'does not begin'],
    ['mongodb://bob:hunter2@h/d', 'does not begin'],
    ['host=h user=bob password=hunter2', 'does not begin'],
    ['postgresql+asyncpg://bob:hunter2@h/d', 'does not begin'],
    ['bob:hunter2@h/d', 'does not begin with postgres://'],
    ['postgres://bob:hunter2#x@h/d', 'write %23'],
    ['postgres://bob:hunter2/x@h/d', 'write %23, %2F'],
    ['postgres://bob:hunter2%zz@h/d', 'write %25'],
    ['postgres://bob:hunter2@h:abc/d', 'port is no number'],
    ['postgres://bob:hunter2@/d', 'names no host'],
    ['postgres://', 'names no host'],
  ])('%s: %s', (text, words) => {
    expect(parseDatabaseUrl(text)).toBeUndefined();
    expect(malformedAdvice(text)).toContain(words);
    expect(malformedAdvice(text)).not.toContain('hunter2');
  });
});
