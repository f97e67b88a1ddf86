import { type Command, InvalidArgumentError } from 'commander';
import { parse } from 'yaml';
import { type JsonSchema, settingsJsonSchema, validSettings } from '../../language/settings.ts';
import type { Settings } from '../../model/settings.ts';

/** Adds an option for each setting. The function that it gives returns what was said, checked as front matter is. */
export function addSettingOptions(command: Command): () => Settings {
  const given: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(settingsJsonSchema().properties ?? {})) {
    // A run has an option of this name anyway.
    if (key === 'registry') continue;
    const { description = '' } = schema;
    const [shown, read] = readerOf(schema);
    const words = description.charAt(0).toLowerCase() + description.slice(1);
    command.option(`${flagOf(key)} <${shown}>`, words, (value: string) => {
      given[key] = read(value, given[key]);
    });
  }
  return () => validSettings(given, 'The command line');
}

/** The option for a key of the front matter: in its words, and of one thing where it is given once for each. */
export function flagOf(key: string): string {
  const known: Record<string, string> = { image: 'image-name', startTimeout: 'timeout' };
  const words = key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return `--${known[key] ?? words.replace(/(arg|header|service|volume)s$/, '$1')}`;
}

type Read = (text: string, before: unknown) => unknown;

function readerOf({ type, anyOf, additionalProperties }: JsonSchema): readonly [string, Read] {
  if (anyOf?.some((one) => one.type === 'array')) return ['value', list];
  if (additionalProperties && additionalProperties.type !== undefined) return ['name=value', pairs];
  return type === 'string'
    ? ['value', (text) => text]
    : [type === 'object' ? 'json' : 'number', yaml];
}

const list: Read = (value, before = []) => [...(before as readonly string[]), value];

const pairs: Read = (value, before = {}) => {
  const [, name, rest] = /^([\w-]+)\s*[=:]\s*(.*)$/s.exec(value) ?? [];
  if (name === undefined || rest === undefined)
    throw new InvalidArgumentError('Expected NAME=VALUE.');
  return { ...(before as object), [name]: rest };
};

const yaml: Read = (value) => {
  try {
    return parse(value);
  } catch {
    throw new InvalidArgumentError('Expected JSON: {"title": "Buy milk"}.');
  }
};
