import { connectionAdvice, malformedAdvice } from './database-advice.ts';
import { parsePostgresUrl } from './postgres-url.ts';

describe('advice for a failed connection', () => {
  const url = parsePostgresUrl('postgres://bob:hunter2@db.example:5432/tasks');
  if (url === undefined) throw new Error('unreadable');

  it.each([
    ['28P01', 'password of "bob"'],
    ['3D000', 'Create it: createdb tasks'],
    ['ENOTFOUND', 'host "db.example"'],
    ['ECONNREFUSED', 'Nothing listens at db.example:5432'],
    ['CONNECT_TIMEOUT', 'does not answer within 10 s'],
    ['EHOSTUNREACH', 'cannot be reached'],
    ['ECONNRESET', 'is it a PostgreSQL server?'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate of db.example:5432 is not trusted'],
    ['57P03', 'Run again when it is up'],
    ['53300', 'no connection left'],
    ['XX000', 'cannot be used (XX000)'],
  ])('%s: %s', (code, words) => {
    const advice = connectionAdvice(Object.assign(new Error('x'), { code }), url);
    expect(advice).toContain(words);
    expect(advice).not.toContain('hunter2');
  });

  it.each([
    [
      'no pg_hba.conf entry for host "1.2.3.4", user "bob", database "d", no encryption',
      'Add ?sslmode=require',
    ],
    [
      'no pg_hba.conf entry for host "1.2.3.4", user "bob", database "d", SSL encryption',
      'Add this machine to pg_hba.conf',
    ],
    ['role "bob" does not exist', 'createuser --pwprompt bob'],
    ['role "bob" is not permitted to log in', 'alter role "bob" login'],
  ])('28000, %s: %s', (message, words) => {
    const advice = connectionAdvice(Object.assign(new Error(message), { code: '28000' }), url);
    expect(advice).toContain(words);
  });

  it('asks for a password that is not there', () => {
    const without = parsePostgresUrl('postgres://bob@h/d');
    if (without === undefined) throw new Error('unreadable');
    const advice = connectionAdvice(Object.assign(new Error('x'), { code: '28P01' }), without);
    expect(advice).toContain('DATABASE_URL has no password');
  });
});

describe('what is wrong with a DATABASE_URL that cannot be read', () => {
  it.each([
    ['"postgres://bob:hunter2@h/d"', 'in quotes'],
    ['psql postgres://bob:hunter2@h/d', 'psql command'],
    ['jdbc:postgresql://h/d?user=bob&password=hunter2', 'jdbc:'],
    ['mysql://bob:hunter2@h/d', 'another kind of database'],
    ['host=h user=bob password=hunter2', 'key=value'],
    ['postgresql+asyncpg://bob:hunter2@h/d', 'names a driver'],
    ['bob:hunter2@h/d', 'does not begin with postgres://'],
    ['postgres://bob:hunter2#x@h/d', 'write %23'],
    ['postgres://bob:hunter2/x@h/d', 'write %23, %2F'],
    ['postgres://bob:hunter2%zz@h/d', 'write %25'],
    ['postgres://bob:hunter2@h:abc/d', 'port is no number'],
    ['postgres://bob:hunter2@/d', 'names no host'],
    ['postgres://', 'names no host'],
  ])('%s: %s', (text, words) => {
    expect(parsePostgresUrl(text)).toBeUndefined();
    expect(malformedAdvice(text)).toContain(words);
    expect(malformedAdvice(text)).not.toContain('hunter2');
  });
});
