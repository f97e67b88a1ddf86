import { parseDatabaseUrl, withHost } from './database-url.ts';

describe('a connection string', () => {
  it('is read with its parts decoded', () => {
    const url = parseDatabaseUrl('postgresql://us%40er:p%2Fw%23@db.example:6543/tasks');
    expect(url).toMatchObject({
      host: 'db.example',
      port: 6543,
      user: 'us@er',
      password: 'p/w#',
      database: 'tasks',
      neon: false,
    });
  });

  it('shows no password', () => {
    const url = parseDatabaseUrl('postgres://bob:hunter2@h/db');
    expect(url?.shown).toBe('postgres://bob@h:5432/db');
  });

  it.each([
    ['postgres://u:p@h/d', false],
    ['postgres://u:p@h/d?sslmode=disable', false],
    ['postgres://u:p@h/d?sslmode=require', 'require'],
    ['postgres://u:p@h/d?sslmode=verify-full', 'verify-full'],
    [
      'postgres://u:p@ep-x.eu-central-1.aws.neon.tech/d?sslmode=require&channel_binding=require',
      'verify-full',
    ],
  ])('%s uses TLS: %s', (href, ssl) => {
    expect(parseDatabaseUrl(href)?.options.ssl).toBe(ssl);
  });

  it('keeps parameters of other drivers from the server', () => {
    expect(
      parseDatabaseUrl('postgres://u:p@h/d?channel_binding=require&schema=x')?.options.connection,
    ).toBeUndefined();
  });

  it('has its password where libpq takes it too', () => {
    expect(parseDatabaseUrl('postgres://bob@h/d?password=hunter2')?.password).toBe('hunter2');
  });

  it.each(['postgres://bob:12#x@h/d', 'postgres://bob:12/x@h/d', 'postgres://bob:12?x@h/d'])(
    'is not read with another host when its password holds a raw separator: %s',
    (text) => {
      expect(parseDatabaseUrl(text)).toBeUndefined();
    },
  );

  it.each([
    '',
    'localhost',
    'mongodb://u:p@h/d',
    'postgres://',
    'http://h',
    'postgres://u:%zz@h/d',
  ])('is not: %j', (text) => {
    expect(parseDatabaseUrl(text)).toBeUndefined();
  });

  it('takes another host and keeps the rest', () => {
    expect(withHost('postgres://u:p%2F@localhost:5433/d?sslmode=require', '172.18.0.1')).toBe(
      'postgres://u:p%2F@172.18.0.1:5433/d?sslmode=require',
    );
  });
});
