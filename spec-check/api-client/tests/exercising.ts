import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres, { type Sql } from 'postgres';
import type { DevPostgres } from '../../../api/dev-postgres.ts';
import { type Lie, lyingProxy, type ProxiedRequest } from '../../measuring/lying-proxy.ts';
import { startTestPostgres } from '../../tests/tools/postgres.ts';
import { readApi } from '../discover.ts';
import { exchange } from '../exchange.ts';
import { exerciseCrud } from '../exercise-crud.ts';
import { chooseResources } from '../find-resources.ts';
import { postgresTables } from '../postgres-tables.ts';

/** Other APIs than the one of `prove`, as a proxy before it makes them: by method and path, what it answers. */
export type Lies = Readonly<Record<string, readonly [RegExp, Lie]>>;

export const reading = (asked: ProxiedRequest): ProxiedRequest => ({
  ...asked,
  method: 'GET',
  text: '',
});

export const failing =
  (status: number): Lie =>
  async () => ({ status, headers: {}, text: '{}' });

const serverFile = fileURLToPath(new URL('../../prove/image/server.mjs', import.meta.url));
const { signal } = new AbortController();

/** Exercises CRUD on the API that `prove` builds its images of, with its faults and these, on a PostgreSQL of the test file's own. */
export function exercising(lies: Lies) {
  let folder: string;
  let server: DevPostgres;
  let sql: Sql;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'spec-check-life-'));
    await chmod(folder, 0o711);
    server = await startTestPostgres(path.join(folder, 'data'));
    await server.createDatabase('life');
    const options = { max: 2, fetch_types: false, prepare: false, onnotice: () => {} };
    sql = postgres(server.url('life'), options);
  }, 120_000);

  afterAll(async () => {
    await sql.end();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** The port may be taken before the server listens: then another one is tried. */
  async function traceOf(FAULT: string, hints = {}, more = 2): ReturnType<typeof traceOn> {
    return traceOn(FAULT, hints).catch((error: unknown) => {
      if (!(error instanceof ServerEnded) || more === 0) throw error;
      return traceOf(FAULT, hints, more - 1);
    });
  }

  async function traceOn(FAULT: string, hints: object) {
    await using scope = new AsyncDisposableStack();
    const PORT = String(await freePort());
    const TASKS_FILE = path.join(folder, 'tasks.json');
    const child = spawn(process.execPath, [serverFile], {
      env: { FAULT, PORT, TASKS_FILE, DATABASE_URL: server.url('life') },
      // What the faults say on stderr is meant.
      stdio: 'ignore',
    });
    try {
      const ownUrl = `http://127.0.0.1:${PORT}`;
      const [asked, lie] = lies[FAULT] ?? [];
      const liesTo = (method: string, path: string) =>
        lie && asked?.test(`${method} ${path}`) ? [lie] : [];
      const baseUrl = lie ? await lyingProxy(() => ownUrl, liesTo, scope) : ownUrl;
      while (!(await exchange(ownUrl, { path: '/health', signal }).catch(() => undefined))) {
        if (child.exitCode !== null) throw new ServerEnded(`${serverFile} has ended.`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const api = await readApi(baseUrl, hints, signal);
      const choice = chooseResources(api, hints);
      if (choice.missing.length > 0) return { choice, problem: undefined };
      const live = { baseUrl, api, tables: postgresTables(sql), signal };
      const laterAfter = FAULT.includes('back') ? 2000 : 100;
      const lives = await Promise.all(
        choice.resources.map((one) => exerciseCrud(live, one, { effort: 'full', laterAfter })),
      );
      const problem = lives.find((one) => one.problem !== undefined)?.problem;
      return { choice, problem, life: lives[0] };
    } finally {
      if (child.exitCode === null) {
        child.kill();
        await once(child, 'exit');
      }
    }
  }

  return {
    traceOf,
    titlesLeft: () => sql`select title from todo `,
    async expectPass(_title: string, FAULT: string, hints = {}) {
      const { choice, problem, life } = await traceOf(FAULT, hints);
      expect(choice.missing).toEqual([]);
      expect(problem).toBeUndefined();
      expect(life?.answers.length).toBeGreaterThan(40);
    },
    async expectCaught(FAULT: string, said: RegExp) {
      const { problem } = await traceOf(FAULT);
      expect(`${problem?.actual} ${problem?.diagnosis}`).toMatch(said);
    },
  };
}

class ServerEnded extends Error {}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  return port;
}
