import type { Engine } from '../model/resources.ts';
import { Secrets } from '../secrets/redact.ts';
import { database } from './database.ts';
import { KeptServer } from './kept-server.ts';
import type { ResourceContext, RunOptions } from './resource.ts';

const secrets = new Secrets();

/** What a run does with its database: a table where there is none. Says where the server is. */
async function runOn(keptServer: KeptServer | undefined, hostAddress = '127.0.0.1') {
  await using scope = new AsyncDisposableStack();
  const context: ResourceContext = {
    runId: 'a1b2c3d4',
    options: { databaseUrl: undefined } as RunOptions,
    signal: new AbortController().signal,
    secrets,
    keptServer,
    progress: () => {},
  };
  const engine = { network: { hostAddress } } as Engine;
  const { sql, url, password, another } = await database.acquire({ engine }, context, scope);
  const other = await another();
  // Fails where a run finds what an earlier one made.
  await sql`create table tasks (id int)`;
  const [names] = await sql<{ count: string }[]>`
    select count(*) from pg_database where datname like 'spec_check%'`;
  expect(new URL(other.urlInContainer).port).toBe(new URL(url).port);
  expect(names?.count).toBe('2');
  expect(secrets.redact(`the password is ${password}`)).not.toContain(password);
  const [server] = await sql<{ pid: number }[]>`
    select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid`;
  return { url, pid: server?.pid ?? 0 };
}

it('serves the runs of a session one after the other, each with an empty database', async () => {
  await using kept = new KeptServer();
  const first = await runOn(kept);
  const second = await runOn(kept);
  expect(second.url).toBe(first.url);
});

it('is started anew where containers reach this machine by another address', async () => {
  await using kept = new KeptServer();
  const first = await runOn(kept);
  const second = await runOn(kept, '127.0.0.2');
  expect(second.url).not.toBe(first.url);
});

it('is started anew when it has ended, and ends with the session', async () => {
  const kept = new KeptServer();
  const first = await runOn(kept);
  process.kill(first.pid, 'SIGKILL');
  const second = await runOn(kept);
  expect(second.pid).not.toBe(first.pid);
  await kept[Symbol.asyncDispose]();
  expect(() => process.kill(second.pid, 0)).toThrow('ESRCH');
});

it('a run without it starts a server of its own, and ends it', async () => {
  const [first, second] = [await runOn(undefined), await runOn(undefined)];
  expect(second.url).not.toBe(first.url);
  expect(() => process.kill(second.pid, 0)).toThrow('ESRCH');
});
