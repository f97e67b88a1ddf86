import { megabytes } from '../../model/format.ts';
import type { ImageFiles } from '../../model/resources.ts';

/** What takes the room of an image of so many bytes that is `over` its limit: the largest files, and what would bring it below. */
export function largestFiles({ entries }: ImageFiles, bytes: number, over: number) {
  const files = [...entries].filter(([, { kind }]) => kind === 'file');
  const largest = files.toSorted(([, a], [, b]) => b.size - a.size).slice(0, 3);
  const hidden = bytes - files.reduce((sum, [, { size }]) => sum + size, 0);
  // A program or its library is seldom what one can do without.
  const spare = largest.find(([, { mode, size }]) => size >= over && (mode & 0o111) === 0);
  return {
    listed: largest.map(([name, { size }]) => `${megabytes(size)}  ${name}`).join('\n'),
    fix: spare
      ? `Without ${spare[0]} (${megabytes(spare[1].size)}) it fits: name it in .dockerignore, or leave it in an earlier stage.`
      : hidden >= over
        ? `${megabytes(hidden)} are in layers and no longer in the file system: delete files in the RUN that makes them, and set owners with COPY --chown.`
        : undefined,
  };
}
