import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { startPostgres } from './postgres.ts';

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

  it('ends the server of a process that was killed, and keeps its rows', async () => {
    const script = `
      import { startPostgres } from ${JSON.stringify(path.join(import.meta.dirname, 'postgres.ts'))};
      const server = await startPostgres({ folder: ${JSON.stringify(folder)}, keep: true, listen: ['127.0.0.1'] });
      process.stdout.write('ready');
      setInterval(() => {}, 1000);
    `;
    const owner = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => owner.stdout.once('data', resolve));
    const orphan = Number.parseInt(
      await readFile(path.join(folder, 'data', 'postmaster.pid'), 'utf8'),
      10,
    );

    const inUse = startPostgres({ folder, keep: true, listen: ['127.0.0.1'] });
    await expect(inUse).rejects.toMatchObject({ code: 'postgres-in-use' });

    owner.kill('SIGKILL');
    await new Promise((resolve) => owner.once('exit', resolve));
    const server = await startPostgres({ folder, keep: true, listen: ['127.0.0.1'] });
    expect(() => process.kill(orphan, 0)).toThrow('ESRCH');
    await server.stop();
  });
});
