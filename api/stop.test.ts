import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import driver from 'postgres';
import { bundledApi } from './tests/bundle.ts';
import type { ApiProcess } from './tests/process.ts';

const { place, server, start } = bundledApi();
let DATABASE_URL: string;
let PORT: string;

beforeEach(async () => {
  ({ DATABASE_URL, PORT } = await place());
});

describe('stop', () => {
  /** A lock on the table, which keeps a request waiting for as long as the test wants. */
  async function lockedTasks() {
    const sql = driver(DATABASE_URL, { max: 1 });
    const lock = await sql.reserve();
    await lock`begin`;
    await lock`lock table tasks`;
    return async () => {
      await lock`commit`;
      lock.release();
      await sql.end();
    };
  }

  const getTasks = (api: ApiProcess, agent: Agent) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      get(`${api.url}/tasks`, { agent }, (response) => resolve(response.resume())).once(
        'error',
        reject,
      );
    });

  /** Whether a new connection is answered; one that was kept alive may be for a moment longer. */
  const takesConnections = (api: ApiProcess) =>
    new Promise<boolean>((resolve) => {
      get(`${api.url}/health`, { agent: false }, (response) => {
        response.resume();
        resolve(true);
      }).once('error', () => resolve(false));
    });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s lets requests in flight finish, and none that is kept alive hold it',
    async (signal) => {
      const api = start({ DATABASE_URL, PORT });
      await api.answers('/ready', 200);
      const agent = new Agent({ keepAlive: true });
      // This connection stays open and idle.
      await getTasks(api, agent);
      const release = await lockedTasks();
      const waiting = [getTasks(api, agent), getTasks(api, agent)];
      await sleep(300);
      api.child.kill(signal);
      while (await takesConnections(api)) await sleep(20);
      expect(api.child.exitCode).toBeNull();
      await release();
      for (const response of await Promise.all(waiting)) {
        expect(response.statusCode).toBe(200);
        expect(response.headers.connection).toBe('close');
      }
      expect(await api.exited).toBe(0);
      agent.destroy();
    },
  );

  it('ends within SHUTDOWN_TIMEOUT, with exit code 1 when requests were lost', async () => {
    const api = start({ DATABASE_URL, PORT, SHUTDOWN_TIMEOUT: '1' });
    await api.answers('/ready', 200);
    const release = await lockedTasks();
    const lost = getTasks(api, new Agent()).catch((error) => error.code);
    await sleep(200);
    api.child.kill('SIGTERM');
    expect(await api.exited).toBe(1);
    expect(await lost).toBe('ECONNRESET');
    await release();
  });

  it('happens at once on a second signal', async () => {
    const api = start({ DATABASE_URL, PORT, SHUTDOWN_TIMEOUT: '600' });
    await api.answers('/ready', 200);
    const release = await lockedTasks();
    const lost = getTasks(api, new Agent()).catch((error) => error.code);
    await sleep(200);
    api.child.kill('SIGTERM');
    await sleep(200);
    api.child.kill('SIGTERM');
    expect(await api.exited).toBe(143);
    expect(await lost).toBe('ECONNRESET');
    await release();
  });

  it('works before the database was ever there', async () => {
    const api = start({ DATABASE_URL: DATABASE_URL.replace(`:${server().port}/`, ':1/'), PORT });
    await api.answers('/health', 200);
    api.child.kill('SIGTERM');
    expect(await api.exited).toBe(0);
  });

  it.each([1, 2])(
    'ends in time when the reader of the log stalls; signals: %d',
    async (signals) => {
      const api = start({ DATABASE_URL, PORT, SHUTDOWN_TIMEOUT: '600' });
      await api.answers('/ready', 200);
      // The pipe fills up, and nobody takes anything out of it.
      api.child.stdout?.pause();
      for (let turn = 0; turn < 100; turn += 1) {
        const path = `${api.url}/${'long'.repeat(1000)}`;
        await Promise.all(
          Array.from({ length: 10 }, () => fetch(path).then((r) => r.body?.cancel())),
        );
      }
      const release = await lockedTasks();
      const waiting = getTasks(api, new Agent()).catch((error) => error.code);
      await sleep(200);
      const exit = once(api.child, 'exit');
      for (let sent = 0; sent < signals; sent += 1) {
        api.child.kill('SIGTERM');
        await sleep(300);
      }
      if (signals === 1) await release();
      const ended = Promise.race([exit, sleep(4000, ['still there'])]);
      expect(await ended).toEqual([signals === 1 ? 0 : 143, null]);
      if (signals === 2) await release();
      await waiting;
      api.child.stdout?.resume();
    },
  );

  it('works when nobody reads the log any more, as serving does', async () => {
    const api = start({ DATABASE_URL, PORT });
    await api.answers('/ready', 200);
    api.child.stdout?.destroy();
    for (let index = 0; index < 5; index += 1) await api.answers('/tasks', 200);
    api.child.kill('SIGTERM');
    expect(await api.exited).toBe(0);
    expect(api.stderr()).toBe('');
  });
});
