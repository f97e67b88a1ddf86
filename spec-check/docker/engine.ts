import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { type Docker, MachineFault } from '../model/docker.ts';
import { lastLines } from '../model/format.ts';
import { apt } from './apt.ts';
import { connectDocker, DockerError } from './docker.ts';

export interface SetUp {
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** The engine that answers, started or installed where root can. Throws MachineFault. */
export async function findEngine({ log, signal }: SetUp) {
  const docker = connectDocker();
  const found = await look(docker, signal);
  if (typeof found !== 'string') return found;
  const advice = engineAdvice(facts(found));
  if (advice instanceof MachineFault) throw advice;
  if (advice === 'install') await install(log, signal);
  return start(docker, log, signal);
}

/** The engine, or what the client says of why there is none; nothing where there is no client. */
async function look(docker: Docker, signal: AbortSignal) {
  try {
    const format = ['version', '--format', '{{.Server.Version}}'];
    const answer = await docker.run(format, { signal, timeout: 30_000 });
    if (answer.exitCode !== 0) return answer.stderr.trim();
    const inspect = ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'];
    const chosen = process.env.DOCKER_HOST || (await docker.run(inspect, { signal })).stdout.trim();
    const host = chosen || 'unix:///var/run/docker.sock';
    const at = remoteName(host);
    const reached = at === undefined ? docker : connectDocker({ ports: { on: '0.0.0.0', at } });
    return { docker: reached, version: answer.stdout.trim(), host };
  } catch (error) {
    if (!(error instanceof DockerError) || error.code === 'docker-interrupted') throw error;
    return error.code === 'docker-client-missing' ? '' : error.message;
  }
}

/** The name of another machine that an engine is on; there, nobody here reaches what is published on 127.0.0.1. */
export function remoteName(host: string): string | undefined {
  const { hostname = '' } = (/^(ssh|tcp|https?):/.test(host) && URL.parse(host)) || {};
  return /^(?:127\.|localhost$|\[::1\]$|$)/.test(hostname) ? undefined : hostname;
}

export function engineAdvice({ platform, root, apt, dockerd, chosen, said }: MachineFacts) {
  const tell = (code: string, message: string, hint: string) =>
    new MachineFault(`engine-${code}`, message, hint);
  const missing = (hint: string) => tell('missing', 'Docker is not installed.', hint);
  const stopped = (hint: string) => tell('stopped', 'Docker is installed and does not run.', hint);
  // A setting of the client is wrong, whether an engine runs or not.
  const isClient = /^failed to initialize:|client version \S+ is too/im.test(said);
  if (chosen !== undefined || isClient)
    return tell(
      'unreachable',
      `The Docker engine that was chosen (${chosen ?? 'by the settings of the client'}) does not answer: ${lastLines(said, 1)}`,
      'Start it, or unset DOCKER_HOST, DOCKER_CONTEXT, DOCKER_TLS_VERIFY and DOCKER_API_VERSION to use the local one.',
    );
  if (/permission denied/i.test(said))
    return tell(
      'forbidden',
      'Docker runs here, and this account may not use it.',
      'sudo usermod -aG docker $USER   then log out and in again',
    );
  if (platform === 'darwin' || platform === 'win32') {
    const name = `Docker Desktop${platform === 'win32' ? ' (with WSL 2)' : ''}`;
    return said === ''
      ? missing(`Install ${name}: https://docs.docker.com/desktop/ and start it`)
      : stopped(`Start ${name} and wait until it says that it runs`);
  }
  if (root && (dockerd || apt)) return dockerd ? 'start' : 'install';
  if (dockerd) return stopped('sudo systemctl start docker   (or: sudo service docker start)');
  if (!apt) return missing('Install it: https://docs.docker.com/engine/install/');
  return tell(
    'missing',
    'Docker is not installed, and only root may install it.',
    'sudo apt-get install -y docker.io && sudo usermod -aG docker $USER   then log out and in again',
  );
}

export type MachineFacts = ReturnType<typeof facts>;

/** What is known of a machine where no engine answered; `said` is the client's message, empty when there is no client. */
function facts(said: string) {
  const { DOCKER_HOST, DOCKER_CONTEXT, PATH = '' } = process.env;
  const onPath = (name: string) =>
    PATH.split(path.delimiter).some((folder) => existsSync(path.join(folder, name)));
  return {
    platform: process.platform as NodeJS.Platform,
    root: process.getuid?.() === 0,
    apt: onPath('apt-get'),
    dockerd: onPath('dockerd'),
    // Where an engine was chosen, no other one is started.
    chosen: DOCKER_HOST || DOCKER_CONTEXT || undefined,
    said,
  };
}

/** What a Debian or Ubuntu machine needs to run containers; the client is in docker.io or docker-cli. */
const packages = ['docker.io', 'containerd', 'runc', 'iptables'];

async function install(log: (line: string) => void, signal: AbortSignal): Promise<void> {
  log(`Installing Docker with apt (${packages.join(' ')})`);
  const options = { code: 'engine-install-failed', signal };
  await apt(['update'], options);
  const newer = await execa('apt-cache', ['show', 'docker-cli'], { reject: false });
  const client = newer.exitCode === 0 && newer.stdout !== '' ? ['docker-cli'] : [];
  const wanted = ['--yes', '--no-install-recommends', ...packages, ...client];
  await apt(['install', ...wanted], options);
}

const engineLog = '/var/log/spec-check-dockerd.log';
const pidFile = '/var/run/docker.pid';

/** Starts the engine for this machine, not for this run: it goes on when the run ends. */
async function start(docker: Docker, log: (line: string) => void, signal: AbortSignal) {
  log('Starting the Docker engine (dockerd)');
  // The pid file of an engine that was killed would keep a new one from starting.
  if (!(await isDockerdAlive())) await rm(pidFile, { force: true });
  const output = openSync(engineLog, 'a');
  const engine = spawn('dockerd', [], { detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  const hasEnded = () => engine.exitCode !== null || engine.signalCode !== null;
  // Where there is no dockerd, the exit code says so too.
  engine.once('error', () => {}).unref();
  const deadline = performance.now() + 60_000;
  for (;;) {
    const found = await look(docker, signal);
    if (typeof found !== 'string') {
      log(`Docker ${found.version} runs`);
      return found;
    }
    // Two runs may start one at the same time: the second ends at once, and the first is about to answer.
    if ((hasEnded() && !(await isDockerdAlive())) || performance.now() > deadline) {
      const tail = lastLines(await readFile(engineLog, 'utf8').catch(() => ''), 5);
      throw new MachineFault(
        'engine-start-failed',
        `dockerd does not start:\n  ${tail.replaceAll('\n', '\n  ')}`,
        `The whole log: ${engineLog}. It needs /sys/fs/cgroup, iptables and the right to make namespaces.`,
      );
    }
    await sleep(200, undefined, { signal });
  }
}

async function isDockerdAlive(): Promise<boolean> {
  const pid = await readFile(pidFile, 'utf8').catch(() => '');
  const command = await readFile(`/proc/${pid.trim()}/comm`, 'utf8').catch(() => '');
  return command.trim() === 'dockerd';
}
