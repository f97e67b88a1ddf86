import { execa } from 'execa';

/** What git says of the tree: its commit, and what differs from it. */
export interface WorkingTree {
  /** Full hash of HEAD. */
  readonly revision: string;
  /** Paths that are changed or new, as `git status` lists them. */
  readonly changed: readonly string[];
}

/** Undefined where there is no git, no repository, or no commit yet. */
export async function workingTree(folder: string): Promise<WorkingTree | undefined> {
  const git = async (...args: readonly string[]) =>
    execa('git', [...args], { cwd: folder, reject: false, timeout: 30_000 });
  const head = await git('rev-parse', '--verify', 'HEAD');
  if (head.exitCode !== 0) return undefined;
  const status = await git('status', '--porcelain', '--untracked-files=normal', '--', '.');
  if (status.exitCode !== 0) return undefined;
  return { revision: head.stdout.trim(), changed: status.stdout.split('\n').filter(Boolean) };
}
