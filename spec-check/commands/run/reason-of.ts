import { readFile } from 'node:fs/promises';
import { SpecError } from '../../model/spec.ts';

/** Reads a file that the user named; `what` it should be: "a spec". Throws SpecError. */
export const readNamed = async (
  file: string,
  { code, what, hint }: { readonly code: string; readonly what: string; readonly hint: string },
): Promise<Buffer> =>
  readFile(file).catch((error: unknown) => {
    throw new SpecError(code, `Expected ${what} at ${file}, and ${reasonOf(error)}.`, { hint });
  });

export function reasonOf(error: unknown): string {
  const { code = 'unknown' } = error as NodeJS.ErrnoException;
  return reasons[code] ?? `it cannot be used (${code})`;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EEXIST: 'there is a file of that name',
  EACCES: 'it may not be used by this account',
  EROFS: 'it is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is no folder',
};
