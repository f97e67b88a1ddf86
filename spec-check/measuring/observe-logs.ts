import { exchange, pause, type RequestOptions, unlessSilent } from '../api-client/exchange.ts';
import { isObject, type JsonObject, parseJson } from '../api-client/json.ts';
import type { Resources } from '../model/resources.ts';
import { Ambiguous } from '../model/verdict.ts';

/** What a container of its own printed while it started and was used, secrets and all: never show it unredacted. */
export type ObservedLogs = Awaited<ReturnType<typeof observeLogs>>;

/** Starts a container, sends a GET that goes well and the extra requests, and reads what it has printed five seconds later. */
export async function observeLogs(
  { engine: { docker }, image, containers }: Pick<Resources, 'engine' | 'image' | 'containers'>,
  signal: AbortSignal,
  extra: readonly Omit<RequestOptions, 'path' | 'signal'>[] = [],
) {
  const { upAndAnswering } = await import('../api-client/paths.ts');
  await using container = await containers.launch({ purpose: 'logs' }, signal);
  const up = await upAndAnswering(container, image, signal);
  // What it says of a request that it does not like is in the logs.
  for (const request of up ? extra : [])
    await unlessSilent(
      exchange(`${up?.baseUrl}`, { path: `${up?.answer.path}`, ...request, signal }),
    );
  // Loggers write in the background, and an error may come late.
  await pause(5000, signal);
  const printed = await docker.run(['logs', container.id], { signal });
  if (printed.exitCode !== 0) throw new Error(`docker logs: ${printed.stderr.trim()}`);
  const changes = await docker.read(['diff', container.id], { signal });
  const lines: readonly string[] = printed.all.split('\n').filter((line) => line.trim() !== '');
  // Named like logs, in its own file system.
  const logFiles: readonly string[] = changes
    .split('\n')
    .flatMap((line) => /^[AC] (\/\S*(?:\.log\b\S*|\/logs?\/\S+))$/.exec(line)?.[1] ?? []);
  return {
    lines,
    logFiles,
    command: `${container.detached}; sleep 5; docker logs look; docker rm -f look`,
  };
}

/** A container that prints nothing may log elsewhere: its silence is neither good nor bad. */
export function mustPrint({ lines, logFiles }: ObservedLogs): void {
  if (lines.length > 0) return;
  throw new Ambiguous(
    `It prints nothing while it starts and answers${logFiles.length > 0 ? `, and writes ${logFiles.join(', ')}` : ''}`,
    'Log to stdout, or say where the logs are.',
  );
}

/** What a line of JSON logs holds; undefined for any other line. */
export function recordOf(line: string): JsonObject | undefined {
  const value = parseJson(line);
  return isObject(value) ? value : undefined;
}
