import path from 'node:path';
import { Command } from 'commander';
import { connectDocker } from '../spec-check/docker/docker.ts';
import { nodeBaseImage } from '../spec-check/offline/base-image.ts';
import { sharedNetwork } from '../spec-check/resources/engine.ts';
import { postgresServer } from '../spec-check/resources/postgres-server.ts';
import { Secrets } from '../spec-check/secrets/redact.ts';
import { ratio, shownSpread, spread } from './ratios.ts';
import { install, type Peer, peers, shared } from './spec/peers.ts';
import { findStandIns } from './spec/stand-ins.ts';
import { type Timed, timed } from './spec/timed.ts';

/**
 * `npm run bench:spec`: the whole of spec:check beside a careful person's own script, and beside
 * programs that check images, in turns. Each contestant has to succeed every time, or there are no figures.
 */
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
const program = (...args: string[]) => ({
  program: process.env.npm_node_execpath ?? 'node',
  args: ['spec-check/bin.mjs', ...args],
  cwd: root,
  env: { DATABASE_URL: '' },
});
const specCheck = {
  program: 'npm',
  args: ['run', '--silent', 'spec:check'],
  cwd: root,
  env: { DATABASE_URL: '' },
};

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
    env: {
      ...standIns.env,
      ...buildArgs,
    },
  };
  const times = await inTurns(options.rounds, { byHand, specCheck }, async () => {
    await standIns.forgetElsewhere();
  });
  const wall = (timings: readonly Timed[]) => timings.map(({ wall }) => wall);
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
  const times = await inTurns(Math.max(options.rounds, 7), { help, explain });
  print(`\nWithout Docker`);
  for (const [command, timings] of Object.entries(times)) {
    print(
      `  ${command.padEnd(8)}  ${milliseconds(timings.map(({ wall }) => wall))}, of it processor ${milliseconds(timings.map(({ own }) => own))}`,
    );
  }
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
  for (const peer of peers) {
    const found = await install(peer);
    if ('missing' in found) {
      print(`\n${peer} cannot be had here: ${found.missing}`);
      continue;
    }
    const theirs = { ...(await commandOf(peer, found.program, image)), cwd: root };
    const ours = program('--image', image, path.join('bench/spec', `with-${peer}.md`));
    const times = await inTurns(options.peerRounds, {
      theirs: { ...theirs, env: { ...env, GOSS: found.program } },
      ours: { ...ours, env },
    });
    const wall = (timings: readonly Timed[]) => timings.map(({ wall }) => wall);
    print(`\n${peer}, ${options.peerRounds} rounds: ${shared[peer]}`);
    print(`  ${peer.padEnd(24)}  ${seconds(wall(times.theirs))}`);
    print(`  ${'spec-check'.padEnd(24)}  ${seconds(wall(times.ours))}`);
    print(
      `  spec-check takes ${shownSpread(ratio(wall(times.ours), wall(times.theirs)))} of its time`,
    );
  }
}

async function commandOf(peer: Peer, found: string, image: string) {
  const here = path.join(import.meta.dirname, 'spec');
  return peer === 'goss'
    ? { program: path.join(here, 'with-goss.sh'), args: [] }
    : {
        program: found,
        args: ['test', '--image', image, '--config', path.join(here, 'structure-test.yaml')],
      };
}

type Commands = Readonly<Record<string, Parameters<typeof timed>[0]>>;

/** Everybody in turn, round after round; who begins moves on by one each round. */
async function inTurns<C extends Commands>(
  rounds: number,
  commands: C,
  before: () => Promise<void> = async () => {},
): Promise<Record<keyof C, Timed[]>> {
  const names: (keyof C & string)[] = Object.keys(commands);
  const all = Object.fromEntries(names.map((one) => [one, []])) as unknown as Record<
    keyof C,
    Timed[]
  >;
  for (let round = 0; round < rounds; round += 1) {
    const first = round % names.length;
    for (const one of [...names.slice(first), ...names.slice(0, first)]) {
      await before();
      const command = commands[one];
      if (command === undefined) continue;
      const time = await timed(command);
      say(`Round ${round + 1} of ${rounds}: ${one} ${(time.wall / 1000).toFixed(2)} s`);
      all[one].push(time);
    }
  }
  return all;
}

/** `1.23 (1.10–1.31) s`: the median, the least and the most. */
function seconds(ms: readonly number[]): string {
  return `${shownSpread(spread(ms.map((one) => one / 1000)))} s`;
}

function milliseconds(ms: readonly number[]): string {
  return `${shownSpread(spread(ms), 0)} ms`;
}
