import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import { execa } from 'execa';
import postgres from 'postgres';
import { startDevPostgres } from '../api/dev-postgres.ts';
import { temporaryFolder } from '../spec-check/docker/temporary-folder.ts';
import { bakedBundle, type Contestant, start } from './api/contestant.ts';
import { type Load, load, works } from './api/load.ts';
import { inTurns, median, ratio, shownSpread } from './ratios.ts';

/** `npm run bench:api`: the API beside a bare server, and beside an older checkout, in turns. */
interface Options {
  readonly rounds: number;
  readonly seconds: number;
  readonly only: readonly Load['work'][];
  readonly connections: readonly number[];
  readonly before?: string;
}

const options = new Command('bench:api')
  .description('Times the Task API beside a bare server that does the same work.')
  .option('--rounds <n>', 'how often everything is measured in turn', Number, 5)
  .option('--seconds <n>', 'how long each measurement takes', Number, 2)
  .option('--connections <n...>', 'at the same time', (n, all: number[]) => [...all, Number(n)], [])
  .option('--before <folder>', 'another checkout of this project, to compare with')
  .addOption(new Option('--only <work...>', 'kinds of work').choices(works).default(works))
  .parse()
  .opts<Options>();
const connections = options.connections.length > 0 ? options.connections : [16, 256];

const say = (text: string) => process.stderr.write(`${text}\n`);
const print = (text: string) => process.stdout.write(`${text}\n`);

await using scope = new AsyncDisposableStack();
const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
for (const program of ['wrk', 'taskset']) {
  const { exitCode } = await execa(program, ['--version'], { reject: false });
  if (exitCode !== undefined) continue;
  say(`${program} is not here: apt-get install wrk util-linux`);
  process.exit(3);
}
const pin = (processor: 0 | 1) => ['taskset', '-c', String(processor)];
const work = await temporaryFolder('bench', scope);
const databaseUrl = await filledDatabase();
const commands = await commandsByName();

await compareStarts();
const contestants: Record<string, Contestant> = {};
for (const [name, command] of Object.entries(commands))
  contestants[name] = scope.use(await start(command, databaseUrl));
// Until the schema is looked at.
await sleep(1000);
for (const count of connections) for (const kind of options.only) await compareLoad(kind, count);
print('\nResident after the last load');
for (const [name, { resident }] of Object.entries(contestants))
  print(`  ${name.padEnd(9)} ${((await resident()) / 1e6).toFixed(0).padStart(7)} MB`);

async function filledDatabase(): Promise<string> {
  // As root the server runs as another account, which must reach its folder.
  await chmod(work, 0o711);
  const server = scope.use(await startDevPostgres(path.join(work, 'postgres'), false));
  await server.createDatabase('bench');
  const sql = postgres(server.url('bench'), { max: 1, onnotice: () => {} });
  await migrate(drizzle(sql), {
    migrationsFolder: path.join(import.meta.dirname, '../api/db/migrations'),
  });
  await sql`insert into tasks (title, description) select 'Task ' || n, 'Some words on task ' || n from generate_series(1, 100000) n`;
  await sql`vacuum analyze tasks`;
  await sql.end();
  return server.url('bench');
}

async function commandsByName(): Promise<Readonly<Record<string, readonly string[]>>> {
  const { before } = options;
  const bundle = async (name: string, root: string, given = {}) => [
    ...pin(0),
    ...(await bakedBundle(path.resolve(root), path.join(work, name), given)),
  ];
  const here = path.dirname(import.meta.dirname);
  return {
    bare: [...pin(0), process.execPath, path.join(import.meta.dirname, 'api/bare.ts')],
    ...(before === undefined ? {} : { before: await bundle('before', before) }),
    'task-api': await bundle('task-api', here),
    // No two requests share a query.
    apart: await bundle('apart', here, { apart: true }),
  };
}

/** Until the first answer, beside a server that can do nothing else. */
async function compareStarts(): Promise<void> {
  const least = `require('node:http').createServer((request, response) => response.end('{}')).listen(process.env.PORT)`;
  const all = { ...commands, bare: [...pin(0), process.execPath, '--eval', least] };
  const jobs = Object.entries<readonly string[]>(all).map(([name, command]) => [
    name,
    async () => {
      await using server = await start(command, databaseUrl);
      return server.started;
    },
  ]);
  const times = await warmInTurns<number>(options.rounds * 3, Object.fromEntries(jobs));
  print('\nStart of the process → first 200 of /health');
  for (const [name, found] of Object.entries(times)) {
    const compared = shownSpread(ratio(found, times.bare ?? []));
    print(`  ${name.padEnd(9)} ${median(found).toFixed(1).padStart(7)} ms ${compared} × bare`);
  }
}

async function compareLoad(kind: Load['work'], count: number): Promise<void> {
  const title = `${kind}, ${count} connections, ${options.rounds} rounds`;
  say(title);
  const given = { work: kind, connections: count, seconds: options.seconds, pin: pin(1) };
  const jobs = Object.entries(contestants).map(([name, { url }]) => [name, () => load(url, given)]);
  const figures = await warmInTurns<Awaited<ReturnType<typeof load>>>(
    options.rounds,
    Object.fromEntries(jobs),
  );
  print(`\n${title}`);
  for (const [name, found] of Object.entries(figures)) {
    const shown = (unit: 'perSecond' | 'p99') => {
      const ours = found.map((one) => one[unit]);
      const compared = ratio(ours, figures.bare?.map((one) => one[unit]) ?? []);
      return `${median(ours).toFixed(1).padStart(9)} ${shownSpread(compared).padEnd(18)} × bare`;
    };
    print(`  ${name.padEnd(9)} per second ${shown('perSecond')}   p99 in ms ${shown('p99')}`);
  }
}

/** After a round that does not count: code is compiled then, and connections are open. */
async function warmInTurns<T>(rounds: number, jobs: Readonly<Record<string, () => Promise<T>>>) {
  await inTurns(1, jobs);
  interrupt.signal.throwIfAborted();
  return inTurns(rounds, jobs);
}
