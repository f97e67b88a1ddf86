import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ApiProcess, freePort, startApi } from './tests/process.ts';

let cwd: string;
let api: ApiProcess | undefined;

beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'dev-test-'));
  // As root the database runs as another account, which must reach its folder.
  await chmod(cwd, 0o711);
});

afterEach(async () => {
  api?.child.kill('SIGTERM');
  await api?.exited;
  await rm(cwd, { recursive: true });
});

const start = async () => {
  const PORT = String(await freePort());
  api = startApi(path.join(import.meta.dirname, 'dev.ts'), { PORT }, cwd);
  await api.answers('/ready', 200);
  return api;
};

it('npm run dev needs no configuration, and keeps the tasks from one run to the next', async () => {
  const first = await start();
  expect(first.stderr()).toMatch(`http://localhost:${new URL(first.url).port}`);
  const created = await fetch(`${first.url}/tasks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"title":"still there"}',
  });
  expect(created.status).toBe(201);
  first.child.kill('SIGTERM');
  await first.exited;
  // The API went with it.
  await expect(fetch(first.url)).rejects.toThrow();

  const second = await start();
  const tasks = await (await fetch(`${second.url}/tasks`)).json();
  expect(tasks).toMatchObject([{ title: 'still there' }]);
});
