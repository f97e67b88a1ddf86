import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import postgres from 'postgres';
import { startPostgres } from './postgres.ts';
import { isAlive } from './temporary.ts';

let folder: string;

beforeEach(async () => {
  const parent = await mkdtemp(path.join(tmpdir(), 'postgres-test-'));
  // As root the server runs as another account, which must reach its folder.
  await chmod(parent, 0o711);
  folder = path.join(parent, 'server');
});

afterEach(async () => {
  await rm(path.dirname(folder), { recursive: true, force: true });
});

async function ask<T>(url: string, query: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await query(sql);
  } finally {
    await sql.end();
  }
}

describe('the embedded PostgreSQL', () => {
  it('answers with its password only, and removes what it need not keep', async () => {
    const server = await startPostgres({ folder, keep: false, listen: ['127.0.0.1'] });
    await server.createDatabase('tasks');
    const [row] = await ask(server.url('tasks'), (sql) => sql`select current_database() as name`);
    expect(row?.name).toBe('tasks');
    const wrong = server.url('tasks').replace(server.password, 'wrong');
    await expect(ask(wrong, (sql) => sql`select 1`)).rejects.toMatchObject({ code: '28P01' });
    await server.stop();
    await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is copied from the second start on, with a password of its own each time', async () => {
    const cache = process.env.XDG_CACHE_HOME;
    process.env.XDG_CACHE_HOME = path.join(path.dirname(folder), 'cache');
    try {
      const passwords: string[] = [];
      for (const place of [folder, `${folder}-2`]) {
        await using server = await startPostgres({
          folder: place,
          keep: false,
          listen: ['127.0.0.1'],
        });
        for (const earlier of passwords) {
          const old = server.url('postgres').replace(server.password, earlier);
          await expect(ask(old, (sql) => sql`select 1`)).rejects.toMatchObject({ code: '28P01' });
        }
        const template = (await readdir(path.join(path.dirname(folder), 'cache/spec-check')))[0];
        const kept = path.join(
          path.dirname(folder),
          'cache/spec-check',
          template ?? '',
          'password',
        );
        passwords.push(server.password, await readFile(kept, 'utf8'));
      }
      expect(new Set(passwords).size).toBe(3);
    } finally {
      if (cache === undefined) delete process.env.XDG_CACHE_HOME;
      else process.env.XDG_CACHE_HOME = cache;
    }
  });

  it('keeps rows and password between starts', async () => {
    const first = await startPostgres({ folder, keep: true, listen: ['127.0.0.1'] });
    await ask(first.url('postgres'), (sql) => sql`create table kept as select 42 as answer`);
    await first.stop();
    const second = await startPostgres({ folder, keep: true, listen: ['127.0.0.1'] });
    const [row] = await ask(second.url('postgres'), (sql) => sql`select answer from kept`);
    await second.stop();
    expect(row?.answer).toBe(42);
    expect(second.password).toBe(first.password);
  });

  it.each([
    ['and keeps its rows', true],
    ['and removes what need not be kept', false],
  ])('ends with a process that was killed, %s', async (_title, keep) => {
    const owner = await startedElsewhere(keep);
    const server = await serverPid();
    owner.kill('SIGKILL');
    await until(() => !isAlive(server));
    if (keep) await expect(stat(folder)).resolves.toBeDefined();
    else
      await until(() =>
        stat(folder).then(
          () => false,
          () => true,
        ),
      );
  });

  it('refuses data that another process uses, and takes it over when nobody ended its server', async () => {
    const owner = await startedElsewhere(true);
    const orphan = await serverPid();
    const inUse = startPostgres({ folder, keep: true, listen: ['127.0.0.1'] });
    await expect(inUse).rejects.toMatchObject({ code: 'postgres-in-use' });

    // Even the shell that would have ended it.
    const { stdout } = await promisify(execFile)('ps', ['-o', 'pid=', '--ppid', String(owner.pid)]);
    for (const child of stdout.trim().split(/\s+/).map(Number)) {
      if (child !== orphan) process.kill(child, 'SIGKILL');
    }
    owner.kill('SIGKILL');
    await new Promise((resolve) => owner.once('exit', resolve));
    expect(isAlive(orphan)).toBe(true);

    const server = await startPostgres({ folder, keep: true, listen: ['127.0.0.1'] });
    await server.stop();
    await until(() => !isAlive(orphan));
  });

  it('leaves nothing when it cannot start', async () => {
    const start = startPostgres({ folder, keep: false, listen: ['192.0.2.1'] });
    await expect(start).rejects.toMatchObject({ code: 'postgres-failed' });
    await expect(stat(folder)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

/** A process of its own that starts the server and lives until it is killed. */
async function startedElsewhere(keep: boolean): Promise<ChildProcess> {
  const script = `
    import { startPostgres } from ${JSON.stringify(path.join(import.meta.dirname, 'postgres.ts'))};
    await startPostgres({ folder: ${JSON.stringify(folder)}, keep: ${keep}, listen: ['127.0.0.1'] });
    process.stdout.write('ready');
    setInterval(() => {}, 1000);
  `;
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => owner.stdout.once('data', resolve));
  return owner;
}

async function serverPid(): Promise<number> {
  return Number.parseInt(await readFile(path.join(folder, 'data', 'postmaster.pid'), 'utf8'), 10);
}

/** Fails with the test's own time limit. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}
