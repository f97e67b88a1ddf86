import type { Cause, Facts } from '../model/cause.ts';
import type { ContainerState } from '../model/container-state.ts';
import { type Docker, MachineFault } from '../model/docker.ts';
import { type Fail, ImageFault } from '../model/verdict.ts';
import { untrustedCertificate } from './database-causes.ts';
import { probableCause } from './diagnosis.ts';
import { type Listening, socketsCause } from './listening.ts';

export interface Silent {
  readonly docker: Docker;
  /** Id or name. */
  readonly id: string;
  readonly port: number;
  readonly command: string;
  readonly facts: Pick<Facts, 'user' | 'database'> & { readonly imageArchitecture: string };
  /** What the last request met: `GET / → 503`, `GET / got no answer: ECONNREFUSED`. */
  readonly lastAnswer: string;
  /** The last lines, secrets redacted. */
  readonly logs: string;
}

/** The engine did not start the program: its words are the logs, redacted. */
export const startFault = (silent: Silent, cause: Cause | undefined): ImageFault =>
  fault(silent, cause ?? { sentence: silent.logs.split('\n').at(-1) ?? '' }, {
    evidence: 'The container does not start',
    actual: silent.logs,
    fix: 'Correct CMD, ENTRYPOINT or USER in the Dockerfile.',
    cause: 'container-start',
  });

/** The engine's words for a command that the image does not have or may not run. */
export const isStartFault = (message: string): boolean =>
  /executable file not found|permission denied|exec[^\n]*operation not permitted|exec format error|no such file or directory|unable to find (?:user|group)|No command specified/i.test(
    message,
  );

export function exitFault(silent: Silent, state: ContainerState, cause: Cause | undefined) {
  const how = `exit code ${state.ExitCode}${state.OOMKilled ? ', killed: out of memory' : ''}`;
  return fault(silent, cause, {
    evidence: `The container exited (${how})`,
    actual: `${state.Status}, ${how}; ${seen(silent)}`,
    fix:
      state.ExitCode === 0
        ? 'Let CMD run the server itself, in the foreground: what it runs now ends well, and the container with it.'
        : 'Make the container start with the DATABASE_URL it is given; the log lines above say what stopped it.',
    cause: 'container-exit',
  });
}

/** The program runs and does not answer; `sockets` is undefined when nothing tells where it listens. */
export async function silenceFault(
  silent: Silent,
  { ms, sockets }: { readonly ms: number; readonly sockets: readonly Listening[] | undefined },
  signal: AbortSignal,
): Promise<ImageFault> {
  const { port } = silent;
  const seconds = `${Math.round(ms / 1000)} s`;
  const where = socketsCause(port, sockets);
  const cause = where.isElsewhere ? where : ((await causeOf(silent, undefined, signal)) ?? where);
  return fault(silent, cause, {
    evidence: `Runs, and gives no HTTP answer on port ${port}${where.isElsewhere ? '' : ` within ${seconds}`}`,
    actual: `running, no answer after ${seconds}; ${seen(silent)}`,
    fix: cause.fix,
    cause: 'container-silent',
  });
}

function fault(
  { command }: Silent,
  { sentence, fix: known }: Partial<Cause> = {},
  { evidence, fix, ...fail }: Omit<Fail, 'status'>,
): ImageFault {
  const whole = sentence === undefined ? evidence : `${evidence}: ${sentence}`;
  const told = { evidence: whole, diagnosis: known && sentence, fix: known ?? fix, command };
  return new ImageFault({ ...fail, ...told }, known && evidence);
}

/** Without the frames inside Node, which push the message out of sight. */
function seen({ lastAnswer, logs }: Silent): string {
  const lines = logs.split('\n').filter((line) => line.trim() !== '' && !inNode.test(line));
  return `last request: ${lastAnswer}\nlast log lines:\n${lines.slice(-12).join('\n') || '(none)'}`;
}

const inNode = /^\s+at .*\bnode:(?:internal|events|net|fs|async_hooks)/;
/** Lines of logs that are read: a stack trace may follow the line that matters. */
export const readLines = 100;

/** Code of the fault that a program is right not to trust the database that stands in for its own. */
export const standInCertificate = 'database-certificate';

/** The logs' cause; what only the engine knows of it is looked up. Throws MachineFault where a stand-in is the cause. */
export async function causeOf(
  { docker, facts, logs }: Silent,
  state: ContainerState | undefined,
  signal: AbortSignal,
): Promise<Cause | undefined> {
  const { imageArchitecture: image, ...known } = facts;
  const ask = ['version', '--format', '{{.Server.Arch}}'];
  const architecture = /exec format error/i.test(logs)
    ? { image, engine: (await docker.read(ask, { signal })).trim() }
    : undefined;
  const cause = probableCause(logs, state, { ...known, architecture });
  const standIn = facts.database?.standIn;
  if (standIn !== undefined && cause?.known === untrustedCertificate)
    throw new MachineFault(
      standInCertificate,
      `The program checks the certificate of its database, and no authority signed that of ${standIn}, which stands in for it.`,
      'Give it a real one: DATABASE_URL=postgresql://… or --database-url.',
    );
  return cause;
}
