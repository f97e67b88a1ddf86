import type { Docker } from '../model/docker.ts';
import type { Container } from '../model/resources.ts';
import { debianImage } from '../offline/debian-image.ts';
import { busyboxImage } from '../offline/helper-images.ts';

/** One process of a container, with user ids as the container's kernel namespace numbers them. */
export type Process = ReturnType<typeof processesIn>[number];

/** Every process of a container, PID 1 first, by the engine's host. Throws when none tells. */
export async function readProcesses(
  docker: Docker,
  { id, state }: Pick<Container, 'id' | 'state'>,
  signal: AbortSignal,
): Promise<readonly Process[]> {
  const info = ['info', '--format', '{{json .SecurityOptions}}'];
  const { stdout: options } = await docker.run(info, { signal });
  if (/name=(?:rootless|userns)/.test(options)) return fromBeside(docker, id, signal);
  const look = ['top', id, '-eo', 'pid,ruid,uid,gid,args'];
  // Podman ends the connection in the middle of its answer.
  const top = await docker.run(look, { signal }).catch(() => undefined);
  const processes = top?.exitCode === 0 ? parseTop(top.stdout) : [];
  const { Pid: first } = await state(signal);
  if (processes.length > 0)
    return processes.sort((a, b) => Number(b.pid === first) - Number(a.pid === first));
  // The engine's host has no ps, or one without columns.
  return fromBeside(docker, id, signal);
}

/** Reads `PID RUID UID GID COMMAND`. */
export const parseTop = (table: string) =>
  processesIn(
    table,
    /^\s*(?<pid>\d+)\s+(?<real>\d+)\s+(?<effective>\d+)\s+(?<gid>\d+)\s+(?<command>.*?)\s*$/gm,
  );

/** Reads what /proc/PID/status says, of one process after another. */
export const parseStatus = (text: string) =>
  processesIn(
    text,
    /^Name:\s+(?<command>.*)\n[\s\S]*?^Pid:\s+(?<pid>\d+)$[\s\S]*?^Uid:\s+(?<real>\d+)\s+(?<effective>\d+)[\s\S]*?^Gid:\s+\d+\s+(?<gid>\d+)/gm,
  );

const processesIn = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(({ groups: { command = '', ...ids } = {} }) => ({
    ...{ command, pid: Number(ids.pid), gid: Number(ids.gid) },
    // Real and effective: a program that gave up only its effective rights can take them back.
    uids: [Number(ids.real), Number(ids.effective)] as const,
  }));

/** By a container beside it that has the same processes, numbered as they are inside. */
async function fromBeside(docker: Docker, id: string, signal: AbortSignal) {
  const image = await debianImage(busyboxImage, { docker, log: () => {}, signal });
  const look = 'echo $$; exec /bin/busybox cat /proc/[0-9]*/status';
  const options = ['--rm', '--pid', `container:${id}`, '--entrypoint', '/bin/busybox'];
  const looked = await docker.run(['run', ...options, image, 'sh', '-c', look], { signal });
  const processes = parseStatus(looked.stdout);
  const own = Number.parseInt(looked.stdout, 10);
  // One may end while it is looked at.
  if (processes[0]?.pid === 1) return processes.filter(({ pid }) => pid !== own);
  throw new Error(
    `the engine maps user ids or has no ps, and no container beside it sees its processes: ${looked.stderr.trim()}`,
  );
}
