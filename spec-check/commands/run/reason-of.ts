import { readFile } from 'node:fs/promises';
import { SpecError } from '../../model/spec.ts';

/** Reads a file that the user named. Throws SpecError. */
export const readNamed = async (kind: keyof typeof kinds, file: string, hint: string) =>
  readFile(file).catch((error: unknown) => {
    const message = `Expected ${kinds[kind]} at ${file}, and ${reasonOf(error)}.`;
    throw new SpecError(`${kind}-unreadable`, message, { hint });
  });

const kinds = { spec: 'a spec', dockerfile: 'a Dockerfile', config: 'a configuration file' };

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
