import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { AnyCheck, DefinedCheck } from '../model/check.ts';

// Git may leave the empty folder of a deleted check.
const ids = readdirSync(import.meta.dirname)
  .filter((name) => existsSync(path.join(import.meta.dirname, name, 'check.ts')))
  .sort();

/** All checks, one for each folder here, whose name is its id. The package has the list written out. */
export const checks: readonly AnyCheck[] = await Promise.all(
  ids.map(async (id) => {
    const exported: Readonly<Record<string, DefinedCheck>> = await import(`./${id}/check.ts`);
    const check = exported[exportedName(id)];
    if (check === undefined)
      throw new Error(`checks/${id}/check.ts exports no ${exportedName(id)}.`);
    return { id, ...check };
  }),
);

/** `imageSize` of `image-size`. */
export function exportedName(id: string): string {
  return id.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
}
