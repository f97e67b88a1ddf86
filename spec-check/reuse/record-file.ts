import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { reportSchema } from '../model/report.ts';
import type { Kept, KeptResult } from './earlier-runs.ts';
import { digest } from './key.ts';

/** What runs in one folder leave on this machine for later ones. No secret is in it: keys are hashes. */
export interface RunRecordFile {
  readonly kept: Kept;
  /** Hex; what is hashed with it is hashed so for this folder alone. */
  readonly salt: string;
  /** Writes what has changed, whole or not at all; what another run wrote meanwhile stays. */
  readonly save: () => Promise<void>;
}

/** Where all records are: `$XDG_CACHE_HOME/spec-check/runs`. */
export function recordsFolder(env: NodeJS.ProcessEnv): string {
  const { XDG_CACHE_HOME: given = '' } = env;
  // What is relative counts as unset: XDG Base Directory Specification.
  return path.join(
    path.isAbsolute(given) ? given : path.join(homedir(), '.cache'),
    'spec-check',
    'runs',
  );
}

/** Opens the record of a folder. One that spec-check has not written so is ignored, and `say` is told. */
export async function openRecord(
  folder: string,
  env: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<RunRecordFile> {
  const all = recordsFolder(env);
  const name = createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
    .slice(0, 16);
  const file = path.join(all, `${name}.json`);
  const before = await read(file, say);
  const kept: Kept = {
    results: new Map(Object.entries(before.results)),
    figures: new Map(Object.entries(before.figures)),
    build: undefined,
  };
  return {
    kept,
    salt: before.salt,
    async save() {
      const now = await read(file, () => {});
      // Another run may have made it first, with a salt of its own: its results mean nothing here.
      const others = now.salt === before.salt ? now.results : before.results;
      const content = {
        schema: 1 as const,
        salt: before.salt,
        figures: { ...now.figures, ...changed(before.figures, kept.figures) },
        results: young({ ...others, ...changed(before.results, kept.results) }, day),
      };
      await mkdir(all, { recursive: true, mode: 0o700 });
      const beside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
      try {
        const text = JSON.stringify({ ...content, sum: digest(content) });
        await writeFile(beside, text, { mode: 0o600 });
        await rename(beside, file);
      } catch (error) {
        await rm(beside, { force: true });
        throw error;
      }
      await removeOld(all);
    },
  };
}

/** Milliseconds; no result is reused after it. */
export const day = 24 * 3600_000;
const month = 30 * day;

const result = reportSchema.shape.items.element.shape.checks.element;

const content = z.strictObject({
  schema: z.literal(1),
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  figures: z.record(
    z.string(),
    z.strictObject({ unit: z.enum(['bytes', 'ms']), value: z.number(), at: z.iso.datetime() }),
  ),
  results: z.record(z.string(), z.strictObject({ at: z.iso.datetime(), result })),
  /** Over all of the others: what was edited, or cut short, is not what was measured. */
  sum: z.string(),
});

type Content = Omit<z.infer<typeof content>, 'sum'>;

async function read(file: string, say: (line: string) => void): Promise<Content> {
  const empty: Content = {
    schema: 1,
    salt: randomBytes(16).toString('hex'),
    figures: {},
    results: {},
  };
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      say(`Earlier runs are forgotten: ${file} cannot be read.`);
    return empty;
  }
  try {
    const { sum, ...rest } = content.parse(JSON.parse(text));
    if (digest(rest) === sum) return rest;
  } catch {
    // Told below.
  }
  say(`Earlier runs are forgotten: ${file} is not as spec-check wrote it.`);
  return empty;
}

/** Entries that are other than before; undefined for those that are gone, which JSON leaves out. */
function changed<T extends { readonly at: string }>(
  before: Readonly<Record<string, T>>,
  now: ReadonlyMap<string, T>,
): Record<string, T> {
  const names = [...new Set([...Object.keys(before), ...now.keys()])];
  return Object.fromEntries(
    names
      .filter((name) => before[name]?.at !== now.get(name)?.at)
      .map((name) => [name, now.get(name) as T]),
  );
}

function young(
  results: Readonly<Record<string, KeptResult>>,
  maxAge: number,
): Record<string, KeptResult> {
  return Object.fromEntries(
    Object.entries(results).filter(([, one]) => one && Date.now() - Date.parse(one.at) <= maxAge),
  );
}

/** Of folders in which nothing has run for a month. */
async function removeOld(all: string): Promise<void> {
  for (const name of await readdir(all)) {
    const file = path.join(all, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > month) await rm(file, { force: true });
  }
}
