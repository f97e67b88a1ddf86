import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import { type DatabaseUrl, readDatabaseUrl } from './url.ts';

describe('a connection string', () => {
  it.each([
    ['postgres://u:p@h/d', { host: 'h', port: 5432, user: 'u', password: 'p', database: 'd' }],
    ['postgresql://u@h:6543', { port: 6543, user: 'u', password: '', database: 'u' }],
    [
      'postgres://us%40er:p%2Fa%23s%3F%25@h/d%20b',
      { user: 'us@er', password: 'p/a#s?%', database: 'd b' },
    ],
    ['postgres://u:p@[::1]:5/d', { host: '::1', port: 5 }],
    ['postgres://u:p@H.Example/d', { host: 'h.example' }],
    ['postgres://u:%23%2F%40%25@h/d', { password: '#/@%' }],
    // Once decoded, not twice.
    ['postgres://u:%2523@h/d', { password: '%23' }],
    // In a password it is no space.
    ['postgres://u:a+b%3A%26@h/d', { password: 'a+b:&' }],
  ])('%s is read in its parts', (text, expected) => {
    expect(readDatabaseUrl(text)).toMatchObject(expected);
  });

  it.each([
    ['tasks', /no valid URL/],
    ["psql 'postgres://u:hidden@h/d'", /no valid URL/],
    ['"postgres://u:hidden@h/d"', /no valid URL/],
    ['postgres://u:hidden#1@h/d', /no valid URL.*%23/],
    ['postgres://u:hidden/1@h/d', /no valid URL.*%2F/],
    ['postgres://u:hidden%@h/d', /no valid URL.*%25/],
    ['postgres://u:hidden@h:70000/d', /no valid URL/],
    ['postgresql+psycopg2://u:hidden@h/d', /must start with postgres:\/\//],
    ['https://u:hidden@h/d', /must start with postgres:\/\//],
    ['postgres:///d', /must name a host/],
    ['postgres://h/d', /must name a user/],
    ['postgres://u:hidden@h/d?sslmode=on', /unknown sslmode: use disable, .*verify-full/],
    ['postgres://u:hidden@h/d?sslrootcert=/no/such', /sslrootcert that cannot be read \(ENOENT\)/],
  ])('%s is refused without quoting it', (text, problem) => {
    expect(() => readDatabaseUrl(text)).toThrow(problem);
    expect(() => readDatabaseUrl(text)).not.toThrow('hidden');
  });

  it('hands no parameter on that servers and poolers refuse, and names those it leaves out', () => {
    const url = readDatabaseUrl(
      'postgres://u:p@h/d?schema=public&pgbouncer=true&connection_limit=5&options=-c%20x=1&sslmode=require&application_name=mine',
    );
    expect(url.startup).toEqual({ application_name: 'mine' });
    expect(url.ignored).toEqual(['schema', 'pgbouncer', 'connection_limit', 'options']);
  });

  it("of Neon keeps Neon's own options, and is verified whatever it says", () => {
    const url = readDatabaseUrl(
      'postgres://u:p@ep-x-pooler.eu.aws.neon.tech/d?sslmode=require&options=endpoint%3Dep-x',
    );
    expect(url.startup).toMatchObject({ options: 'endpoint=ep-x' });
    expect(url.ignored).toEqual([]);
    expect(level(url)).toBe('full');
  });

  it.each(['ep-cool-x-123456', 'ep-cool-x-123456-pooler'])(
    "of Neon is read as Neon's console shows it: %s",
    (endpoint) => {
      const host = `${endpoint}.eu-central-1.aws.neon.tech`;
      const url = readDatabaseUrl(
        `postgresql://neondb_owner:npg_a%23b%2Fc%40d%25@${host}/neondb?sslmode=require&channel_binding=require`,
      );
      expect(url).toEqual({
        host,
        port: 5432,
        user: 'neondb_owner',
        password: 'npg_a#b/c@d%',
        database: 'neondb',
        tls: expect.anything(),
        startup: { application_name: 'task-api' },
        ignored: [],
      });
      expect(level(url)).toBe('full');
    },
  );

  it.each(['sslmode=disable', 'sslmode=prefer', ''])(
    'of Neon is verified even with "%s", and one that only looks like it is not',
    (query) => {
      expect(level(readDatabaseUrl(`postgres://u:p@ep-x.neon.tech/d?${query}`))).toBe('full');
      expect(level(readDatabaseUrl(`postgres://u:p@ep-x.neon.tech.example/d?${query}`))).not.toBe(
        'full',
      );
      expect(level(readDatabaseUrl(`postgres://u:p@xneon.tech/d?${query}`))).not.toBe('full');
    },
  );

  it("keeps Neon's options from other servers, which would refuse them", () => {
    const url = readDatabaseUrl(
      'postgres://u:p@db.example/d?options=endpoint%3Dep-x&channel_binding=prefer',
    );
    expect(url.startup).toEqual({ application_name: 'task-api' });
    expect(url.ignored).toEqual(['options']);
  });
});

/** What a TLS connection would verify: judged by what it does with a certificate for another host. */
function level({ tls }: DatabaseUrl): string {
  if (typeof tls !== 'object') return String(tls);
  const { rejectUnauthorized, checkServerIdentity } = tls as Required<ConnectionOptions>;
  const other = { subject: { CN: 'other' }, subjectaltname: 'DNS:other' };
  const refused = checkServerIdentity('other', other as never) !== undefined;
  if (!rejectUnauthorized) return 'encrypt';
  return refused ? 'full' : 'authority';
}

describe('TLS', () => {
  let folder: string;
  let ca: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'url-test-'));
    ca = path.join(folder, 'ca.pem');
    await writeFile(ca, 'authority');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each([
    ['', 'prefer'],
    ['sslmode=disable', 'false'],
    ['sslmode=allow', 'prefer'],
    ['sslmode=prefer', 'prefer'],
    ['sslmode=require', 'encrypt'],
    ['sslmode=require&sslrootcert=CA', 'authority'],
    ['sslmode=verify-ca&sslrootcert=CA', 'authority'],
    ['sslmode=verify-full', 'full'],
    ['sslmode=verify-full&sslrootcert=system', 'full'],
    ['sslmode=require&channel_binding=require', 'full'],
    ['sslmode=require&channel_binding=prefer', 'encrypt'],
  ])('with "%s" means %s', (query, expected) => {
    expect(level(readDatabaseUrl(`postgres://u:p@h/d?${query.replace('CA', ca)}`))).toBe(expected);
  });

  it('trusts the authority in sslrootcert', () => {
    expect(
      readDatabaseUrl(`postgres://u:p@h/d?sslmode=verify-full&sslrootcert=${ca}`).tls,
    ).toMatchObject({ ca: 'authority' });
  });

  it('checks an address as a name, against the certificate', () => {
    const { tls } = readDatabaseUrl('postgres://u:p@192.0.2.1/d?sslmode=verify-full');
    const { checkServerIdentity } = tls as Required<ConnectionOptions>;
    const certificate = { subject: { CN: 'x' }, subjectaltname: 'IP Address:192.0.2.1' };
    expect(checkServerIdentity('localhost', certificate as never)).toBeUndefined();
  });
});
