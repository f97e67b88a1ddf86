import { exchange, isAnswering, pause, unlessSilent } from '../../api-client/exchange.ts';
import { answering, candidates } from '../../api-client/paths.ts';
import { withHost } from '../../diagnosis/database-url.ts';
import { tcpProxy } from '../../measuring/tcp-proxy.ts';
import { untilLate } from '../../measuring/until-late.ts';
import { hasEnded } from '../../model/container-state.ts';
import { duration, lastLines } from '../../model/format.ts';
import type { Image, Resources } from '../../model/resources.ts';
import { judgedBy } from '../../model/verdict.ts';
import { masked, secretsInText } from '../../secrets/mask.ts';

/** Milliseconds to wait for an exit, at least; then as long as another start takes. */
const exitLimit = 10_000;
/** Milliseconds after its first answer: an API may listen first, and exit when it looks at its settings. */
const secondThought = 3000;

/** What a container does without a variable: unset (null), or with an empty value. */
export async function runWithout(
  variable: string,
  value: null | '',
  { engine, containers }: Pick<Resources, 'engine' | 'containers'>,
  signal: AbortSignal,
) {
  const env = { [variable]: value };
  await using container = await containers.launch({ purpose: 'env', env }, signal);
  const started = performance.now();
  let answeredAt: number | undefined;
  const hasDecided = async (signal: AbortSignal) => {
    if (hasEnded(await container.state(signal))) return true;
    const url = container.baseUrl();
    if (url !== '' && (await isAnswering(url, 1000, signal))) answeredAt ??= performance.now();
    return answeredAt !== undefined && performance.now() - answeredAt > secondThought;
  };
  await untilLate(hasDecided, { ms: exitLimit, containers }, signal);
  const state = await container.state(signal);
  const { all } = await engine.docker.run(['logs', container.id], { signal });
  const { password = '' } = containers.database ?? {};
  const isPrinted = password !== '' && all.includes(password);
  return {
    /** Undefined when it was still running when the time was over. */
    exitCode: hasEnded(state) ? state.ExitCode : undefined,
    ms: performance.now() - started,
    answered: answeredAt !== undefined,
    command: container.command,
    /** Known secrets redacted. */
    logs: await container.logs(20, signal),
    /** Kinds of secrets in its logs before they were redacted. */
    secrets: [...(isPrinted ? ['the password of the database'] : []), ...secretsInText(all)],
  };
}

/** Whether a container connects to the host of DATABASE_URL; undefined where nobody can tell. */
export async function connectsWhereTold(
  parts: Pick<Resources, 'engine' | 'image' | 'containers' | 'container'>,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const host = parts.engine.network.hostAddress;
  if (!/^[\d.:]+$/.test(host)) return undefined;
  await using trap = await tcpProxy({ host, port: 9 }, host);
  trap.cut(true);
  const { api } = await answering(parts.container, parts.image.api, signal);
  const { urlInContainer = 'postgresql://app:none@none/app' } = parts.containers.database ?? {};
  const env = { DATABASE_URL: withHost(urlInContainer, host, trap.port) };
  await using container = await parts.containers.launch({ purpose: 'env-trap', env }, signal);
  const either = AbortSignal.any([signal, trap.reached]);
  const baseUrl = await container.answers(either).catch(() => undefined);
  signal.throwIfAborted();
  // It may connect with its first request only.
  const deadline = performance.now() + 3000;
  while (baseUrl && !trap.reached.aborted && performance.now() < deadline) {
    for (const path of candidates(api, parts.image.api))
      await unlessSilent(exchange(baseUrl, { path, signal, timeout: 1000 }));
    await pause(100, signal);
  }
  return trap.reached.aborted || (baseUrl ? false : undefined);
}

/** `database_url` and `database url` too: settings libraries name their field; frameworks without their own name: "a DataSource: 'url'" for SPRING_DATASOURCE_URL. */
function names(logs: string, variable: string): boolean {
  const words = variable.split('_');
  const pattern = words.length > 2 ? words.slice(1).join('[\\W_]{0,6}') : words.join('[ _.-]?');
  return new RegExp(pattern, 'i').test(logs);
}

export interface Required extends Awaited<ReturnType<typeof runWithout>> {
  /** Whether it connects to the host in the variable's value; undefined where it is no database, or not known. */
  readonly uses: boolean | undefined;
  /** Whether it runs and answers with an empty value, which is what Compose makes of one that nobody sets. */
  readonly runsWithEmpty: boolean;
}

export function judgeRequired(
  variable: string,
  { exitCode, ms, answered, command, logs, secrets, uses, runsWithEmpty }: Required,
  { config }: Pick<Image, 'config'>,
) {
  const without = `Without ${variable} it`;
  const set = `${variable}=`;
  return judgedBy(
    [
      config.Env.some((entry) => entry.startsWith(set) && entry !== set) && [
        `The image itself sets ${variable}: everybody who has it has the value`,
        `Take ${variable} out of the Dockerfile (ENV), and give it with docker run -e ${variable}.`,
      ],
      exitCode === undefined && [
        `${without} ${answered ? 'runs and answers requests' : `is still running after ${duration(ms)}`}`,
        `Check ${variable} first thing, and exit with 1 and one line that names it.`,
      ],
      runsWithEmpty && [
        `With an empty ${variable} it runs and answers requests`,
        `Take an empty ${variable} as missing: Compose gives one where nobody has set it.`,
      ],
      secrets.length > 0 && [
        `${without} exits and prints a secret (${secrets.join(', ')})`,
        'Name the variable in the error, never a value.',
      ],
      exitCode === 0 && [
        `${without} exits with 0, as if all were well`,
        'Exit with 1: an orchestrator takes 0 for a job that is done.',
      ],
      !names(logs, variable) && [
        `${without} exits with ${exitCode}, and the error does not name it`,
        `Print one line that names ${variable} before the exit.`,
      ],
      uses === false && [
        `${variable} has to be set, and its value is not used: with another host in it, the container never connects there`,
        `Take host, port, user, password and database name from ${variable}.`,
      ],
    ],
    {
      evidence: `${without} exits with ${exitCode} within ${duration(ms)} and names it; with it, it runs${uses ? ' and connects to the host that it names' : ''}; the image sets no value`,
      actual: `${exitCode === undefined ? 'running' : `exit code ${exitCode}`}; it said: ${masked(lastLines(logs, 5)) || '(nothing)'}`,
      ...(exitCode && { measured: { exitCode, ms: Math.round(ms) } }),
      command: `${command}; echo "exit code $?"`,
    },
  );
}
