import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import driver, { type Sql } from 'postgres';
import type { DevPostgres } from '../dev-postgres.ts';
import { build } from '../image/build.ts';
import { type Authority, type Certificate, privateAuthority } from '../tests/certificates.ts';
import { temporaryPostgres } from '../tests/postgres.ts';
import { type ApiProcess, freePort, startApi } from '../tests/process.ts';
import { openDatabase } from './database.ts';
import { DatabaseUnavailable } from './unavailable.ts';
import { readDatabaseUrl } from './url.ts';

let postgres: DevPostgres;
let authority: Authority;
let right: Certificate;
let admin: Sql;
let data: string;

const everybody = 'host all all all scram-sha-256\n';
const encryptedOnly = 'hostssl all all all scram-sha-256\n';

beforeAll(async () => {
  [postgres, authority] = await Promise.all([temporaryPostgres(), privateAuthority()]);
  right = await authority.sign('DNS:localhost,IP:127.0.0.1');
  admin = driver(postgres.url('postgres'), { max: 1, ssl: 'prefer', onnotice: () => {} });
  const [row] = await admin`show data_directory`;
  data = row?.data_directory;
});

afterAll(async () => {
  await admin.end();
  await authority[Symbol.asyncDispose]();
  await postgres.stop();
});

/** Makes the server show this certificate, or none, and let in whom the lines of pg_hba.conf say. */
async function serve(shown: Certificate | undefined, letIn = everybody): Promise<void> {
  if (shown !== undefined) {
    await admin.unsafe(`alter system set ssl_cert_file = '${shown.certificate}'`);
    await admin.unsafe(`alter system set ssl_key_file = '${shown.key}'`);
  }
  await admin.unsafe(`alter system set ssl = ${shown === undefined ? 'off' : 'on'}`);
  await writeFile(path.join(data, 'pg_hba.conf'), letIn);
  const loaded = async () => (await admin`select pg_conf_load_time()::text as at`)[0]?.at;
  const before = await loaded();
  await admin`select pg_reload_conf()`;
  // The server reads its settings before its sessions do: what connects from now on meets the new ones.
  while ((await loaded()) === before) await sleep(5);
}

interface Session {
  readonly ssl: boolean;
  readonly user: string;
}

/** Connects as the API does; resolves with what the server says of the connection. */
async function connect(query: string, host = '127.0.0.1', base?: string): Promise<Session> {
  const url = readDatabaseUrl(`${base ?? postgres.url('postgres', host)}?${query}`);
  const database = openDatabase(url, 1);
  try {
    const [row] = await database.read((db) =>
      db.execute<{ ssl: boolean; user: string }>(
        sql`select ssl, current_user as user from pg_stat_ssl where pid = pg_backend_pid()`,
      ),
    );
    if (row === undefined) throw new Error('Expected the connection in pg_stat_ssl, got none.');
    return row;
  } finally {
    await database.close();
  }
}

const trusting = (query: string) => `${query}&sslrootcert=${authority.file}`;

/** That the work fails by a database that is away, with this code, and without the password. */
async function expectAway(work: Promise<unknown>, code: string): Promise<DatabaseUnavailable> {
  const error = await work.then(
    () => 'no error',
    (error: unknown) => error,
  );
  if (!(error instanceof DatabaseUnavailable))
    throw new Error(`Expected DatabaseUnavailable, got ${error}.`);
  expect(error.code).toBe(code);
  expect(error.message).not.toMatch('cannot be reached');
  expect(`${error.stack}`).not.toMatch(postgres.password);
  return error;
}

describe('with a certificate of a private authority', () => {
  beforeAll(() => serve(right));

  it('the bundle, which loads TLS only when it is asked for, connects, and to no one it cannot verify', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tls-test-'));
    const apis: ApiProcess[] = [];
    const start = async (query: string) => {
      const PORT = String(await freePort());
      const DATABASE_URL = `${postgres.url('postgres')}?${query}`;
      const api = startApi(path.join(folder, 'server.cjs'), { DATABASE_URL, PORT });
      apis.push(api);
      return api;
    };
    try {
      await build(folder);
      const trusted = await start(trusting('sslmode=verify-full'));
      await trusted.answers('/ready', 200);
      const untrusted = await start('sslmode=verify-full');
      await untrusted.prints('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
      await untrusted.answers('/ready', 503);
    } finally {
      for (const { child } of apis) child.kill('SIGKILL');
      await Promise.all(apis.map(({ exited }) => exited));
      await rm(folder, { recursive: true });
    }
  });

  it.each(['127.0.0.1', 'localhost'])('verify-full connects to %s, encrypted', async (host) => {
    expect(await connect(trusting('sslmode=verify-full'), host)).toMatchObject({ ssl: true });
  });

  it.each([
    ['sslmode=require', true],
    ['sslmode=prefer', true],
    ['sslmode=allow', true],
    ['', true],
    ['sslmode=disable', false],
  ])('"%s" connects without knowing the authority; encrypted: %s', async (query, ssl) => {
    expect(await connect(query)).toMatchObject({ ssl });
  });

  it.each(['sslmode=verify-full', 'sslmode=verify-full&sslrootcert=system', 'sslmode=verify-ca'])(
    '"%s" is refused: nobody knows the authority',
    async (query) => {
      await expectAway(connect(query), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    },
  );

  it('verify-full is refused by the name of an authority other than the one that signed', async () => {
    await using other = await privateAuthority();
    const query = `sslmode=verify-full&sslrootcert=${other.file}`;
    await expectAway(connect(query), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });

  it("Neon's parameters verify the server, and its password may have any character", async () => {
    const password = '#/@%:?& +';
    await admin.unsafe(`create role neon login password '${password}'`);
    const base = `postgresql://neon:${encodeURIComponent(password)}@localhost:${postgres.port}/postgres`;
    const query = 'sslmode=require&channel_binding=require';
    expect(await connect(trusting(query), '', base)).toEqual({ ssl: true, user: 'neon' });
    await expectAway(connect(query, '', base), 'UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  });
});

describe('with a certificate that', () => {
  it('names another host, verify-full is refused, and verify-ca connects', async () => {
    await serve(await authority.sign('DNS:elsewhere.example,IP:192.0.2.1'));
    for (const host of ['127.0.0.1', 'localhost']) {
      const error = await expectAway(
        connect(trusting('sslmode=verify-full'), host),
        'ERR_TLS_CERT_ALTNAME_INVALID',
      );
      expect(error.message).toMatch('another host than the one in DATABASE_URL');
    }
    expect(await connect(trusting('sslmode=verify-ca'))).toMatchObject({ ssl: true });
  });

  it('is for the name alone, the address is refused', async () => {
    await serve(await authority.sign('DNS:localhost'));
    expect(await connect(trusting('sslmode=verify-full'), 'localhost')).toMatchObject({
      ssl: true,
    });
    await expectAway(connect(trusting('sslmode=verify-full')), 'ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('has expired, all that verify are refused', async () => {
    await serve(await authority.sign('IP:127.0.0.1', -1));
    for (const mode of ['verify-full', 'verify-ca', 'require']) {
      await expectAway(connect(trusting(`sslmode=${mode}`)), 'CERT_HAS_EXPIRED');
    }
    expect(await connect('sslmode=require')).toMatchObject({ ssl: true });
  });

  it('comes with its unknown authority, the code is another', async () => {
    const chained = await authority.sign('IP:127.0.0.1');
    await appendFile(chained.certificate, await readFile(authority.file));
    await serve(chained);
    await expectAway(connect('sslmode=verify-full'), 'SELF_SIGNED_CERT_IN_CHAIN');
    expect(await connect(trusting('sslmode=verify-full'))).toMatchObject({ ssl: true });
  });
});

describe('on a server that demands TLS', () => {
  beforeAll(() => serve(right, encryptedOnly));

  it('no sslmode is enough', async () => {
    expect(await connect('')).toMatchObject({ ssl: true });
  });

  it('sslmode=disable is refused, with a message that names the remedy', async () => {
    const { message } = await expectAway(connect('sslmode=disable'), '28000');
    expect(message).toMatch('sslmode=require');
  });
});

describe('on a server without TLS', () => {
  beforeAll(() => serve(undefined));

  it.each(['', 'sslmode=prefer', 'sslmode=allow', 'sslmode=disable'])(
    '"%s" connects in the clear',
    async (query) => {
      expect(await connect(query)).toMatchObject({ ssl: false });
    },
  );

  it.each(['sslmode=require', 'sslmode=verify-full', 'channel_binding=require'])(
    '"%s" is refused, and says that the server has no TLS',
    async (query) => {
      const { message } = await expectAway(connect(query), 'NO_TLS');
      expect(message).toMatch('may have no TLS (sslmode=prefer)');
    },
  );
});
