import { existsSync } from 'node:fs';
import { closest, distance } from 'fastest-levenshtein';
import { checks } from '../../checks/index.ts';
import { parseSpec } from '../../language/document/parse-spec.ts';
import { interpret } from '../../language/interpret.ts';
import { commandName } from '../../model/command-name.ts';
import { SpecError } from '../../model/spec.ts';
import type { CheckOptions } from './options.ts';
import { mergeSettings, readConfig } from './project.ts';
import { readNamed } from './reason-of.ts';

/** A spec, what each of its lines means, and its text. Throws SpecError for an unusable file. */
export async function readSpec(
  file: string,
  { config, settings = {} }: Partial<Pick<CheckOptions, 'config' | 'settings'>> = {},
) {
  const near = existsSync(file) ? undefined : misspelt(file);
  if (near !== undefined)
    throw new SpecError('unknown-command', `Expected a command or a spec, got "${file}".`, {
      hint: `Did you mean the command: ${commandName} ${near}`,
    });
  const hint = `Name the file: ${commandName} path/to/spec.md. Or write a first one: ${commandName} init`;
  const bytes = await readNamed('spec', file, hint);
  const configured = await readConfig(config);
  const parsed = parseSpec(bytes, file, mergeSettings(configured, settings));
  const defaults = mergeSettings(configured, parsed.defaults, settings);
  const spec = { ...parsed, title: defaults.title ?? parsed.title, defaults };
  return { spec, items: interpret(spec, checks, new Date()), source: bytes.toString('utf8') };
}

/** The command that a misspelt word means: `chek` → `check`. */
function misspelt(word: string): string | undefined {
  const commands =
    'check explain review prove mutate merge init push checks clean attest verify'.split(' ');
  const near = closest(word, commands);
  return /^[a-z]+$/.test(word) && distance(word, near) <= 2 ? near : undefined;
}
