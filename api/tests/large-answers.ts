import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import driver from 'postgres';
import type { Docker } from './docker.ts';
import { emptyDatabase, temporaryPostgres } from './postgres.ts';
import { freePort, ready } from './process.ts';

/** Options of `docker run` that take every right away that the image can do without. */
export const hardened = [
  ...['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
  ...['--user', '12345', '--pids-limit', '64', '--memory', '96m'],
];

/** With 64 readers of the largest pages, each another, with 64 that never read them, and with the largest tasks; `image` is what `docker run` gets: options and a name. */
export async function livesIn(docker: Docker, image: readonly string[]): Promise<void> {
  await using postgres = await temporaryPostgres();
  const DATABASE_URL = await emptyDatabase(postgres);
  const PORT = String(await freePort());
  const given = ['--network', 'host', '--env', 'DATABASE_URL', '--env', 'PORT'];
  const run = ['run', '--detach', ...given, ...image];
  const id = (await docker.read(run, { env: { DATABASE_URL, PORT } })).trim();
  const silent: Socket[] = [];
  try {
    const url = `http://127.0.0.1:${PORT}`;
    await ready(url);
    const sql = driver(DATABASE_URL, { max: 1 });
    await sql`insert into tasks (title, description)
      select 'large', repeat('😀', 10000) from generate_series(1, 300)`;
    await sql.end();
    let next = 0;
    // The same page would be read once for all who ask for it.
    const page = () => {
      next = (next + 1) % 200;
      return `/tasks?limit=100&after=${next}`;
    };
    const read = async () => {
      const response = await fetch(`${url}${page()}`);
      const body: unknown = await response.json();
      return response.ok && Array.isArray(body) ? body.length : response.status;
    };
    const task = JSON.stringify({ title: 'large', description: '😀'.repeat(10_000) });
    const create = async () => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${url}/tasks`, { method: 'POST', headers, body: task });
      await response.body?.cancel();
      return response.status;
    };
    const created = await Promise.all(Array.from({ length: 256 }, create));
    expect(created.filter((status) => status !== 201 && status !== 503)).toEqual([]);
    const answers = await Promise.all(Array.from({ length: 64 }, read));
    expect(answers.filter((answer) => answer !== 503 && answer !== 100)).toEqual([]);
    expect(answers.filter((answer) => answer === 100).length).toBeGreaterThan(0);

    for (let client = 0; client < 64; client += 1) {
      const socket = connect(Number(PORT), '127.0.0.1').pause();
      socket.on('error', () => {}).write(`GET ${page()} HTTP/1.1\r\nHost: a\r\n\r\n`);
      silent.push(socket);
    }
    await sleep(3000);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    expect((await fetch(`${url}/tasks/1`)).status).toBe(200);
    // Who reads nothing is let go, and the next has its turn.
    while ((await read()) !== 100) await sleep(500);
    const state = ['inspect', '--format', '{{.State.Running}} {{.State.OOMKilled}}', id];
    expect((await docker.read(state)).trim()).toBe('true false');
  } finally {
    for (const socket of silent) socket.destroy();
    await docker.run(['rm', '--force', '--volumes', id]);
  }
}
