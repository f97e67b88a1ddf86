import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { execa, type Result } from 'execa';
import { type Docker, type DockerOptions, MachineFault } from '../model/docker.ts';
import { lastLines, shellWord } from '../model/format.ts';
import { engineApi } from './engine-api.ts';
import { isEngineGone } from './machine-faults.ts';

/** The engine that `docker` itself would use, or the one that other words reach: `['docker', '--context', 'lab']`. */
export function connectDocker({
  command = ['docker'],
  ports = { on: '127.0.0.1', at: '127.0.0.1' },
}: Partial<Pick<Docker, 'command' | 'ports'>> = {}): Docker {
  const [file = 'docker', ...before] = command;
  const nameOf = (args: readonly string[]) => [...command, args[0]].join(' ').trim();
  const answerOf = (ended: Ended, args: readonly string[], { timeout }: DockerOptions) =>
    exitCodeOf(ended, nameOf(args), [...command, ...args], timeout);
  const refusal = (args: readonly string[], output: string) =>
    new DockerError(
      'docker-failed',
      `${nameOf(args)} failed: ${withoutPasswords(output)}`,
      `Try it by hand: ${shellLine([...command, ...args])}`,
    );

  const attempt: Docker['run'] = async (args, options = {}) => {
    const child = execa(file, [...before, ...args], {
      ...common(options, args),
      all: true,
      input: options.input ?? '',
    });
    const { onLine } = options;
    if (onLine !== undefined) createInterface({ input: child.all }).on('line', onLine);
    const result = await child;
    const exitCode = answerOf(result, args, options);
    return { exitCode, stdout: result.stdout, stderr: result.stderr, all: result.all };
  };

  const run: Docker['run'] = async (args, options) => {
    const result = await attempt(args, options);
    if (result.exitCode === 0) return result;
    // Another run removed a cached layer in the middle of this build.
    const lost = args[0] === 'build' && /unable to find image "sha256:/.test(result.all);
    // A program here took the port that the engine chose; the container is made, and does not run.
    const taken = args.includes('--name') && /external connectivity/.test(result.stderr);
    if (taken) await attempt(['rm', '-fv', args[args.indexOf('--name') + 1] ?? '']);
    return lost || taken ? attempt(args, options) : result;
  };

  const api = engineApi(command);
  // The client says why there is no connection; where there is one, the engine had closed one that was idle.
  const ask: Docker['ask'] = (method, path, options = {}) =>
    api(method, path, options).catch(async () => {
      await run(['version', '--format', '{{.Server.Version}}'], options);
      return api(method, path, options);
    });

  async function* chunks(args: readonly string[], options: DockerOptions) {
    const child = execa(file, [...before, ...args], {
      ...common(options, args),
      // stderr is kept: it holds the reason of a failure.
      buffer: { stdout: false },
      stdin: 'ignore',
    });
    // As Node gives it: execa's own iteration takes half as much time again as a search of what comes.
    yield* child.stdout;
    const result = await child;
    const exitCode = answerOf(result, args, options);
    if (exitCode !== 0) throw refusal(args, result.stderr.trim() || `exit code ${exitCode}`);
  }

  return {
    command,
    ports,
    run,
    ask,
    async read(args, options) {
      const { exitCode, stdout, stderr } = await run(args, options);
      if (exitCode === 0) return stdout;
      throw refusal(args, stderr.trim() || stdout.trim() || `exit code ${exitCode}`);
    },
    stream: (args, options = {}) => Readable.from(chunks(args, options), { objectMode: false }),
  };
}

/** The client or the engine is missing, or a command ended in a way that is no answer. */
export class DockerError extends MachineFault {}

const patience = 60_000;

function common({ timeout = patience, signal, env }: DockerOptions, args: readonly string[]) {
  return {
    reject: false,
    timeout,
    // A terminal's Ctrl-C goes to the whole group; what must be cleaned up is known only here.
    detached: true,
    // The client may be a script around another one, which would go on and hold the output open.
    killDescendants: true,
    ...(signal && { cancelSignal: signal }),
    // The variable says how to build; other commands would look for another image than the one here.
    env: { ...(args[0] === 'build' ? {} : { DOCKER_DEFAULT_PLATFORM: undefined }), ...env },
  } as const;
}

type Ended = Pick<Result, 'exitCode' | 'signal' | 'code' | 'timedOut' | 'isCanceled'> & {
  readonly stderr: string;
};

/** Throws DockerError where the command gave no answer; `words` is the whole command. */
function exitCodeOf(ended: Ended, name: string, words: readonly string[], timeout?: number) {
  const byHand = `Try it by hand: ${shellLine(words)}`;
  if (ended.timedOut) {
    const message = `${name} did not end within ${(timeout ?? patience) / 1000} s.`;
    throw new DockerError('docker-timeout', message, byHand);
  }
  if (ended.isCanceled)
    throw new DockerError('docker-interrupted', `${name} was interrupted.`, 'Run again.');
  if (ended.code === 'ENOENT' || ended.code === 'EACCES')
    throw new DockerError(
      'docker-client-missing',
      `Expected the client "${words[0]}" on the PATH, and ${ended.code === 'ENOENT' ? 'it is not there' : 'it may not be run'}.`,
      'Install Docker: https://docs.docker.com/get-docker/',
    );
  if (ended.exitCode === undefined) {
    const how = ended.signal ?? ended.code ?? 'an unknown cause';
    throw new DockerError('docker-failed', `${name} was ended by ${how}.`, byHand);
  }
  if (ended.exitCode !== 0 && isEngineGone(ended.stderr)) {
    // The client's own words name the address.
    const message = withoutPasswords(lastLines(ended.stderr, 1));
    const hint =
      'Start the Docker engine, or correct how it is reached (DOCKER_HOST, DOCKER_CONTEXT, your rights on its socket), and run again.';
    throw new DockerError('engine-gone', message, hint);
  }
  return ended.exitCode;
}

/** A line for a shell, without the passwords of the addresses in it. */
const shellLine = (words: readonly string[]): string =>
  withoutPasswords(words.map(shellWord).join(' '));

const withoutPasswords = (text: string) => text.replace(/(:\/\/[^\s:/@]*):[^\s@]*@/g, '$1:***@');
