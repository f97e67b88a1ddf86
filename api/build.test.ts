import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { EmbeddedPostgres } from '../setup/postgres.ts';
import { build } from './build.ts';
import { emptyDatabase, temporaryPostgres } from './tests/postgres.ts';
import { type ApiProcess, freePort, startApi } from './tests/process.ts';

let postgres: EmbeddedPostgres;
let folder: string;
let PORT: string;
let api: ApiProcess | undefined;

beforeAll(async () => {
  postgres = await temporaryPostgres();
  // Far from any node_modules.
  folder = await mkdtemp(path.join(tmpdir(), 'build-test-'));
  await build(folder);
});

beforeEach(async () => {
  PORT = String(await freePort());
});

afterEach(async () => {
  api?.child.kill('SIGKILL');
  await api?.exited;
});

afterAll(async () => {
  await rm(folder, { recursive: true });
  await postgres.stop();
});

const start = async () => {
  const DATABASE_URL = await emptyDatabase(postgres);
  api = startApi(path.join(folder, 'server.mjs'), { DATABASE_URL, PORT });
  await api.answers('/ready', 200);
  return api;
};

const healthcheck = async () => {
  const file = path.join(folder, 'healthcheck.mjs');
  const env = { PATH: process.env.PATH, PORT };
  const run = promisify(execFile)(process.execPath, [file], { env, timeout: 20_000 });
  return run.then(
    () => 0,
    (error) => error.code,
  );
};

describe('the bundle', () => {
  it('is what the image holds, and no more', async () => {
    expect((await readdir(folder)).sort()).toEqual(['healthcheck.mjs', 'migrations', 'server.mjs']);
  });

  it('serves with no packages beside it, and stops on SIGTERM', async () => {
    const { url, child, exited } = await start();
    const response = await fetch(`${url}/tasks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"title":"Buy milk"}',
    });
    expect(response.status).toBe(201);
    expect((await fetch(`${url}/openapi.json`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
  });

  it('runs from a folder with any name', async () => {
    const odd = path.join(folder, 'a b#ü');
    await cp(path.join(folder, 'server.mjs'), path.join(odd, 'server.mjs'));
    await cp(path.join(folder, 'migrations'), path.join(odd, 'migrations'), { recursive: true });
    const DATABASE_URL = await emptyDatabase(postgres);
    api = startApi(path.join(odd, 'server.mjs'), { DATABASE_URL, PORT });
    await api.answers('/ready', 200);
    await rm(odd, { recursive: true });
  });
});

describe('the health check', () => {
  it('passes while the API serves, and fails when it is frozen or gone', async () => {
    const { child, exited } = await start();
    expect(await healthcheck()).toBe(0);
    child.kill('SIGSTOP');
    expect(await healthcheck()).toBe(1);
    child.kill('SIGCONT');
    expect(await healthcheck()).toBe(0);
    child.kill('SIGTERM');
    await exited;
    expect(await healthcheck()).toBe(1);
  });
});
