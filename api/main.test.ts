import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundledApi, linesOf } from './tests/bundle.ts';
import { freePort } from './tests/process.ts';

const { place, server, start } = bundledApi();
let DATABASE_URL: string;
let PORT: string;

beforeEach(async () => {
  ({ DATABASE_URL, PORT } = await place());
});

describe('start', () => {
  it('gives tasks to whoever asks, and says so in JSON lines', async () => {
    const api = start({ DATABASE_URL, PORT, APP_VERSION: '1.2.3', APP_REVISION: 'abc1234' });
    await api.answers('/ready', 200);
    const response = await fetch(`${api.url}/tasks`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-request-id': 'from-me',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      },
      body: '{"title":"secret title"}',
    });
    expect(response.status).toBe(201);
    api.child.kill('SIGTERM');
    expect(await api.exited).toBe(0);
    expect(linesOf(api)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          msg: 'listening',
          port: Number(PORT),
          version: '1.2.3',
          revision: 'abc1234',
        }),
        expect.objectContaining({ msg: 'ready', migrations: 2 }),
        expect.objectContaining({
          msg: 'request',
          level: 'info',
          method: 'POST',
          path: '/tasks',
          status: 201,
          requestId: 'from-me',
          traceId: '0af7651916cd43dd8448eb211c80319c',
          parentId: 'b7ad6b7169203331',
        }),
        expect.objectContaining({ msg: 'stopped' }),
      ]),
    );
    expect(api.stdout()).not.toMatch(server().password);
    expect(api.stdout()).not.toMatch('secret title');
    expect(api.stderr()).toBe('');
  });

  it('without DATABASE_URL ends at once, with a line that names it', async () => {
    const api = start({ PORT });
    expect(await api.exited).toBe(1);
    expect(api.stderr()).toBe(
      'DATABASE_URL is required and not set. Example: DATABASE_URL=postgres://user:password@host:5432/tasks\n',
    );
    expect(api.stdout()).toBe('');
  });

  it('with several wrong settings names each in a line, and prints no password', async () => {
    const api = start({
      DATABASE_URL: 'postgres://user:hid#den@db/tasks',
      PORT: 'http',
      POOL_SIZE: '0',
    });
    expect(await api.exited).toBe(1);
    const lines = api.stderr().trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['DATABASE_URL', 'PORT', 'POOL_SIZE']);
    expect(api.stderr()).not.toMatch(/hid#|den@| {4}at /);
  });

  it('on a port that is taken ends with a line that names it', async () => {
    const other = createServer().listen(Number(PORT));
    await once(other, 'listening');
    const api = start({ DATABASE_URL, PORT });
    expect(await api.exited).toBe(1);
    expect(api.stderr()).toBe(
      `PORT ${PORT} is in use already. Example: PORT=${Number(PORT) + 1}\n`,
    );
    other.close();
  });

  it('reads .env for what the environment does not say', async () => {
    const cwd = await mkdtemp(path.join(tmpdir(), 'main-test-'));
    await writeFile(path.join(cwd, '.env'), `DATABASE_URL=${DATABASE_URL}\nPORT=1\n`);
    const api = start({ PORT }, cwd);
    await api.answers('/ready', 200);
    await rm(cwd, { recursive: true });
  });

  it('answers who asks for tasks as soon as it listens', async () => {
    const api = start({ DATABASE_URL, PORT });
    await api.answers('/health', 200);
    expect((await fetch(`${api.url}/tasks`)).status).toBe(200);
  });

  it('has its metrics on a port of their own when asked', async () => {
    const METRICS_PORT = String(await freePort());
    const api = start({ DATABASE_URL, PORT, METRICS_PORT });
    await api.answers('/ready', 200);
    const metrics = api.url.replace(`:${PORT}`, `:${METRICS_PORT}`);
    expect((await fetch(`${api.url}/metrics`)).status).toBe(404);
    expect((await fetch(`${metrics}/metrics`)).status).toBe(200);
    expect((await fetch(`${metrics}/tasks`)).status).toBe(404);
  });

  it('names the variable of a port that is in use', async () => {
    const api = start({ DATABASE_URL, PORT, METRICS_PORT: PORT });
    expect(await api.exited).toBe(1);
    expect(api.stderr()).toContain(
      `METRICS_PORT ${PORT} is in use already. Example: METRICS_PORT=`,
    );
  });

  it('names the parameters of DATABASE_URL that it ignores', async () => {
    const api = start({ DATABASE_URL: `${DATABASE_URL}?schema=public&pgbouncer=true`, PORT });
    await api.answers('/ready', 200);
    await api.prints('ignored');
    expect(linesOf(api)).toContainEqual(
      expect.objectContaining({ level: 'warn', parameters: ['schema', 'pgbouncer'] }),
    );
  });
});
