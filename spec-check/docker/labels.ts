import { hash, randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import * as z from 'zod';
import type { Docker, DockerOptions } from '../model/docker.ts';
import { isAlive } from './temporary-folder.ts';

/** Everything a run makes carries these; nothing without them is ever removed. */
export const labels = {
  /** The run's id: removed with the run. */
  run: 'spec-check.run',
  /** `host:pid` of the run: how the next run knows that one has died. */
  owner: 'spec-check.owner',
  /** `network`, `registry`, `engine`: stays warm between runs. */
  helper: 'spec-check.helper',
} as const;

/** Tag of images that a run builds: `task-api:spec-check`. */
export const builtTag = 'spec-check';

export function runLabels(runId: string): string[] {
  own.add(runId);
  const owner = `${labels.owner}=${hostname()}:${process.pid}`;
  return ['--label', `${labels.run}=${runId}`, '--label', owner];
}

export function helperLabels(kind: 'network' | 'registry' | 'engine' | 'database'): string[] {
  return ['--label', `${labels.helper}=${kind}`];
}

/** A name for a container that only one proof uses, even when a spec asks for the same check twice. */
export const uniqueName = (purpose: string) => `${purpose}-${randomBytes(3).toString('hex')}`;

/** A tag for an image that a run makes for itself: it tells the owner, because an image has no label of its own. */
export function ownedTag(id: string): string {
  own.add(id);
  return `spec-check.${hostDigest}.${process.pid}.${id}`;
}

/** Ids of what this process has made; an earlier process with the same number made the others. */
const own = new Set<string>();

const hostDigest = hash('sha256', hostname()).slice(0, 8);

/** Removes what runs left that ended without cleaning up, as their process is gone, and helpers that ended unused. Returns how many containers runs left. */
export async function sweep(docker: Docker, runId: string, signal: AbortSignal): Promise<number> {
  const containers = await sweepContainers(docker, runId, signal);
  const stale = (await imageNames(docker, [], signal)).filter(isAbandoned);
  if (stale.length > 0) await docker.run(['rmi', ...stale], { signal });
  const helpers = await list(docker, { label: [labels.helper], status: ['exited'] }, { signal });
  await removeContainers(docker, ...helpers.map(({ id }) => id));
  return containers;
}

/** Whether something is called after an `ownedTag` of a process of this machine that is dead, or as `app_…` with its parts. */
export function isAbandoned(name: string): boolean {
  const [, pid, id = ''] = owned.exec(name) ?? [];
  return pid !== undefined && isGone(Number(pid), id);
}

const owned = new RegExp(`(?:^app|(?:^|:)spec-check).${hostDigest}.(\\d+).([^\\W_]+)`);

/** The containers' part of `sweep`, for engines on which runs tag no image. Returns how many. */
export async function sweepContainers(docker: Docker, runId: string, signal: AbortSignal) {
  const all = await list(docker, { label: [labels.run] }, { signal });
  // One on another host is left alone.
  const stale = all.filter(
    ({ run, owner: [host, pid] }) =>
      run !== runId && host === hostname() && isGone(Number(pid), run),
  );
  await removeContainers(docker, ...stale.map(({ id }) => id));
  return stale.length;
}

/** Removes containers, if they are there, and their volumes: also when the run is interrupted. */
export async function removeContainers(docker: Docker, ...names: string[]): Promise<void> {
  const remove = (name: string) =>
    docker.ask('DELETE', `/containers/${name}?force=true&v=true`, { timeout: 30_000 });
  await Promise.all(names.map(remove));
}

export async function removeRun(docker: Docker, runId: string): Promise<void> {
  const left = await list(docker, { label: [`${labels.run}=${runId}`] }, { timeout: 30_000 });
  await removeContainers(docker, ...left.map(({ id }) => id));
}

const listed = z.array(z.object({ Id: z.string(), Labels: z.record(z.string(), z.string()) }));

/** Running or not. */
async function list(docker: Docker, filters: Record<string, string[]>, options: DockerOptions) {
  const query = new URLSearchParams({ all: 'true', filters: JSON.stringify(filters) });
  const { body } = await docker.ask('GET', `/containers/json?${query}`, options);
  return listed.parse(JSON.parse(body)).map(({ Id: id, Labels }) => {
    const { [labels.run]: run = '', [labels.owner]: owner = '' } = Labels;
    return { id, run, owner: owner.split(':') };
  });
}

/** Whether the process of this machine that made something is dead. */
const isGone = (pid: number, id: string) => (pid === process.pid ? !own.has(id) : !isAlive(pid));

/** Removes everything that any run of any version ever left, warm helpers and their images included: the names of each kind, and what the engine says of those that stay. */
export async function clean(docker: Docker, signal: AbortSignal) {
  const remove = async (kind: string, names: readonly string[], ...rm: string[]) => {
    const removed: string[] = [];
    const refused: string[] = [];
    for (const name of new Set(names)) {
      const { exitCode, stderr } = await docker.run([...rm, name], { signal });
      if (exitCode === 0) removed.push(name);
      else refused.push(stderr.split('\n', 1).join());
    }
    return { kind, removed, refused };
  };
  const ours = async (...list: string[]) => {
    const found = [labels.run, labels.helper].map((label) =>
      docker.read([...list, '--filter', `label=${label}`], { signal }),
    );
    return (await Promise.all(found)).flatMap((names) => names.split('\n').filter(Boolean));
  };
  const images = ['--filter', `reference=*:${builtTag}`, '--filter', 'reference=spec-check/*'];
  const containers = await ours('ps', '--all', '--format', '{{.Names}}');
  return [
    await remove('container', containers, 'rm', '--force', '--volumes'),
    await remove('network', await ours('network', 'ls', '--format', '{{.Name}}'), 'network', 'rm'),
    await remove('image', await imageNames(docker, images, signal), 'rmi', '--force'),
  ];
}

async function imageNames(docker: Docker, filter: readonly string[], signal: AbortSignal) {
  const list = ['images', '--format', '{{.Repository}}:{{.Tag}}', ...filter];
  return (await docker.read(list, { signal })).split('\n').filter(Boolean);
}
