import type { Readable } from 'node:stream';

/** What a `docker` command gave: a non-zero exit is evidence, not an exception. */
export type DockerResult = Readonly<Record<'stdout' | 'stderr' | 'all', string>> & {
  readonly exitCode: number;
};

export interface DockerOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds; 60 s unless given. */
  readonly timeout?: number;
  readonly input?: string | Uint8Array;
  /** Added to the environment of the client, never of a container. */
  readonly env?: Readonly<Record<string, string>>;
  readonly onLine?: (line: string) => void;
}

/** One Docker engine, and the only way in which this project talks to it. */
export interface Docker {
  /** The words that go before the arguments: `['docker']`, `['docker', '--context', 'lab']`. For messages too. */
  readonly command: readonly string[];
  /** The address of its machine that ports are published on, and the one at which they are reached from here. */
  readonly ports: { readonly on: string; readonly at: string };
  /** Runs `docker ARGS`. Throws DockerError only when client or engine is missing, the time is over or the signal aborts. */
  readonly run: (args: readonly string[], options?: DockerOptions) => Promise<DockerResult>;
  /** Like `run`, and returns stdout; throws DockerError when the exit code is not 0. */
  readonly read: (args: readonly string[], options?: DockerOptions) => Promise<string>;
  /** Asks the engine's own API, faster than a command, and twice where the connection breaks, so for nothing that may not happen twice: `GET`, `/containers/ID/json`; its answer is JSON or empty. Throws where there is none: DockerError when client or engine is missing. */
  readonly ask: (
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    options?: Pick<DockerOptions, 'signal' | 'timeout'>,
  ) => Promise<{ readonly status: number; readonly body: string }>;
  /** A stream of stdout, for `docker save`. Fails with DockerError on a non-zero exit. */
  readonly stream: (args: readonly string[], options?: DockerOptions) => Readable;
}

/** This machine lacks something that a check needs, which says nothing of the image: an ERROR. `hint` is what to do. */
export class MachineFault extends Error {
  /** Stable: `disk-full`. Checks with the same code have one cause. */
  readonly code: string;
  readonly hint: string;

  constructor(code: string, message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

/** The fault behind an error, through its causes and what clean-up threw on top of it. */
export function machineFaultOf(error: unknown): MachineFault | undefined {
  if (error instanceof MachineFault) return error;
  if (error instanceof SuppressedError)
    return machineFaultOf(error.suppressed) ?? machineFaultOf(error.error);
  return error instanceof Error && error.cause !== undefined
    ? machineFaultOf(error.cause)
    : undefined;
}
