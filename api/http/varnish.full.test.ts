import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../db/database.ts';
import type { DevPostgres } from '../dev-postgres.ts';
import { openLog } from '../log.ts';
import { type Task, taskSchema } from '../tasks/schema.ts';
import { distributionProgram } from '../tests/distribution.ts';
import { migratedDatabase, temporaryPostgres } from '../tests/postgres.ts';
import { freePort } from '../tests/process.ts';
import { createApp } from './app.ts';
import { type Drain, listen } from './server.ts';

const program = await distributionProgram('varnish', '/usr/sbin/varnishd');
const describeWithVarnish = program === undefined ? describe.skip : describe;

describeWithVarnish('behind a Varnish as it comes', () => {
  let postgres: DevPostgres;
  let database: Database;
  let drain: Drain;
  let url: string;
  let stopVarnish: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    postgres = await temporaryPostgres();
    database = await migratedDatabase(postgres);
    const port = await freePort();
    const output = { write() {}, flushSync() {}, close: async () => {} };
    const log = openLog('info', output);
    drain = await listen(
      createApp({ database, state: { migrated: true, draining: false }, log }),
      port,
      log,
    );
    ({ url, stop: stopVarnish } = await startVarnish(port));
  }, 60_000);

  afterAll(async () => {
    await stopVarnish?.();
    await drain(1000);
    await database.close();
    await postgres.stop();
  });

  const json = { 'content-type': 'application/json' };
  const create = async (title: string): Promise<Task> => {
    const body = JSON.stringify({ title });
    return taskSchema.parse(
      await (await fetch(`${url}/tasks`, { method: 'POST', headers: json, body })).json(),
    );
  };
  const titleOf = async (id: number) =>
    taskSchema.parse(await (await fetch(`${url}/tasks/${id}`)).json()).title;

  it('a task is never older than its last change, whoever asks, and however often', async () => {
    const { id } = await create('first');
    for (const title of ['first', 'second', 'third']) {
      const body = JSON.stringify({ title });
      await fetch(`${url}/tasks/${id}`, { method: 'PATCH', headers: json, body });
      expect(await Promise.all([titleOf(id), titleOf(id), titleOf(id)])).toEqual([
        title,
        title,
        title,
      ]);
    }
    await fetch(`${url}/tasks/${id}`, { method: 'DELETE' });
    expect((await fetch(`${url}/tasks/${id}`)).status).toBe(404);
  });

  it('a list has the task that was just made, and health is asked each time', async () => {
    await fetch(`${url}/tasks?limit=100`);
    const { id } = await create('just made');
    const listed = await (await fetch(`${url}/tasks?limit=100`)).text();
    expect(listed).toContain(`"id":${id},`);
    await fetch(`${url}/health`);
    expect((await fetch(`${url}/health`)).headers.get('x-varnish')).toMatch(/^\d+$/);
  });

  it('it does keep what allows it: a page of an hour ago would be served, so the above can fail', async () => {
    const page = createServer((_request, response) => {
      response.setHeader('cache-control', 'max-age=60');
      response.end(String(performance.now()));
    }).listen(0, '127.0.0.1');
    await once(page, 'listening');
    const other = await startVarnish((page.address() as AddressInfo).port);
    const [first, second] = [await fetch(other.url), await fetch(other.url)];
    expect(await second.text()).toBe(await first.text());
    await other.stop();
    page.close();
  });
});

/** Varnish with its own defaults in front of a port; it lives for two minutes at most. */
async function startVarnish(backend: number) {
  const folder = await mkdtemp(path.join(tmpdir(), 'varnish-test-'));
  // Its worker is another account.
  await chmod(folder, 0o755);
  const port = await freePort();
  const child = spawn(
    program ?? '',
    [
      '-F',
      '-a',
      `127.0.0.1:${port}`,
      '-b',
      `127.0.0.1:${backend}`,
      '-n',
      folder,
      '-s',
      'malloc,16m',
    ],
    { stdio: 'ignore', timeout: 120_000 },
  );
  const exited = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(url).catch(() => undefined))) {
    if (child.exitCode !== null)
      throw new Error(`Expected Varnish to start, it exited ${child.exitCode}`);
    await sleep(50);
  }
  const stop = async () => {
    child.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  return { url, stop };
}
