import { pause, unlessSilent, whenReady } from '../../api-client/exchange.ts';
import { upAndAnswering } from '../../api-client/paths.ts';
import type { Docker } from '../../model/docker.ts';
import { grouped, megabytes, shownBytes } from '../../model/format.ts';
import { holds, sign, type UpperLimit } from '../../model/limit.ts';
import type { Container, Resources } from '../../model/resources.ts';
import { Ambiguous } from '../../model/verdict.ts';

const load = 500;
/** Milliseconds: what grows on by itself shows a while later, and is watched as long as it grows. */
const aWhile = 3000;
const clients = 10;

export async function observeMemory(
  { engine: { docker }, image, containers }: Pick<Resources, 'engine' | 'image' | 'containers'>,
  signal: AbortSignal,
) {
  await using container = await containers.launch({ purpose: 'memory' }, signal);
  const { baseUrl = '', answer } = (await upAndAnswering(container, image, signal)) ?? {};
  const path = answer?.path;
  await pause(500, signal);
  const idle = await memoryOf(docker, container, signal);

  // A program without HTTP is only watched.
  let left = path === undefined ? 0 : load;
  let silent = 0;
  const refused: number[] = [];
  const client = async () => {
    while (left > 0) {
      left -= 1;
      const answer = await unlessSilent(whenReady(baseUrl, { path: path ?? '/', signal }, 0));
      if (answer !== undefined && answer.status >= 300) refused.push(answer.status);
      if (answer !== undefined) continue;
      silent += 1;
      await container.mustRun(signal);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  if (silent > load / 100) throw new Error(`${silent} of ${load} requests got no answer`);
  if (refused.length > load / 100) {
    const statuses = [...new Set(refused)].join(', ');
    throw new Ambiguous(
      `${refused.length} of ${load} GET ${path} were not answered 2xx (${statuses}): what they would have cost was not measured`,
      'Raise its limit for clients for the run, by a variable that the spec names, or name a resource that answers.',
    );
  }
  let loaded = await memoryOf(docker, container, signal);
  for (let isGrowing = true, looks = 0; isGrowing && looks < 8; looks += 1) {
    await pause(aWhile, signal);
    await container.mustRun(signal);
    const later = await memoryOf(docker, container, signal);
    const [before = 0, now = 0] = [loaded, later].map(shownBytes);
    isGrowing = now > 1.05 * before;
    if (now > before) loaded = later;
  }
  return { idle, loaded, path, command: container.detached, url: container.shownUrl };
}

export type MemoryObservation = Awaited<ReturnType<typeof observeMemory>>;

async function memoryOf(docker: Docker, { id }: Container, signal: AbortSignal): Promise<string> {
  const look = ['stats', '--no-stream', '--format', '{{.MemUsage}}', id];
  const usage = await docker.read(look, { signal });
  return usage.split('/')[0]?.trim() ?? '';
}

export function judgeMemory(
  { op, bytes: limit }: { readonly op: UpperLimit; readonly bytes: number },
  { idle, loaded, path, command, url }: MemoryObservation,
) {
  const [idleBytes, loadedBytes] = [shownBytes(idle), shownBytes(loaded)];
  if (idleBytes === undefined || loadedBytes === undefined)
    throw new Error(
      `docker stats tells no memory (${idle || 'nothing'}, ${loaded || 'nothing'}): the engine does not count it`,
    );
  const worst = Math.max(idleBytes, loadedBytes);
  const isLoadToBlame = holds(op, idleBytes, limit);
  return {
    holds: holds(op, worst, limit),
    evidence: `docker stats: ${megabytes(idleBytes)} at idle, ${megabytes(loadedBytes)} ${path === undefined ? 'a while later (port: none)' : `after n=${load} GET ${path}`}; the limit is ${sign(op)} ${megabytes(limit)}`,
    actual: `${grouped(worst)} bytes (docker stats prints ${worst === idleBytes ? idle : loaded})`,
    diagnosis: isLoadToBlame
      ? `It grows ${path === undefined ? 'while it runs' : 'with requests'}: what is left behind, or a runtime that has not collected its garbage yet.`
      : 'It takes more before the first request: what is loaded or reserved at the start.',
    fix: isLoadToBlame
      ? 'Look for what requests keep; and tell the runtime its limit, for Node with --max-old-space-size.'
      : 'Load less at the start, or say the limit that it keeps.',
    measured: { idleBytes, loadedBytes, worstBytes: worst, limitBytes: limit, n: load },
    command: `${command}; sleep 2; docker stats --no-stream look; ${path === undefined ? 'sleep 3' : `for i in $(seq ${load}); do curl -s -o /dev/null ${url}${path}; done`}; docker stats --no-stream look; docker rm -f look`,
  };
}
