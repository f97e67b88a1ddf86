import { readFile } from 'node:fs/promises';
import { closest, distance } from 'fastest-levenshtein';
import { checks } from '../../checks/index.ts';
import { parseSpec } from '../../language/document/parse-spec.ts';
import { interpret } from '../../language/interpret.ts';
import type { Interpretation } from '../../model/interpretation.ts';
import type { Settings } from '../../model/settings.ts';
import type { Spec } from '../../model/spec.ts';
import { reasonOf, refusal } from '../refusals.ts';
import { mergeSettings, readConfig } from './project.ts';

/** A spec, what each of its lines means, and its text. */
export interface ReadSpec {
  readonly spec: Spec;
  readonly items: readonly Interpretation[];
  readonly source: string;
}

/**
 * A spec and what each of its lines means; `settings` are those of the command line. Throws SpecError
 * for a file that cannot be used.
 */
export async function readSpec(
  file: string,
  {
    config,
    settings = {},
  }: { readonly config?: string | undefined; readonly settings?: Settings } = {},
): Promise<ReadSpec> {
  const bytes = await readBytes(file);
  const parsed = parseSpec(bytes, file);
  const defaults = mergeSettings(await readConfig(config), parsed.defaults, settings);
  const spec = { ...parsed, defaults };
  return { spec, items: interpret(spec, checks, new Date()), source: bytes.toString('utf8') };
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const near = misspelt(file);
    throw near === undefined
      ? refusal('spec-unreadable', { file, reason: reasonOf(error) })
      : refusal('unknown-command', { word: file, near });
  }
}

/** The command that somebody meant who gets a word for a file: `chek`. */
function misspelt(word: string): string | undefined {
  const commands = ['check', 'explain', 'review', 'prove', 'init', 'push', 'checks', 'clean'];
  const near = closest(word, commands);
  return /^[a-z]+$/.test(word) && distance(word, near) <= 2 ? near : undefined;
}
