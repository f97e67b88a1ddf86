import { closest } from 'fastest-levenshtein';
import type { Root } from 'mdast';
import { type Document, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import * as z from 'zod';
import { type Settings, settingsSchema } from '../model/settings.ts';
import { SpecError } from '../model/spec.ts';

/** The settings in a spec's front matter. Throws SpecError with the line of what is none. */
export function readFrontMatter(tree: Root): Settings {
  const [first] = tree.children;
  if (first?.type !== 'yaml') return {};
  return readSettings(first.value, { where: 'The front matter', line: 2 });
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
  if (error !== undefined) {
    throw new SpecError(
      'malformed-front-matter',
      `${where} is no YAML: ${error.message.split('\n')[0]?.replace(/ at line \d+.*$/, '')}`,
      { line: lineAt(error.pos[0]), hint: `It may hold: ${keysAt([]).join(', ')}.` },
    );
  }
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
  const { path = [], message } = issue ?? {};
  const known = keysAt(path);
  const hint = `${path.length === 0 ? 'It' : path.join('.')} may hold: ${known.join(', ')}.`;
  if (issue?.code === 'unrecognized_keys') {
    const [unknown = ''] = issue.keys;
    const line = lineOf?.([...path, unknown]);
    throw new SpecError('unknown-setting', `${where} knows no "${[...path, unknown].join('.')}".`, {
      ...(line === undefined ? {} : { line }),
      hint: `Did you mean "${closest(unknown, known)}"? ${hint}`,
    });
  }
  // A key of a record that is refused says so in an issue of its own.
  const reason = issue?.code === 'invalid_key' ? issue.issues[0]?.message : message;
  const line = lineOf?.(path);
  throw new SpecError(
    'malformed-setting',
    path.length === 0
      ? `${where} must be settings: key: value.`
      : `${where}: ${path.join('.')} must be ${reason}.`,
    {
      ...(line === undefined ? {} : { line }),
      hint: `What it is: ${descriptionOf(path[0]) ?? keysAt([]).join(', ')}`,
    },
  );
}

interface JsonSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

/** What is published for editors; further keys are refused. */
export const settingsJsonSchema = z.toJSONSchema(settingsSchema, { io: 'input' }) as JsonSchema;

function schemaAt(path: readonly PropertyKey[]): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>(
    (schema, key) => schema?.properties?.[String(key)],
    settingsJsonSchema,
  );
}

function keysAt(path: readonly PropertyKey[]): string[] {
  return Object.keys(schemaAt(path)?.properties ?? {});
}

function descriptionOf(key: PropertyKey | undefined): string | undefined {
  return key === undefined ? undefined : schemaAt([key])?.description;
}

/** Where the key of a path is written, else the innermost one above it. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  let found: { readonly depth: number; readonly offset: number } | undefined;
  visit(document, {
    Pair(_, pair, ancestors) {
      const keys = [...ancestors.filter((node) => 'key' in node), pair].map(({ key }) =>
        isScalar(key) ? String(key.value) : '',
      );
      const matches = keys.every((key, depth) => key === String(path[depth]));
      const offset = isNode(pair.key) ? pair.key.range?.[0] : undefined;
      if (matches && offset !== undefined && keys.length > (found?.depth ?? 0))
        found = { depth: keys.length, offset };
    },
  });
  return found?.offset;
}
