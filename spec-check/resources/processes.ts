import type { Docker } from '../model/docker.ts';

/** One process of a container, with user ids as the container's kernel namespace numbers them. */
export interface Process {
  readonly pid: number;
  /** Real and effective: a program that gave up only its effective rights can take them back. */
  readonly uids: readonly [real: number, effective: number];
  /** Effective. */
  readonly gid: number;
  readonly command: string;
}

/** Every process of a container, PID 1 first, by the engine's host. Throws when none tells. */
export async function readProcesses(
  docker: Docker,
  container: { readonly id: string; readonly pid: number },
  signal: AbortSignal,
): Promise<readonly Process[]> {
  const info = ['info', '--format', '{{json .SecurityOptions}}'];
  const { stdout: options } = await docker.run(info, { signal });
  if (/name=(?:rootless|userns)/.test(options)) return fromInside(docker, container.id, signal);
  const top = await docker.run(['top', container.id, '-eo', 'pid,ruid,uid,gid,args'], { signal });
  const processes = top.exitCode === 0 ? parseTop(top.stdout) : [];
  const isFirst = ({ pid }: Process) => pid === container.pid;
  if (processes.length > 0)
    return [...processes].sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
  // The engine's host has no ps, or one without columns.
  return fromInside(docker, container.id, signal);
}

/** Reads `PID RUID UID GID COMMAND`. */
export const parseTop = (table: string): readonly Process[] =>
  [...table.matchAll(/^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(.*?)\s*$/gm)].map(
    ([, pid, real, effective, gid, command = '']) => ({
      pid: Number(pid),
      uids: [Number(real), Number(effective)],
      gid: Number(gid),
      command,
    }),
  );

/** Reads the `Uid:`, `Gid:` and `Name:` lines of /proc/PID/status. */
export function parseStatus(text: string, pid: number): Process | undefined {
  const uids = /^Uid:\s+(\d+)\s+(\d+)/m.exec(text);
  const gid = Number(/^Gid:\s+\d+\s+(\d+)/m.exec(text)?.[1]);
  const name = /^Name:\s+(.*)$/m.exec(text);
  return uids === null
    ? undefined
    : { pid, uids: [Number(uids[1]), Number(uids[2])], gid, command: name?.[1] ?? '' };
}

async function fromInside(docker: Docker, id: string, signal: AbortSignal) {
  const result = await docker.run(['exec', '--user', '0', id, 'cat', '/proc/1/status'], { signal });
  const process = result.exitCode === 0 ? parseStatus(result.stdout, 1) : undefined;
  if (process === undefined)
    throw new Error(
      'the engine maps user ids or has no ps, and the image has no cat to look at /proc/1/status with: nobody can tell the uid of PID 1',
    );
  return [process];
}
