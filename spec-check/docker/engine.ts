import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { access, constants, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import type { Docker } from '../model/docker.ts';
import { MachineFault } from '../model/machine-fault.ts';
import { apt } from './apt.ts';
import { connectDocker, DockerError } from './docker.ts';
import { isAlive } from './temporary-folder.ts';

/** The Docker engine that the client reaches. */
export interface FoundEngine {
  readonly docker: Docker;
  /** `20.10.24` */
  readonly version: string;
  /** `unix:///var/run/docker.sock` */
  readonly host: string;
}

export interface SetUp {
  /** One line for each step. */
  readonly log: (line: string) => void;
  readonly signal: AbortSignal;
}

/** No engine can be had here; the hint is the exact next step for this system. */
export class EngineError extends MachineFault {
  declare readonly code:
    | EngineAdvice['code']
    | 'engine-install-failed'
    | 'engine-start-failed'
    | 'engine-remote';

  constructor(code: EngineError['code'], message: string, hint: string) {
    super(code, message, hint);
  }
}

/**
 * The engine that answers (DOCKER_HOST and contexts are the client's own business); else, where this
 * is a Linux machine and we are root, one that is started, or installed with apt and started.
 * Throws EngineError.
 */
export async function findEngine({ log, signal }: SetUp): Promise<FoundEngine> {
  const docker = connectDocker();
  const seen = await look(docker, signal);
  if (seen.engine !== undefined) return seen.engine;

  const advice = engineAdvice({ ...(await facts()), said: seen.said });
  if (advice.action === 'tell') throw new EngineError(advice.code, advice.message, advice.hint);
  return onlyOne(signal, async () => {
    // Another run may have started it while this one waited.
    const again = await look(docker, signal);
    if (again.engine !== undefined) return again.engine;
    if (advice.action === 'install') await install(log, signal);
    return start(docker, log, signal);
  });
}

interface Look {
  readonly engine: FoundEngine | undefined;
  readonly said: string;
}

async function look(docker: Docker, signal: AbortSignal): Promise<Look> {
  try {
    const asked = await docker.run(['version', '--format', '{{.Server.Version}}'], {
      signal,
      timeout: 30_000,
    });
    if (asked.exitCode !== 0) return { engine: undefined, said: asked.stderr.trim() };
    const host = await hostOf(docker, signal);
    refuseRemote(host);
    return { engine: { docker, version: asked.stdout.trim(), host }, said: '' };
  } catch (error) {
    if (error instanceof DockerError && error.code !== 'docker-interrupted') {
      return {
        engine: undefined,
        said: error.code === 'docker-client-missing' ? '' : error.message,
      };
    }
    throw error;
  }
}

async function hostOf(docker: Docker, signal: AbortSignal): Promise<string> {
  const { DOCKER_HOST } = process.env;
  if (DOCKER_HOST) return DOCKER_HOST;
  const found = await docker.run(['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'], {
    signal,
  });
  return found.stdout.trim() || 'unix:///var/run/docker.sock';
}

/** Ports are published on 127.0.0.1 of the engine's machine: elsewhere, nobody here would reach them. */
function refuseRemote(host: string): void {
  const local = !/^(ssh|tcp|http|https):/.test(host) || /\/\/(127\.|localhost|\[::1\])/.test(host);
  if (local) return;
  throw new EngineError(
    'engine-remote',
    `Docker is set to an engine on another machine (${host}), and the checks publish ports on 127.0.0.1 of that machine only.`,
    'Unset DOCKER_HOST, or choose a local context: docker context use default. Name the other machine with --second-engine.',
  );
}

/** What is known of a machine where no engine answered. */
export interface MachineFacts {
  readonly platform: NodeJS.Platform;
  readonly root: boolean;
  readonly apt: boolean;
  readonly dockerd: boolean;
  /** A DOCKER_HOST or context was chosen: another engine than the one meant must not be started. */
  readonly chosen: string | undefined;
  /** The client's message; empty when there is no client. */
  readonly said: string;
}

export type EngineAdvice =
  | { readonly action: 'install' | 'start'; readonly code: 'engine-missing' }
  | {
      readonly action: 'tell';
      readonly code:
        | 'engine-missing'
        | 'engine-stopped'
        | 'engine-forbidden'
        | 'engine-unreachable';
      readonly message: string;
      readonly hint: string;
    };

/** What to do where no engine answers. */
export function engineAdvice(machine: MachineFacts): EngineAdvice {
  const known = machines.find(({ is }) => is(machine));
  if (known === undefined) throw new Error('The last machine is any.');
  return known.advice(machine);
}

/** A kind of machine on which no engine answers, and what to do there. */
export interface KnownMachine {
  readonly is: (facts: MachineFacts) => boolean;
  readonly advice: (facts: Pick<MachineFacts, 'chosen' | 'said'>) => EngineAdvice;
}

const tell =
  (code: Exclude<EngineAdvice['code'], 'engine-unreachable'>, message: string, hint: string) =>
  (): EngineAdvice => ({ action: 'tell', code, message, hint });

const missing = 'Docker is not installed.';
const stopped = 'Docker is installed and does not run.';

/** The first that fits counts; the last is any. */
export const machines: readonly KnownMachine[] = [
  {
    is: ({ chosen }) => chosen !== undefined,
    advice: ({ chosen, said }) => ({
      action: 'tell',
      code: 'engine-unreachable',
      message: `The Docker engine that was chosen (${chosen}) does not answer: ${lastLine(said)}`,
      hint: 'Start it, or unset DOCKER_HOST and DOCKER_CONTEXT to use the local one.',
    }),
  },
  {
    is: ({ said }) => /permission denied/i.test(said),
    advice: tell(
      'engine-forbidden',
      'Docker runs here, and this account may not use it.',
      'sudo usermod -aG docker $USER   then log out and in again',
    ),
  },
  ...desktop('darwin', 'Docker Desktop'),
  ...desktop('win32', 'Docker Desktop (with WSL 2)'),
  {
    is: ({ root, dockerd }) => root && dockerd,
    advice: () => ({ action: 'start', code: 'engine-missing' }),
  },
  {
    is: ({ root, apt }) => root && apt,
    advice: () => ({ action: 'install', code: 'engine-missing' }),
  },
  {
    is: ({ dockerd }) => dockerd,
    advice: tell(
      'engine-stopped',
      stopped,
      'sudo systemctl start docker   (or: sudo service docker start)',
    ),
  },
  {
    is: ({ apt }) => apt,
    advice: tell(
      'engine-missing',
      'Docker is not installed, and only root may install it.',
      'sudo apt-get install -y docker.io && sudo usermod -aG docker $USER   then log out and in again',
    ),
  },
  {
    is: () => true,
    advice: tell('engine-missing', missing, 'Install it: https://docs.docker.com/engine/install/'),
  },
];

function desktop(platform: NodeJS.Platform, name: string): readonly KnownMachine[] {
  return [
    {
      is: (facts) => facts.platform === platform && facts.said === '',
      advice: tell(
        'engine-missing',
        missing,
        `Install ${name}: https://docs.docker.com/desktop/ and start it`,
      ),
    },
    {
      is: (facts) => facts.platform === platform,
      advice: tell('engine-stopped', stopped, `Start ${name} and wait until it says that it runs`),
    },
  ];
}

async function facts(): Promise<Omit<MachineFacts, 'said'>> {
  const { DOCKER_HOST, DOCKER_CONTEXT } = process.env;
  const onPath = (name: string) =>
    Promise.any(
      (process.env.PATH ?? '')
        .split(path.delimiter)
        .map((folder) => access(path.join(folder, name), constants.X_OK)),
    ).then(
      () => true,
      () => false,
    );
  return {
    platform: process.platform,
    root: process.getuid?.() === 0,
    apt: await onPath('apt-get'),
    dockerd: await onPath('dockerd'),
    chosen: DOCKER_HOST || DOCKER_CONTEXT || undefined,
  };
}

/** What a Debian or Ubuntu machine needs to run containers; the client is in docker.io or docker-cli. */
const packages = ['docker.io', 'containerd', 'runc', 'iptables'];

async function install(log: (line: string) => void, signal: AbortSignal): Promise<void> {
  log(`Installing Docker with apt (${packages.join(' ')})`);
  await aptOrThrow(['update'], signal);
  const newer = await execa('apt-cache', ['show', 'docker-cli'], {
    reject: false,
    cancelSignal: signal,
  });
  const wanted =
    newer.exitCode === 0 && newer.stdout !== '' ? [...packages, 'docker-cli'] : packages;
  await aptOrThrow(['install', '--yes', '--no-install-recommends', ...wanted], signal);
}

async function aptOrThrow(args: readonly string[], signal: AbortSignal): Promise<void> {
  const failure = await apt(args, signal);
  if (failure === undefined) return;
  throw new EngineError(
    'engine-install-failed',
    `apt-get ${args[0]} failed: ${failure}`,
    `Try it by hand: apt-get ${args.join(' ')}`,
  );
}

const engineLog = '/var/log/spec-check-dockerd.log';

/** Starts the engine for this machine, not for this run: it goes on when the run ends. */
async function start(
  docker: Docker,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<FoundEngine> {
  log('Starting the Docker engine (dockerd)');
  // A socket or a pid file of an engine that was killed would keep a new one from starting.
  await removeStalePidFile();
  const output = openSync(engineLog, 'w');
  const engine = spawn('dockerd', [], { detached: true, stdio: ['ignore', output, output] });
  closeSync(output);
  const exit = new Promise<number | null>((resolve) => {
    engine.once('exit', resolve);
    engine.once('error', () => resolve(-1));
  });
  engine.unref();
  const deadline = performance.now() + 60_000;
  for (;;) {
    const { engine: found } = await look(docker, signal);
    if (found !== undefined) {
      log(`Docker ${found.version} runs`);
      return found;
    }
    const code = await Promise.race([exit, sleep(200, undefined)]);
    signal.throwIfAborted();
    if (code !== undefined || performance.now() > deadline) {
      const tail = (await readFile(engineLog, 'utf8').catch(() => ''))
        .trim()
        .split('\n')
        .slice(-5)
        .join('\n  ');
      throw new EngineError(
        'engine-start-failed',
        `dockerd does not start:\n  ${tail}`,
        `The whole log: ${engineLog}. It needs /sys/fs/cgroup, iptables and the right to make namespaces.`,
      );
    }
  }
}

async function removeStalePidFile(): Promise<void> {
  const file = '/var/run/docker.pid';
  const pid = Number(await readFile(file, 'utf8').catch(() => '0'));
  if (pid === 0) return;
  const command = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
  if (command.trim() !== 'dockerd') await rm(file, { force: true });
}

/** Two runs must not install or start an engine at the same time: the second waits for the first. */
async function onlyOne<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const lock = '/var/lock/spec-check-engine';
  await mkdir(path.dirname(lock), { recursive: true });
  for (;;) {
    const held = await open(lock, 'wx').catch(() => undefined);
    if (held !== undefined) {
      await held.writeFile(String(process.pid));
      await held.close();
      try {
        return await work();
      } finally {
        await rm(lock, { force: true });
      }
    }
    signal.throwIfAborted();
    if (await isStale(lock)) await rm(lock, { force: true });
    else await sleep(200);
  }
}

/** The process that made the lock is gone. */
async function isStale(lock: string): Promise<boolean> {
  const pid = Number(await readFile(lock, 'utf8').catch(() => '0'));
  if (pid === 0) {
    const made = await stat(lock).catch(() => undefined);
    return made !== undefined && Date.now() - made.mtimeMs > 10_000;
  }
  return !isAlive(pid);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
