import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import type { Docker, DockerOptions } from '../model/docker.ts';
import { isAlive } from './temporary-folder.ts';

/** Everything a run makes carries these; nothing without them is ever removed. */
export const labels = {
  /** The run's id: removed with the run. */
  run: 'spec-check.run',
  /** `host:pid` of the run: how the next run knows that one has died. */
  owner: 'spec-check.owner',
  /** `1`: `--keep` left it for a look; only `spec-check clean` removes it. */
  keep: 'spec-check.keep',
  /** `network`, `registry`, `engine`: stays warm between runs, only `spec-check clean` removes it. */
  helper: 'spec-check.helper',
  /** Digest of the image and the options that a helper was made from. */
  made: 'spec-check.made',
} as const;

/** Tag of images that a run builds: `task-api:spec-check`. */
export const builtTag = 'spec-check';

/** `docker run`, `network create` and `volume create` options that mark something as this run's. */
export function runLabels(runId: string, { keep = false } = {}): string[] {
  own.add(runId);
  return [
    '--label',
    `${labels.run}=${runId}`,
    '--label',
    `${labels.owner}=${hostname()}:${process.pid}`,
    ...(keep ? ['--label', `${labels.keep}=1`] : []),
  ];
}

/** Options that mark something as a helper that stays warm. */
export function helperLabels(kind: 'network' | 'registry' | 'engine' | 'database'): string[] {
  return ['--label', `${labels.helper}=${kind}`];
}

/** A tag for an image that a run makes for itself: it tells the owner, because an image has no label of its own. */
export function ownedTag(id: string): string {
  own.add(id);
  return `spec-check.${hostDigest}.${process.pid}.${id}`;
}

/** Ids of what this process has made: a process with the same number before it made the others. */
const own = new Set<string>();

const hostDigest = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** Removes what runs left that ended without cleaning up: their process is gone. Returns how many containers. */
export async function sweep(docker: Docker, runId: string, signal: AbortSignal): Promise<number> {
  const containers = await sweepContainers(docker, runId, signal);
  await sweepImages(docker, runId, signal);
  return containers;
}

/** The containers' part of `sweep`, for engines on which runs tag no image. Returns how many. */
export async function sweepContainers(
  docker: Docker,
  runId: string,
  signal: AbortSignal,
): Promise<number> {
  const stale = (await runContainers(docker, labels.run, { signal })).filter(
    ({ run, owner, keep }) => run !== runId && !keep && isGone(owner, run),
  );
  if (stale.length > 0)
    await docker.run(['rm', '--force', '--volumes', ...stale.map(({ id }) => id)], { signal });
  return stale.length;
}

/** Containers with a label, or a label of one value, and what their labels say. */
async function runContainers(docker: Docker, label: string, options: DockerOptions) {
  const fields = [
    'ID',
    ...[labels.run, labels.owner, labels.keep].map((name) => `Label "${name}"`),
  ];
  const format = fields.map((field) => `{{.${field}}}`).join('\t');
  const filter = ['--filter', `label=${label}`, '--format', format];
  const listed = await docker.read(['ps', '--all', ...filter], options);
  return listed
    .split('\n')
    .filter(Boolean)
    .map((row) => {
      const [id = '', run = '', owner = '', keep] = row.split('\t');
      return { id, run, owner, keep: keep === '1' };
    });
}

async function sweepImages(docker: Docker, runId: string, signal: AbortSignal): Promise<void> {
  const listed = await docker.read(['images', '--format', '{{.Repository}}:{{.Tag}}'], { signal });
  const owned = new RegExp(`:spec-check\\.${hostDigest}\\.(\\d+)\\.(\\w+)$`);
  const stale = listed.split('\n').filter((reference) => {
    const [, pid = '', id] = owned.exec(reference) ?? [];
    return pid !== '' && id !== runId && isGone(`${hostname()}:${pid}`, id ?? '');
  });
  if (stale.length > 0) await docker.run(['rmi', ...stale], { signal });
}

/** Removes the containers of one run, except those that `--keep` marked. */
export async function removeRun(docker: Docker, runId: string): Promise<void> {
  const options = { timeout: 30_000 };
  const containers = await runContainers(docker, `${labels.run}=${runId}`, options);
  const left = containers.filter(({ keep }) => !keep).map(({ id }) => id);
  if (left.length > 0) await docker.read(['rm', '--force', '--volumes', ...left], options);
}

/** Whether the process that made something is dead. One on another host is left alone. */
function isGone(owner: string, id: string): boolean {
  const [host, pid] = owner.split(':');
  if (host !== hostname()) return false;
  return Number(pid) === process.pid ? !own.has(id) : !isAlive(Number(pid));
}

/** One kind of thing that `clean` removed, with how many. */
export interface Removed {
  readonly kind: 'container' | 'network' | 'volume' | 'image';
  readonly count: number;
}

/** Removes everything that any run ever left, warm helpers and their images included. */
export async function clean(docker: Docker, signal: AbortSignal): Promise<Removed[]> {
  const ours = [labels.run, labels.helper];
  const remove = async (kind: Removed['kind'], list: string[], rm: string[]): Promise<Removed> => {
    const ids = new Set<string>();
    for (const label of ours) {
      const found = await docker.read([...list, '--filter', `label=${label}`], { signal });
      for (const id of found.split('\n').filter(Boolean)) ids.add(id);
    }
    if (ids.size > 0) await docker.read([...rm, ...ids], { signal });
    return { kind, count: ids.size };
  };
  return [
    await remove('container', ['ps', '--all', '--quiet'], ['rm', '--force', '--volumes']),
    await remove('network', ['network', 'ls', '--quiet'], ['network', 'rm']),
    await remove('volume', ['volume', 'ls', '--quiet'], ['volume', 'rm']),
    await removeImages(docker, signal),
  ];
}

async function removeImages(docker: Docker, signal: AbortSignal): Promise<Removed> {
  const references = [`reference=*:${builtTag}`, 'reference=spec-check/*'];
  const found = await Promise.all(
    references.map((filter) =>
      docker.read(['images', '--filter', filter, '--format', '{{.Repository}}:{{.Tag}}'], {
        signal,
      }),
    ),
  );
  const images = [...new Set(found.join('\n').split('\n').filter(Boolean))];
  if (images.length > 0) await docker.read(['rmi', '--force', ...images], { signal });
  return { kind: 'image', count: images.length };
}
