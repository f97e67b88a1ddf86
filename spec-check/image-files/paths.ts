import path from 'node:path';
import type { ImageFiles } from '../model/resources.ts';

/** A path without symbolic links in it; undefined when it leads nowhere. */
export function resolvePath({ entries }: ImageFiles, file: string): string | undefined {
  let at = path.posix.resolve('/', file);
  for (let left = 40; left > 0; left -= 1) {
    const parts = at.split('/');
    const ends = parts.map((_part, index) => parts.slice(0, index + 1).join('/'));
    const link = ends.find((end) => entries.get(end)?.kind === 'link');
    if (link === undefined) return at === '/' || entries.has(at) ? at : undefined;
    const target = path.posix.resolve(path.posix.dirname(link), entries.get(link)?.target ?? '');
    at = path.posix.join(target, at.slice(link.length));
  }
  return undefined;
}

export function below({ entries }: ImageFiles, folder: string): readonly string[] {
  const start = folder === '/' ? '/' : `${folder}/`;
  return [...entries.keys()].filter((file) => file.startsWith(start) && file !== folder);
}

/** Everything that can be executed, by each of its names and paths, with the file that links lead to. */
export const executablesOf = (files: ImageFiles) =>
  [...files.entries.keys()].flatMap((file) => {
    const target = resolvePath(files, file) ?? '';
    const { kind, mode = 0 } = files.entries.get(target) ?? {};
    return kind === 'file' && (mode & 0o111) !== 0
      ? [{ file, name: path.posix.basename(file), target }]
      : [];
  });
