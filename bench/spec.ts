import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { Command } from 'commander';
import { execa } from 'execa';
import type { Handles } from '../spec-check/resources/handles.ts';
import { resources } from '../spec-check/resources/resources.ts';
import { Secrets } from '../spec-check/resources/secrets.ts';
import { ResourcePool } from '../spec-check/run/pool.ts';
import { median, ratio, shownRatio } from './ratios.ts';

/**
 * `npm run bench:spec`: `spec:check` beside a careful person's shell script, in turns, with the same
 * registry, second engine and cached image. The script is given a running PostgreSQL; `spec:check`
 * starts its own, as it does for everybody.
 */
const { rounds } = new Command('bench:spec')
  .description('Times spec:check beside the same work typed into a shell script.')
  .option('--rounds <n>', 'how often each is measured, in turn', Number, 9)
  .parse()
  .opts<{ readonly rounds: number }>();

const root = path.dirname(import.meta.dirname);
const script = path.join(import.meta.dirname, 'spec/by-hand.sh');
const say = (text: string) => process.stderr.write(`${text}\n`);

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt.abort());
await using pool = new ResourcePool(
  resources,
  {
    runId: randomBytes(4).toString('hex'),
    options: {
      context: root,
      image: undefined,
      name: 'task-api',
      port: undefined,
      portInSpec: undefined,
      api: {},
      registry: undefined,
      secondEngines: [],
      databaseUrl: undefined,
      allowExec: false,
      keep: false,
      timeout: 60_000,
    },
    signal: interrupt.signal,
    secrets: new Secrets(),
    progress: say,
  },
  (resource, error) => say(`${resource}: ${error}`),
);

say('Starting what both use');
const engine = await pool.get('engine');
const build = await pool.get('build');
const database = await pool.get('database');
const registry = await pool.get('registry');
const [second] = await pool.get('secondEngines');
if (second === undefined || build.kind !== 'built')
  throw new Error('Expected an image and a second engine.');

const contestants = { 'spec:check': specCheck, 'by hand': byHand } as const;
type Name = keyof typeof contestants;
const names: readonly Name[] = ['spec:check', 'by hand'];
const seconds = new Map<Name, number[]>(names.map((name) => [name, []]));
const own: number[] = [];

// Once unmeasured: the helpers are warm, the code is compiled.
for (const name of names) await timed(name);
for (let round = 0; round < rounds; round += 1) {
  const turn = round % 2 === 0 ? names : names.toReversed();
  for (const name of turn) {
    interrupt.signal.throwIfAborted();
    const took = await timed(name);
    seconds.get(name)?.push(took);
    say(`Round ${round + 1} of ${rounds}: ${name} ${took.toFixed(2)} s`);
  }
}

const of = (name: Name) => seconds.get(name) ?? [];
const spread = (figures: readonly number[], unit: string, digits: number) =>
  `${median(figures).toFixed(digits)} ${unit} (${Math.min(...figures).toFixed(digits)}–${Math.max(...figures).toFixed(digits)})`;
const print = (line: string) => process.stdout.write(`${line}\n`);
print(`\nThe whole spec, ${rounds} rounds`);
for (const name of names) print(`  ${name.padEnd(10)} ${spread(of(name), 's', 2)}`);
print(
  `  spec:check takes ${shownRatio(ratio(of('spec:check'), of('by hand')))} of the script's time`,
);
print(`  own CPU time of spec:check ${spread(own, 's', 2)}`);
print('\nThe CLI itself');
for (const args of [['--help'], ['explain']]) {
  const found = await commandTimes(args);
  print(`  ${args.join(' ').padEnd(10)} ${spread(found, 'ms', 0)}`);
}

/** Seconds that one takes from its start to its end; both must succeed. The second engine has no copy of the image. */
async function timed(name: Name): Promise<number> {
  await forget(second as Handles['secondEngines'][number]);
  const started = performance.now();
  await contestants[name]();
  return (performance.now() - started) / 1000;
}

async function forget({ docker }: Handles['secondEngines'][number]): Promise<void> {
  const ids = (await docker.read(['images', '--quiet', '--no-trunc'])).split('\n').filter(Boolean);
  if (ids.length > 0) await docker.run(['rmi', '--force', ...new Set(ids)]);
}

async function specCheck(): Promise<void> {
  const { stderr } = await execa('npm', ['run', '--silent', 'spec:check', '--', '--timings'], {
    cwd: root,
    env: { DATABASE_URL: '' },
    timeout: 120_000,
    cancelSignal: interrupt.signal,
  });
  const [, cpu] = /spec-check itself used ([\d.]+) s of processor time/.exec(stderr) ?? [];
  if (cpu === undefined) throw new Error('Expected --timings to tell the processor time.');
  own.push(Number(cpu));
}

async function byHand(): Promise<void> {
  const { buildArgs } = build as Extract<Handles['build'], { kind: 'built' }>;
  const [port] = (second as Handles['secondEngines'][number]).ports;
  await execa('sh', [script], {
    cwd: root,
    env: {
      ...buildArgs,
      IMAGE: 'task-api:by-hand',
      CONTEXT: root,
      DATABASE_URL: database.urlInContainer,
      NETWORK: engine.network.name,
      REPOSITORY: registry.repository,
      SECOND: (second as Handles['secondEngines'][number]).docker.command.join(' '),
      REPOSITORY_ELSEWHERE: registry.repositoryElsewhere,
      PORT_ELSEWHERE: String(port?.port),
      URL_ELSEWHERE: port?.url ?? '',
    },
    timeout: 120_000,
    cancelSignal: interrupt.signal,
  });
}

/** Milliseconds of a command that needs no Docker, several times over. */
async function commandTimes(args: readonly string[]): Promise<readonly number[]> {
  const found: number[] = [];
  for (let left = rounds + 2; left > 0; left -= 1) {
    const started = performance.now();
    await execa(process.execPath, [path.join(root, 'spec-check/bin.mjs'), ...args], { cwd: root });
    found.push(performance.now() - started);
  }
  return found.slice(2);
}
