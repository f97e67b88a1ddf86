import path from 'node:path';
import { Command } from 'commander';
import { connectDocker } from '../spec-check/docker/docker.ts';
import { nodeBaseImage } from '../spec-check/offline/base-image.ts';
import { sharedNetwork } from '../spec-check/resources/engine.ts';
import { postgresServer } from '../spec-check/resources/postgres-server.ts';
import { Secrets } from '../spec-check/secrets/redact.ts';
import { inTurns, ratio, shownSpread } from './ratios.ts';
import { find, type Peer, peers } from './spec/peers.ts';
import { findStandIns } from './spec/stand-ins.ts';
import { type Timed, type TimedCommand, timed } from './spec/timed.ts';

/** `npm run bench:spec`: spec:check beside a person's own script and beside peers, in turns. */
const options = new Command('bench:spec')
  .description('Times spec:check beside a script that checks the same by hand, and beside peers.')
  .option('--rounds <n>', 'how often everything is measured in turn', Number, 7)
  .option('--peer-rounds <n>', 'the same for the peers; 0 leaves them out', Number, 7)
  .parse()
  .opts<{ rounds: number; peerRounds: number }>();

const root = path.dirname(import.meta.dirname);
const name = 'task-api';
const say = (text: string) => process.stderr.write(`${text}\n`);
const print = (text: string) => process.stdout.write(`${text}\n`);

await using scope = new AsyncDisposableStack();
const { signal } = new AbortController();
const docker = connectDocker();
const here = { cwd: root, env: { DATABASE_URL: '' } };
const node = process.env.npm_node_execpath ?? 'node';
const program = (...args: string[]) => ({
  ...{ program: node, args: ['spec-check/bin.mjs', ...args], ...here },
});
const specCheck = { program: 'npm', args: ['run', '--silent', 'spec:check'], ...here };

say('A first run, which starts what stays warm');
await timed(specCheck);
const standIns = await findStandIns(docker, name);
await compareWithScript();
await timeWithoutDocker();
if (options.peerRounds > 0) await compareWithPeers();

/** PostgreSQL server, registry, second engine and cached layers are the same for both. */
async function compareWithScript(): Promise<void> {
  const { buildArgs } = await nodeBaseImage({ docker, log: say, signal });
  const byHand = {
    program: path.join(import.meta.dirname, 'spec/by-hand.sh'),
    args: [],
    cwd: root,
    env: { ...standIns.env, ...buildArgs },
  };
  const times = await timedInTurns(options.rounds, { byHand, specCheck }, standIns.forgetElsewhere);
  print(`\nThe whole spec, ${options.rounds} rounds, each with a database of its own`);
  print(`  by hand     ${seconds(wall(times.byHand))}`);
  print(`  spec:check  ${seconds(wall(times.specCheck))}`);
  print(
    `  spec:check takes ${shownSpread(ratio(wall(times.specCheck), wall(times.byHand)))} of the time by hand`,
  );
  print(`  own processor time of spec:check, npm included, Docker's clients not`);
  print(`              ${seconds(times.specCheck.map(({ own }) => own))}`);
}

async function timeWithoutDocker(): Promise<void> {
  const help = program('--help');
  const explain = program('explain');
  const times = await timedInTurns(Math.max(options.rounds, 7), { help, explain });
  print(`\nWithout Docker`);
  for (const [command, timings] of Object.entries(times))
    print(
      `  ${command.padEnd(8)}  ${milliseconds(timings.map(({ wall }) => wall))}, of it processor ${milliseconds(timings.map(({ own }) => own))}`,
    );
}

/** On one PostgreSQL that is there already, as the peers start none. */
async function compareWithPeers(): Promise<void> {
  const network = await sharedNetwork(docker, signal);
  const server = await postgresServer(
    { docker, network },
    { runId: 'bench', signal, progress: say, secrets: new Secrets() },
    scope,
  );
  const database = await server.createDatabase();
  const image = `${name}:spec-check`;
  const env = { ...standIns.env, IMAGE: image, DATABASE_URL: database.urlInContainer };
  // The keys of a record that is typed by them.
  for (const peer of Object.keys(peers) as Peer[]) {
    const found = await find(peer);
    if (found === undefined) {
      print(`\n${peer} is not on the PATH: ${peers[peer].install}`);
      continue;
    }
    const theirs = { ...commandOf(peer, found, image), cwd: root };
    const ours = program('--image', image, path.join('bench/spec', `with-${peer}.md`));
    const times = await timedInTurns(options.peerRounds, {
      theirs: { ...theirs, env: { ...env, GOSS: found } },
      ours: { ...ours, env },
    });
    print(`\n${peer}, ${options.peerRounds} rounds: ${peers[peer].shared}`);
    print(`  ${peer.padEnd(24)}  ${seconds(wall(times.theirs))}`);
    print(`  ${'spec-check'.padEnd(24)}  ${seconds(wall(times.ours))}`);
    print(
      `  spec-check takes ${shownSpread(ratio(wall(times.ours), wall(times.theirs)))} of its time`,
    );
  }
}

function commandOf(peer: Peer, found: string, image: string) {
  const here = path.join(import.meta.dirname, 'spec');
  return peer === 'goss'
    ? { program: path.join(here, 'with-goss.sh'), args: [] }
    : {
        program: found,
        args: ['test', '--image', image, '--config', path.join(here, 'structure-test.yaml')],
      };
}

/** Runs the commands in turn; what `before` does is not timed. */
function timedInTurns<N extends string>(
  rounds: number,
  commands: Readonly<Record<N, TimedCommand>>,
  before: () => Promise<void> = async () => {},
) {
  const jobs = Object.entries<TimedCommand>(commands).map(([name, command]) => [
    name,
    async () => {
      await before();
      const time = await timed(command);
      say(`${name} ${(time.wall / 1000).toFixed(2)} s`);
      return time;
    },
  ]);
  // The same names with a job each.
  return inTurns(rounds, Object.fromEntries(jobs) as Record<N, () => Promise<Timed>>);
}

function wall(timings: readonly Timed[]): readonly number[] {
  return timings.map((one) => one.wall);
}

/** `1.23 (1.10–1.31) s`: the median, the least and the most. */
function seconds(ms: readonly number[]): string {
  return `${shownSpread(ms.map((one) => one / 1000))} s`;
}

function milliseconds(ms: readonly number[]): string {
  return `${shownSpread(ms, 0)} ms`;
}
