import { execa } from 'execa';

/** What a `docker` command gave: a non-zero exit is evidence, not an exception. */
export interface DockerResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams as they came. */
  readonly all: string;
}

export interface DockerOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds; 60 s unless given. */
  readonly timeout?: number;
  /** Written to the command's stdin. */
  readonly input?: string;
  readonly cwd?: string;
  /** Added to the environment of the client, never of a container. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called with every line of output as it comes. */
  readonly onLine?: (line: string) => void;
}

/** One Docker engine, and the only way in which this project talks to it. */
export interface Docker {
  /** The words that go before the arguments: `['docker']`, `['docker', '--context', 'lab']`. For messages too. */
  readonly command: readonly string[];
  /** Runs `docker ARGS`. Throws DockerError only when the client is missing, the time is over or the signal aborts. */
  readonly run: (args: readonly string[], options?: DockerOptions) => Promise<DockerResult>;
  /** Like `run`, and returns stdout; throws DockerError when the exit code is not 0. */
  readonly read: (args: readonly string[], options?: DockerOptions) => Promise<string>;
  /** A stream of stdout, for `docker save`. Rejects the stream on a non-zero exit. */
  readonly stream: (args: readonly string[], options?: DockerOptions) => NodeJS.ReadableStream;
}

/** The engine that `docker` itself would use, or the one that other words reach: `['docker', '--context', 'lab']`. */
export function connectDocker({
  command = ['docker'],
}: {
  readonly command?: readonly string[];
} = {}): Docker {
  const run = (args: readonly string[], options: DockerOptions = {}) =>
    runCommand(command, args, options);
  return {
    command,
    run,
    async read(args, options) {
      const result = await run(args, options);
      if (result.exitCode === 0) return result.stdout;
      const said = result.stderr.trim() || result.stdout.trim() || `exit code ${result.exitCode}`;
      throw new DockerError(
        'docker-failed',
        `docker ${args[0]} failed: ${said}`,
        isEngineGone(said)
          ? 'Start the Docker engine and run again.'
          : `Try it by hand: docker ${args.join(' ')}`,
      );
    },
    stream(args, options = {}) {
      const [file = 'docker', ...before] = command;
      const child = execa(file, [...before, ...args], {
        buffer: false,
        stdin: 'ignore',
        detached: true,
        ...limits(options),
      });
      return child.readable();
    },
  };
}

/** The client is missing, or a command ended in a way that is no answer. */
export class DockerError extends Error {
  readonly code:
    | 'docker-client-missing'
    | 'docker-timeout'
    | 'docker-interrupted'
    | 'docker-failed';
  readonly hint: string;

  constructor(code: DockerError['code'], message: string, hint: string) {
    super(message);
    this.name = 'DockerError';
    this.code = code;
    this.hint = hint;
  }
}

const defaultTimeout = 60_000;

function limits({ timeout = defaultTimeout, signal, cwd, env }: DockerOptions) {
  return {
    timeout,
    ...(signal === undefined ? {} : { cancelSignal: signal }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
  };
}

async function runCommand(
  command: readonly string[],
  args: readonly string[],
  options: DockerOptions,
): Promise<DockerResult> {
  const [file = 'docker', ...before] = command;
  const child = execa(file, [...before, ...args], {
    reject: false,
    all: true,
    input: options.input ?? '',
    // A terminal's Ctrl-C goes to the whole group; what must be cleaned up is known only here.
    detached: true,
    ...limits(options),
  });
  if (options.onLine !== undefined) {
    const { onLine } = options;
    child.all.setEncoding('utf8');
    let rest = '';
    child.all.on('data', (chunk: string) => {
      const lines = (rest + chunk).split(/\r?\n/);
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
    });
  }
  const result = await child;
  if (result.code === 'ENOENT') {
    throw new DockerError(
      'docker-client-missing',
      'Expected the docker client on the PATH, and it is not there.',
      'Install Docker: https://docs.docker.com/get-docker/',
    );
  }
  const shown = `docker ${args[0] ?? ''}`.trim();
  if (result.timedOut) {
    throw new DockerError(
      'docker-timeout',
      `${shown} did not end within ${(options.timeout ?? defaultTimeout) / 1000} s.`,
      `Try it by hand: docker ${args.join(' ')}`,
    );
  }
  if (result.isCanceled) {
    throw new DockerError('docker-interrupted', `${shown} was interrupted.`, 'Run again.');
  }
  return {
    exitCode: result.exitCode ?? 1,
    stdout: result.stdout ?? '',
    stderr: result.stderr ?? '',
    all: result.all ?? '',
  };
}

/** The client's words for an engine that does not answer. */
export function isEngineGone(message: string): boolean {
  return /cannot connect to the docker daemon|error during connect|is the docker daemon running/i.test(
    message,
  );
}
