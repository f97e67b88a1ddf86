import { existsSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { Command, Option } from 'commander';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { execa } from 'execa';
import postgres from 'postgres';
import { startDevPostgres } from '../api/dev-postgres.ts';
import { temporaryFolder } from '../spec-check/docker/temporary-folder.ts';
import { type Contestant, type Name, names, start } from './api/contestants.ts';
import { hasWrk, load, type Measured, type Work, works } from './api/load.ts';
import { sameAnswers } from './api/same-answers.ts';
import { warmInTurns } from './in-turns.ts';
import { median, ratio, shownSpread } from './ratios.ts';

/**
 * `npm run bench:api`: the Task API beside others that do the same, on one PostgreSQL, in turns. Prints
 * medians, and ratios to the bare server from the same round.
 */
interface Options {
  readonly rounds: number;
  readonly seconds: number;
  readonly only: readonly Work[];
  readonly contestants: readonly Name[];
  readonly connections: readonly number[];
}

const options = new Command('bench:api')
  .description('Times the Task API beside other servers that do the same work.')
  .option('--rounds <n>', 'how often everything is measured in turn', Number, 5)
  .option('--seconds <n>', 'how long each measurement takes', Number, 2)
  .option('--connections <n...>', 'at the same time', (n, all: number[]) => [...all, Number(n)], [])
  .addOption(new Option('--only <work...>', 'kinds of work').choices(works).default(works))
  .addOption(new Option('--contestants <name...>', 'who').choices(names).default(names))
  .parse()
  .opts<Options>();
const connections = options.connections.length > 0 ? options.connections : [16, 256];

const rows = 100_000;
const say = (text: string) => process.stderr.write(`${text}\n`);

await using scope = new AsyncDisposableStack();
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
await installed();
const pins = await processors();
const work = await temporaryFolder('bench', scope);
const databaseUrl = await filledDatabase();
const contestants = await started();
await sameAnswers(contestants);
const results = await measured();
for (const count of connections) for (const kind of options.only) print(kind, count);
await printMemory();

/** The load generator. */
async function installed(): Promise<void> {
  if (await hasWrk()) return;
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    say('wrk makes the load, and is not here.\n  apt-get install wrk, or brew install wrk');
    process.exit(3);
  }
  say('Installing wrk with apt');
  await execa('apt-get', ['update'], { timeout: 120_000 });
  await execa('apt-get', ['install', '--yes', 'wrk'], { timeout: 120_000 });
}

/** Prefixes that keep servers and load apart; without `taskset` the system does as it likes. */
async function processors(): Promise<{ server: readonly string[]; load: readonly string[] }> {
  const there = existsSync('/usr/bin/taskset') && (await execa('nproc')).stdout.trim() !== '1';
  if (there) return { server: ['taskset', '-c', '0'], load: ['taskset', '-c', '1'] };
  say('Servers and load share the processors: there is no taskset here, or only one processor.');
  return { server: [], load: [] };
}

async function filledDatabase(): Promise<string> {
  // As root the server runs as another account, which must reach its folder.
  await chmod(work, 0o711);
  const server = await startDevPostgres(path.join(work, 'postgres'), false);
  scope.use(server);
  await server.createDatabase('bench');
  const sql = postgres(server.url('bench'), { max: 1, onnotice: () => {} });
  await migrate(drizzle(sql), {
    migrationsFolder: path.join(import.meta.dirname, '../api/db/migrations'),
  });
  await sql`insert into tasks (title, description) select 'Task ' || n, 'Some words on task ' || n from generate_series(1, ${rows}) n`;
  await sql`vacuum analyze tasks`;
  await sql.end();
  return server.url('bench');
}

async function started(): Promise<readonly Contestant[]> {
  const all: Contestant[] = [];
  for (const name of options.contestants) {
    say(`Starting ${name}`);
    try {
      all.push(scope.use(await start(name, { databaseUrl, work, pin: pins.server })));
    } catch (error) {
      if (name !== 'fastapi') throw error;
      say(`fastapi is left out: ${error instanceof Error ? error.message : error}`);
    }
  }
  return all;
}

type Key = `${Name} ${Work} ${number}`;

async function measured(): Promise<ReadonlyMap<Key, readonly Measured[]>> {
  const all = new Map<Key, readonly Measured[]>();
  for (const count of connections)
    for (const kind of options.only) {
      say(`${kind}, ${count} connections, ${options.rounds} rounds`);
      const given = { work: kind, connections: count, seconds: options.seconds, pin: pins.load };
      const jobs = contestants.map(({ name, url }) => [
        name,
        async () => {
          interrupt.signal.throwIfAborted();
          return load(url, given);
        },
      ]);
      // Warm: code compiled, connections open.
      const found: Readonly<Record<string, readonly Measured[]>> = await warmInTurns(
        options.rounds,
        Object.fromEntries(jobs),
      );
      for (const { name } of contestants) all.set(`${name} ${kind} ${count}`, found[name] ?? []);
    }
  return all;
}

function print(kind: Work, count: number): void {
  const of = (name: Name) => results.get(`${name} ${kind} ${count}`) ?? [];
  const bare = of('bare');
  process.stdout.write(`\n${kind}, ${count} connections, ${options.rounds} rounds\n`);
  for (const { name } of contestants) {
    const found = of(name);
    const perSecond = median(found.map((one) => one.perSecond));
    const p99 = median(found.map((one) => one.p99));
    const times = (pick: (one: Measured) => number) =>
      bare.length === 0 ? '' : shownSpread(ratio(found.map(pick), bare.map(pick)));
    process.stdout.write(
      `  ${name.padEnd(9)} ${perSecond.toFixed(0).padStart(7)}/s  ${times((one) => one.perSecond).padEnd(18)} × bare` +
        `   p99 ${p99.toFixed(1).padStart(6)} ms  ${times((one) => one.p99)} × bare\n`,
    );
  }
}

async function printMemory(): Promise<void> {
  process.stdout.write('\nResident after the last load\n');
  for (const { name, resident } of contestants) {
    process.stdout.write(
      `  ${name.padEnd(9)} ${((await resident()) / 1e6).toFixed(0).padStart(7)} MB\n`,
    );
  }
}
