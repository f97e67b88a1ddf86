import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { sql } from 'drizzle-orm';
import { execa } from 'execa';
import * as z from 'zod';
import { openDatabase } from '../api/db/database.ts';
import { migrate } from '../api/db/migrate.ts';
import { readDatabaseUrl } from '../api/db/url.ts';
import { emptyDatabase, migrations, temporaryPostgres } from '../api/tests/postgres.ts';
import { temporaryFolder } from '../spec-check/docker/temporary-folder.ts';
import { bakedBundle, start } from './api/contestant.ts';
import { compare } from './compare.ts';

const works = ['GET by id', 'list of 50', 'POST', '90/10 mix', '/health'] as const;

const measured = z.object({
  requests: z.int().positive(),
  microseconds: z.int(),
  p99: z.int(),
  failed: z.literal(0),
});

type Work = (typeof works)[number];

/** Loads a server for two seconds with wrk, off the servers' processor. Throws when a request failed, or none was answered: a quick 500 is no speed. */
async function load(url: string, work: Work, connections: number) {
  const script = path.join(import.meta.dirname, 'api/work.lua');
  const options = `--threads 1 --timeout 10s --duration 2s --connections ${connections}`.split(' ');
  const wrk = ['-c', '1', 'wrk', ...options, '--script', script, url];
  const { stdout } = await execa('taskset', wrk, { env: { WORK: work }, timeout: 22_000 });
  const line = stdout.split('\n').findLast((text) => text.startsWith('{')) ?? '{}';
  const { success, data } = measured.safeParse(JSON.parse(line));
  if (!success) throw new Error(`Expected every request (${work}) answered by ${url}, got ${line}`);
  return { 'per second': data.requests / (data.microseconds / 1e6), 'p99 in ms': data.p99 / 1000 };
}

/** `npm run bench:api`: the API beside a bare server, and beside an older checkout, in turns. */
const { rounds, only, before } = new Command('bench:api')
  .description(
    'Times the Task API beside a bare server that does the same work; needs wrk and taskset.',
  )
  .option('--rounds <n>', 'how often everything is measured in turn', Number, 5)
  .option('--before <folder>', 'another checkout of this project, to compare with')
  .addOption(new Option('--only <work...>', 'kinds of work').choices(works).default(works))
  .parse()
  .opts<{ rounds: number; only: readonly Work[]; before?: string }>();

await using scope = new AsyncDisposableStack();
// The servers run on another processor than the load.
const pin = ['taskset', '-c', '0'];
const folder = await temporaryFolder('bench', scope);
const databaseUrl = await filledDatabase();
const commands = await commandsByName();

// Compared with a server that does nothing else.
const least = `require('node:http').createServer((request, response) => response.end('{}')).listen(process.env.PORT)`;
const starting = { ...commands, bare: [...pin, process.execPath, '--eval', least] };
await compare('Process → first 200 of /health', rounds * 3, starting, async (command) => {
  await using server = await start(command, databaseUrl);
  return { milliseconds: server.started };
});
const contestants: Record<string, Awaited<ReturnType<typeof start>>> = {};
for (const [name, command] of Object.entries(commands))
  contestants[name] = scope.use(await start(command, databaseUrl));
// By then the servers have looked at their schema.
await sleep(1000);
for (const connections of [16, 256])
  for (const work of only)
    await compare(`${work}, ${connections} connections`, rounds, contestants, ({ url }) =>
      load(url, work, connections),
    );
await compare('Resident after the last load', 1, contestants, async ({ resident }) => {
  return { MB: (await resident()) / 1e6 };
});

async function filledDatabase(): Promise<string> {
  const url = await emptyDatabase(scope.use(await temporaryPostgres()));
  const database = openDatabase(readDatabaseUrl(url), 1, 60_000);
  await migrate(database, migrations);
  for (const statement of [
    sql`insert into tasks (title, description) select 'Task ' || n, 'Some words on task ' || n from generate_series(1, 100000) n`,
    sql`vacuum analyze tasks`,
  ])
    await database.write((db) => db.execute(statement));
  await database.close();
  return url;
}

async function commandsByName(): Promise<Readonly<Record<string, readonly string[]>>> {
  const bundle = async (name: string, root: string, given = {}) => [
    ...pin,
    ...(await bakedBundle(path.resolve(root), path.join(folder, name), given)),
  ];
  const here = path.dirname(import.meta.dirname);
  return {
    bare: [...pin, process.execPath, path.join(import.meta.dirname, 'api/bare.ts')],
    ...(before === undefined ? {} : { before: await bundle('before', before) }),
    'task-api': await bundle('task-api', here),
    // No two requests share a query.
    apart: await bundle('apart', here, { apart: true }),
  };
}
