import { closest, distance } from 'fastest-levenshtein';
import type { Root } from 'mdast';
import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml';
import * as z from 'zod';
import { type Settings, settingsSchema } from '../model/settings.ts';
import { SpecError } from '../model/spec.ts';

/** The settings in a spec's front matter. Throws SpecError with the line of what is none. */
export function readFrontMatter(tree: Root): Settings {
  const [first, next] = tree.children;
  const begun = next?.type === 'paragraph' && next.children[0]?.type === 'text' && next.children[0];
  if (
    first?.type === 'thematicBreak' &&
    begun &&
    keysAt([]).includes(begun.value.split(':')[0] ?? '')
  )
    throw new SpecError('malformed-front-matter', 'The front matter is never closed.', {
      ...{ line: 1, hint: 'End it with --- on a line of its own.' },
    });
  if (first?.type !== 'yaml' || isForeign(parseDocument(first.value).contents)) return {};
  return readSettings(first.value, { where: 'The front matter', line: 2 });
}

/** Front matter with no key of ours, not even a misspelt one, is another tool's: `status: draft`. */
function isForeign(contents: unknown): boolean {
  // `base_path` and `build-args` are ours.
  const bare = (key: unknown) => String(key).toLowerCase().replace(/[_-]/g, '');
  const ours = [...keysAt([]).filter((key) => key !== 'title'), 'environment'].map(bare);
  return (
    isMap(contents) &&
    contents.items.every(({ key }) => !ours.some((name) => isMeant(bare(key), name)))
  );
}

/** A letter more, less or another one, two in a longer word, or the same ones in another order. */
function isMeant(written: string, name: string): boolean {
  const letters = (word: string) => [...word].toSorted().join('');
  const isNear = distance(written, name) <= Math.max(1, Math.floor(written.length / 4));
  return isNear || letters(written) === letters(name);
}

/** Settings written as YAML, whose first line is line `line` of the file. Throws SpecError. */
export function readSettings(
  source: string,
  { where, line }: { readonly where: string; readonly line: number },
): Settings {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const lineAt = (offset = 0) => line - 1 + (lines.linePos(offset).line || 1);
  const [error] = document.errors;
  if (error !== undefined)
    throw new SpecError(
      'malformed-front-matter',
      `${where} is no YAML: ${error.message.split('\n')[0]?.replace(/ at line \d+.*$/, '')}`,
      { line: lineAt(error.pos[0]), hint: `It may hold: ${keysAt([]).join(', ')}.` },
    );
  return validSettings(document.toJS() ?? {}, where, (path) => lineAt(offsetOf(document, path)));
}

/** The same for settings from elsewhere, such as the command line; `lineOf` finds a key in its file. */
export function validSettings(
  given: unknown,
  where: string,
  lineOf?: (path: readonly PropertyKey[]) => number,
): Settings {
  const parsed = settingsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const { path = [] } = issue ?? {};
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const line = lineOf?.(unknown === undefined ? path : [...path, unknown]);
  const known = keysAt(path);
  if (unknown !== undefined) {
    const near = known.find((name) => unknown.startsWith(name)) ?? closest(unknown, known);
    throw new SpecError('unknown-setting', `${where} knows no "${[...path, unknown].join('.')}".`, {
      line,
      hint: `Did you mean "${near}"? ${path.length === 0 ? 'It' : path.join('.')} may hold: ${known.join(', ')}.`,
    });
  }
  // A key of a record that is refused says so in an issue of its own.
  const reason = issue?.code === 'invalid_key' ? issue.issues[0]?.message : issue?.message;
  const what = schemaAt(path.slice(0, 1))?.description ?? keysAt([]).join(', ');
  throw new SpecError(
    'malformed-setting',
    path.length === 0
      ? `${where} must be settings: key: value.`
      : `${where}: ${path.join('.')} must be ${reason}.`,
    { line, hint: `What it is: ${what}` },
  );
}

/** The parts of JSON Schema that zod writes for settings and parameters. */
export interface JsonSchema {
  readonly description?: string;
  readonly default?: unknown;
  readonly type?: string | readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | false;
  readonly anyOf?: readonly JsonSchema[];
}

/** What is published for editors; further keys are refused. */
export const settingsJsonSchema = (): JsonSchema =>
  z.toJSONSchema(settingsSchema, { io: 'input' }) as JsonSchema;

const schemaAt = (path: readonly PropertyKey[]): JsonSchema | undefined =>
  path.reduce<JsonSchema | undefined>((schema, key) => {
    const found = schema?.properties?.[String(key)] ?? (schema?.additionalProperties || undefined);
    return found?.anyOf?.find(({ properties }) => properties) ?? found;
  }, settingsJsonSchema());

const keysAt = (path: readonly PropertyKey[]) => Object.keys(schemaAt(path)?.properties ?? {});

/** Where the key of a path is written, else the innermost one above it. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const map = document.getIn(path.slice(0, depth - 1), true);
    const pair = isMap(map)
      ? map.items.find(({ key }) => String(key) === String(path[depth - 1]))
      : undefined;
    if (pair !== undefined && isNode(pair.key)) return pair.key.range?.[0];
  }
  return undefined;
}
