import { Readable } from 'node:stream';
import { execa } from 'execa';
import type { Docker, DockerOptions, DockerResult } from '../model/docker.ts';
import { MachineFault } from '../model/machine-fault.ts';
import { isEngineGone } from './machine-faults.ts';

/** The engine that `docker` itself would use, or the one that other words reach: `['docker', '--context', 'lab']`. */
export function connectDocker({
  command = ['docker'],
}: {
  readonly command?: readonly string[];
} = {}): Docker {
  const [file = 'docker', ...before] = command;

  const run: Docker['run'] = async (args, options = {}) => {
    const child = execa(file, [...before, ...args], {
      ...common(options, args),
      reject: false,
      all: true,
      input: options.input ?? '',
    });
    if (options.onLine !== undefined) tellLines(child.all, options.onLine);
    const result = await child;
    const exitCode = exitCodeOf(result, { command, args, options });
    if (exitCode !== 0 && isEngineGone(result.stderr)) throw engineGone(result.stderr);
    return { exitCode, stdout: result.stdout, stderr: result.stderr, all: result.all };
  };

  const read: Docker['read'] = async (args, options = {}) => {
    const result = await run(args, options);
    if (result.exitCode === 0) return result.stdout;
    throw refusal({ command, args, options }, result);
  };

  async function* chunks(args: readonly string[], options: DockerOptions) {
    const child = execa(file, [...before, ...args], {
      ...common(options, args),
      reject: false,
      // stderr is kept: it holds the reason of a failure.
      buffer: { stdout: false },
      stdin: 'ignore',
    });
    // As Node gives it: execa's own iteration takes half as much time again as a search of what comes.
    yield* child.stdout;
    const result = await child;
    const exitCode = exitCodeOf(result, { command, args, options });
    if (exitCode !== 0) {
      if (isEngineGone(result.stderr)) throw engineGone(result.stderr);
      throw refusal({ command, args, options }, { exitCode, stdout: '', stderr: result.stderr });
    }
  }

  return {
    command,
    run,
    read,
    stream: (args, options = {}) => Readable.from(chunks(args, options), { objectMode: false }),
  };
}

/** The client or the engine is missing, or a command ended in a way that is no answer. */
export class DockerError extends MachineFault {
  declare readonly code: DockerErrorCode;

  constructor(code: DockerErrorCode, message: string, hint: string) {
    super(code, message, hint);
  }
}

type DockerErrorCode =
  | 'docker-client-missing'
  | 'docker-timeout'
  | 'docker-interrupted'
  | 'docker-failed'
  | 'engine-gone';

const defaultTimeout = 60_000;

function common(
  { timeout = defaultTimeout, signal, cwd, env }: DockerOptions,
  args: readonly string[],
) {
  return {
    timeout,
    // A terminal's Ctrl-C goes to the whole group; what must be cleaned up is known only here.
    detached: true,
    // The client may be a script around another one, which would go on and hold the output open.
    killDescendants: true,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
    ...(cwd === undefined ? {} : { cwd }),
    // It says how to build, and is no reason to look for another image than the one that is there.
    env: { ...(args[0] === 'build' ? {} : { DOCKER_DEFAULT_PLATFORM: undefined }), ...env },
  };
}

/** What was asked of which engine, for messages. */
interface Asked {
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly options: DockerOptions;
}

/** How a command ended, in execa's words. */
interface Ended {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly code?: string | undefined;
  readonly timedOut: boolean;
  readonly isCanceled: boolean;
}

function exitCodeOf(ended: Ended, { command, args, options }: Asked): number {
  const name = [...command, args[0] ?? ''].join(' ').trim();
  const byHand = `Try it by hand: ${shown([...command, ...args])}`;
  if (ended.timedOut) {
    const seconds = (options.timeout ?? defaultTimeout) / 1000;
    throw new DockerError('docker-timeout', `${name} did not end within ${seconds} s.`, byHand);
  }
  if (ended.isCanceled) {
    throw new DockerError('docker-interrupted', `${name} was interrupted.`, 'Run again.');
  }
  if (ended.code === 'ENOENT' || ended.code === 'EACCES') {
    throw new DockerError(
      'docker-client-missing',
      `Expected the client "${command[0]}" on the PATH, and ${ended.code === 'ENOENT' ? 'it is not there' : 'it may not be run'}.`,
      'Install Docker: https://docs.docker.com/get-docker/',
    );
  }
  if (ended.exitCode === undefined) {
    const how = ended.signal ?? ended.code ?? 'an unknown cause';
    throw new DockerError('docker-failed', `${name} was ended by ${how}.`, byHand);
  }
  return ended.exitCode;
}

function refusal(
  { command, args }: Asked,
  { exitCode, stdout, stderr }: Omit<DockerResult, 'all'>,
): DockerError {
  const said = stderr.trim() || stdout.trim() || `exit code ${exitCode}`;
  return new DockerError(
    'docker-failed',
    `${[...command, args[0]].join(' ')} failed: ${withoutPasswords(said)}`,
    `Try it by hand: ${shown([...command, ...args])}`,
  );
}

/** The client's own words name the address. */
function engineGone(said: string): DockerError {
  const words = withoutPasswords(said.trim().split('\n').at(-1) ?? '');
  return new DockerError('engine-gone', words, 'Start the Docker engine and run again.');
}

/** A line for a shell, without the passwords of the addresses in it. */
function shown(words: readonly string[]): string {
  return withoutPasswords(
    words
      .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
      .join(' '),
  );
}

function withoutPasswords(text: string): string {
  return text.replace(/(:\/\/[^\s:/@]*):[^\s@]*@/g, '$1:***@');
}

function tellLines(output: Readable, onLine: (line: string) => void): void {
  let rest = '';
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
}
