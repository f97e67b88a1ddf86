import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { execa } from 'execa';
import { startDevPostgres } from '../dev-postgres.ts';
import { builtImage } from './image.ts';
import { freePort } from './process.ts';

/**
 * `npm run fuzz`: schemathesis, with all its checks, against a container of the image; each seed on a
 * new database. Exits 1 when it finds anything.
 */
interface Options {
  readonly seeds: readonly number[];
  readonly examples: number;
}

const { seeds, examples } = new Command('fuzz')
  .description(
    'Lets an outside fuzzer look for an answer that the OpenAPI document does not allow.',
  )
  .option('--seeds <n...>', 'one run each', (n, all: number[]) => [...all, Number(n)], [])
  .option('--examples <n>', 'most that each phase makes up for each request', Number, 200)
  .parse()
  .opts<Options>();

/** The newest that was tried. */
const version = '4.32.0';
const say = (text: string) => process.stderr.write(`${text}\n`);

await using scope = new AsyncDisposableStack();
const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt.abort());

const schemathesis = await installed();
say('Building the image');
const { docker, reference } = scope.use(await builtImage());
const work = await mkdtemp(path.join(tmpdir(), 'fuzz-'));
scope.defer(() => rm(work, { recursive: true, force: true }));
// As root the server runs as another account, which must reach its folder.
await chmod(work, 0o711);
const folder = path.join(work, 'postgres');
const postgres = scope.use(await startDevPostgres(folder, false));

let found = false;
for (const seed of seeds.length > 0 ? seeds : [1, 3, 7]) {
  if (interrupt.signal.aborted) break;
  found = !(await passes(seed)) || found;
}
process.exitCode = interrupt.signal.aborted ? 130 : Number(found);

/** The fuzzer, in an environment of its own that is kept. */
async function installed(): Promise<string> {
  const environment = path.join(import.meta.dirname, `../../.cache/schemathesis-${version}`);
  const program = path.join(environment, 'bin/schemathesis');
  if (existsSync(program)) return program;
  say(`Installing schemathesis ${version} into .cache`);
  try {
    await execa('python3', ['-m', 'venv', environment], { timeout: 60_000 });
    const install = ['-m', 'pip', 'install', '--quiet', `schemathesis==${version}`];
    await execa(path.join(environment, 'bin/python'), install, { timeout: 300_000 });
  } catch {
    say(
      `schemathesis ${version} cannot be installed.\n  It needs Python 3.10 or later with venv (apt-get install python3-venv), and PyPI.`,
    );
    process.exit(3);
  }
  return program;
}

async function passes(seed: number): Promise<boolean> {
  const database = `seed_${seed}`;
  await postgres.createDatabase(database);
  const port = await freePort();
  const environment = {
    DATABASE_URL: postgres.url(database),
    PORT: String(port),
    LOG_LEVEL: 'warn',
  };
  const variables = Object.keys(environment).flatMap((name) => ['--env', name]);
  const hardened = ['--read-only', '--cap-drop', 'ALL', '--memory', '128m', '--user', '12345'];
  const id = (
    await docker.read(
      ['run', '--detach', '--network', 'host', ...hardened, ...variables, reference],
      { env: environment },
    )
  ).trim();
  try {
    const url = `http://127.0.0.1:${port}`;
    await ready(url);
    say(`\nSeed ${seed}`);
    const { exitCode } = await execa(
      schemathesis,
      [
        'run',
        `${url}/openapi.json`,
        ...['--checks', 'all', '--phases', 'examples,coverage,fuzzing,stateful'],
        ...['--max-examples', String(examples), '--seed', String(seed), '--continue-on-failure'],
      ],
      {
        cwd: work,
        stdio: ['ignore', 'inherit', 'inherit'],
        reject: false,
        timeout: 20 * 60_000,
        cancelSignal: interrupt.signal,
      },
    );
    const logged = await docker.read(['logs', id]);
    if (/"level":"(error|fatal)"/.test(logged)) say(`The API has logged errors:\n${logged}`);
    return exitCode === 0 && !/"level":"(error|fatal)"/.test(logged);
  } finally {
    await docker.run(['rm', '--force', '--volumes', id]);
  }
}

async function ready(url: string): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    const response = await fetch(`${url}/ready`).catch(() => undefined);
    if (response?.ok) return;
    await sleep(100);
  }
  throw new Error('Expected the container to be ready within 20 s.');
}
