import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DevPostgres } from '../dev-postgres.ts';
import { build } from '../image/build.ts';
import { emptyDatabase, temporaryPostgres } from './postgres.ts';
import { type ApiProcess, freePort, startApi } from './process.ts';

/** Bundles the API for the tests of a file, beside a PostgreSQL: it starts in a tenth of the time. */
export function bundledApi() {
  let postgres: DevPostgres;
  let folder: string;
  const started: ApiProcess[] = [];

  beforeAll(async () => {
    postgres = await temporaryPostgres();
    folder = await mkdtemp(path.join(tmpdir(), 'main-test-'));
    await build(folder);
  });

  afterEach(async () => {
    for (const { child, exited } of started.splice(0)) {
      child.kill('SIGKILL');
      await exited;
    }
  });

  afterAll(async () => {
    await rm(folder, { recursive: true });
    await postgres.stop();
  });

  return {
    server: () => postgres,
    /** An empty database and a free port. */
    place: async () => ({
      DATABASE_URL: await emptyDatabase(postgres),
      PORT: String(await freePort()),
    }),
    /** Ends with the test. */
    start(env: Record<string, string>, cwd = '/', command: readonly string[] = []): ApiProcess {
      const api = startApi(path.join(folder, 'server.cjs'), env, cwd, { command });
      started.push(api);
      return api;
    },
  };
}

export const linesOf = (api: ApiProcess) =>
  api
    .stdout()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
