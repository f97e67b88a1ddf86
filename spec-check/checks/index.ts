import { readdirSync } from 'node:fs';
import type { AnyCheck } from '../model/check.ts';

const ids = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'tests')
  .map(({ name }) => name)
  .sort();

/** All checks, one for each folder here. The package has the list written out. */
export const checks: readonly AnyCheck[] = await Promise.all(
  ids.map(async (id) => {
    const exported: Readonly<Record<string, AnyCheck>> = await import(`./${id}/check.ts`);
    const check = Object.values(exported).find((one) => one.id === id);
    if (check === undefined) throw new Error(`checks/${id}/check.ts exports no check ${id}.`);
    return check;
  }),
);
