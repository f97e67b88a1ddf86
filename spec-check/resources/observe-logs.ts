import { readApiWhenReady } from '../api-client/discover.ts';
import { pause } from '../api-client/exchange.ts';
import { type HttpRequest, httpRequest } from '../api-client/http-request.ts';
import { isObject, type JsonObject, parseJson } from '../api-client/json.ts';
import { answeringPath } from '../api-client/paths.ts';
import type { Resources } from '../model/resources.ts';
import { Ambiguous } from '../model/verdict.ts';
import { uniqueName } from './launch.ts';

/** What a container of its own printed while it started and was used, secrets and all: never show it unredacted. */
export interface ObservedLogs {
  /** Lines of stdout and stderr that are not empty. */
  readonly lines: readonly string[];
  /** Files named like logs that it made in its own file system. */
  readonly logFiles: readonly string[];
  readonly command: string;
}

/** Starts a container, sends a GET that goes well and the extra requests, and reads what it printed; `isEnough` ends the wait early. */
export async function observeLogs(
  { engine: { docker }, image, containers }: Pick<Resources, 'engine' | 'image' | 'containers'>,
  isEnough: (lines: readonly string[]) => boolean,
  signal: AbortSignal,
  extra: readonly HttpRequest[] = [],
): Promise<ObservedLogs> {
  await using container = await containers.launch({ purpose: uniqueName('logs') }, signal);
  await container.answers(signal);
  const base = container.baseUrl();
  const api = await readApiWhenReady(base, image.api ?? {}, signal);
  const { path } = await answeringPath(base, api, signal);
  for (const request of extra) {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
    const answer = await httpRequest(base + path, { ...request, signal: limit }).catch(() =>
      // What it says of a request that it does not like is in the logs.
      signal.throwIfAborted(),
    );
    answer?.destroy();
  }
  // Loggers write in the background.
  const deadline = performance.now() + 5000;
  for (let first = true; ; first = false) {
    const found = await docker.run(['logs', container.id], { signal });
    if (found.exitCode !== 0) throw new Error(`docker logs: ${found.stderr.trim()}`);
    const lines = found.all.split('\n').filter((line) => line.trim() !== '');
    if ((!first && isEnough(lines)) || performance.now() > deadline) {
      const changes = await docker.read(['diff', container.id], { signal });
      const logFiles = changes
        .split('\n')
        .flatMap((line) => /^[AC] (\/\S*(?:\.log\b\S*|\/logs?\/\S+))$/.exec(line)?.[1] ?? []);
      return { lines, logFiles, command: `docker logs ${image.reference.split(':')[0]}` };
    }
    await pause(1000, signal);
  }
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
