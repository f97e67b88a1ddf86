import { type ApiDocument, resolve } from './document.ts';
import { isObject, isString, type Json, type JsonObject, listAt, objectAt } from './json.ts';

/** A body that a schema accepts, and the one field by which the item is recognised everywhere. */
export interface Sample {
  readonly body: JsonObject;
  readonly field: string;
  readonly value: string | number;
}

export interface SampleOptions {
  /** Eight hex digits that no other item has: part of every free text. */
  readonly mark: string;
  /** Two variants differ wherever the schema leaves a choice: enums, booleans. */
  readonly variant: number;
}

/**
 * A body with every required field and one free field that carries the mark: text if there is any,
 * else a whole number. Undefined when the schema leaves nothing free to write.
 */
export function sampleBody(
  document: ApiDocument,
  schema: Json,
  options: SampleOptions,
): Sample | undefined {
  const shape = flatten(document, schema);
  const fields = writableFields(document, shape);
  const required = listAt(shape, 'required').filter(isString);
  const marked = markedField(fields, required, options);
  if (marked === undefined) return undefined;
  const wanted = required.filter((name) => name !== marked.field && fields[name] !== undefined);
  const filled = wanted.map(
    (name) => [name, sampleValue(document, fields[name], options)] as const,
  );
  return { body: { ...Object.fromEntries(filled), [marked.field]: marked.value }, ...marked };
}

/**
 * Another body for the same item: as it is now, with another mark and every choice made anew. Where the
 * schema has no room for the mark the choices alone change; undefined when there is none either.
 */
export function changedBody(
  document: ApiDocument,
  schema: Json,
  current: JsonObject,
  { field, value: before }: Pick<Sample, 'field' | 'value'>,
  options: SampleOptions,
): Sample | undefined {
  const shape = flatten(document, schema);
  const fields = writableFields(document, shape);
  const required = listAt(shape, 'required').filter(isString);
  const value = (fields[field] && markedValue(fields[field], options)) ?? before;
  const body = Object.entries(fields).flatMap(([name, described]): [string, Json][] => {
    if (name === field) return [[name, value]];
    const now = current[name] ?? undefined;
    if (isChoice(described))
      return now === undefined && !required.includes(name)
        ? []
        : [[name, otherChoice(document, described, now)]];
    if (now !== undefined) return [[name, now]];
    return required.includes(name) ? [[name, sampleValue(document, described, options)]] : [];
  });
  const changes = body.some(([name, changed]) => changed !== (current[name] ?? undefined));
  return changes ? { body: Object.fromEntries(body), field, value } : undefined;
}

function otherChoice(document: ApiDocument, schema: JsonObject, now: Json | undefined): Json {
  const choices = [0, 1].map((variant) => sampleValue(document, schema, { mark: '', variant }));
  return choices.find((choice) => choice !== now) ?? choices[0] ?? null;
}

/** A value that a schema accepts; required members only. */
export function sampleValue(
  document: ApiDocument,
  schema: Json | undefined,
  options: SampleOptions,
  depth = 6,
): Json {
  const shape = flatten(document, schema);
  if (shape.const !== undefined) return shape.const;
  const choices = listAt(shape, 'enum').filter((choice) => choice !== null);
  if (choices.length > 0) return choices[options.variant % choices.length] ?? null;
  switch (typeOf(shape)) {
    case 'string':
      return sampleText(shape, options) ?? '';
    case 'integer':
    case 'number':
      return sampleNumber(shape, options.variant);
    case 'boolean':
      return options.variant % 2 === 0;
    case 'array': {
      const length = depth === 0 ? 0 : numberAt(shape, 'minItems', 0);
      return Array.from({ length }, () => sampleValue(document, shape.items, options, depth - 1));
    }
    case 'object': {
      if (depth === 0) return {};
      const fields = writableFields(document, shape);
      const names = listAt(shape, 'required')
        .filter(isString)
        .filter((name) => fields[name] !== undefined);
      return Object.fromEntries(
        names.map((name) => [name, sampleValue(document, fields[name], options, depth - 1)]),
      );
    }
    default:
      return exampleOf(shape) ?? null;
  }
}

/** One plain schema: references followed, `allOf` merged, the first branch taken that is not null. */
export function flatten(document: ApiDocument, schema: Json | undefined, depth = 12): JsonObject {
  const found = resolve(document, schema);
  if (!isObject(found) || depth === 0) return {};
  const branches = [...listAt(found, 'anyOf'), ...listAt(found, 'oneOf')]
    .map((branch) => flatten(document, branch, depth - 1))
    .filter((branch) => branch.type !== 'null');
  const parts = [
    ...listAt(found, 'allOf').map((part) => flatten(document, part, depth - 1)),
    ...branches.slice(0, 1),
  ];
  return Object.assign({}, found, ...parts, {
    properties: Object.assign({}, ...[found, ...parts].map((part) => objectAt(part, 'properties'))),
    required: [found, ...parts].flatMap((part) => listAt(part, 'required')),
  });
}

function writableFields(
  document: ApiDocument,
  shape: JsonObject,
): Readonly<Record<string, JsonObject>> {
  const fields = Object.entries(objectAt(shape, 'properties')).map(
    ([name, field]) => [name, flatten(document, field)] as const,
  );
  return Object.fromEntries(fields.filter(([, field]) => field.readOnly !== true));
}

/** Names under which people keep free text, the likeliest first. */
const textNames = [
  'title',
  'name',
  'text',
  'subject',
  'label',
  'summary',
  'description',
  'content',
  'body',
  'note',
];

function markedField(
  fields: Readonly<Record<string, JsonObject>>,
  required: readonly string[],
  options: SampleOptions,
): Pick<Sample, 'field' | 'value'> | undefined {
  const rank = (name: string) => {
    const known = textNames.indexOf(name.toLowerCase());
    return (required.includes(name) ? 0 : 100) + (known === -1 ? textNames.length : known);
  };
  const candidates = Object.entries(fields)
    .filter(
      ([name, field]) =>
        field.writeOnly !== true && !/password|secret|token|(?:^|_)id$|Id$/.test(name),
    )
    .sort(([a], [b]) => rank(a) - rank(b))
    .flatMap(([field, described]) => {
      const value = markedValue(described, options);
      return value === undefined ? [] : [{ field, value }];
    });
  return candidates.find(({ value }) => typeof value === 'string') ?? candidates[0];
}

/** The mark as a value of this schema, or undefined where it doesn't fit. */
function markedValue(
  schema: JsonObject,
  { mark, variant }: SampleOptions,
): string | number | undefined {
  if (isChoice(schema)) return undefined;
  if (typeOf(schema) === 'string' && (schema.format === undefined || schema.format === 'email')) {
    const text = sampleText(schema, { mark, variant });
    return text?.includes(mark) ? text : undefined;
  }
  if (typeOf(schema) === 'integer') {
    const { least, most } = range(schema);
    const span = Math.min(most, least + 2_000_000_000) - least;
    return span < 1_000_000 ? undefined : least + (Number.parseInt(mark, 16) % span);
  }
  return undefined;
}

function isChoice(schema: JsonObject): boolean {
  return schema.const !== undefined || Array.isArray(schema.enum) || typeOf(schema) === 'boolean';
}

function typeOf(schema: JsonObject): Json | undefined {
  const type = Array.isArray(schema.type)
    ? schema.type.find((one: Json) => one !== 'null')
    : schema.type;
  if (type !== undefined) return type;
  if (schema.properties !== undefined && Object.keys(objectAt(schema, 'properties')).length > 0)
    return 'object';
  return schema.items === undefined ? undefined : 'array';
}

/** Text of each format, unique where the mark fits in. */
const formats: Readonly<Record<string, (options: SampleOptions) => string>> = {
  'date-time': ({ variant }) => `2031-02-0${1 + (variant % 9)}T04:05:06Z`,
  date: ({ variant }) => `2031-02-0${1 + (variant % 9)}`,
  time: () => '04:05:06Z',
  duration: () => 'P1D',
  email: ({ mark }) => `spec-check-${mark}@example.com`,
  uuid: ({ mark }) => `00000000-0000-4000-8000-0000${mark}`,
  uri: ({ mark }) => `https://example.com/spec-check-${mark}`,
  url: ({ mark }) => `https://example.com/spec-check-${mark}`,
  hostname: ({ mark }) => `spec-check-${mark}.example.com`,
  ipv4: () => '192.0.2.1',
  ipv6: () => '2001:db8::1',
  byte: ({ mark }) => Buffer.from(`spec-check-${mark}`).toString('base64'),
  password: ({ mark }) => `Spec-check-${mark}!`,
};

/** The first text that the length and the pattern allow; undefined when none does. */
function sampleText(schema: JsonObject, options: SampleOptions): string | undefined {
  const made = isString(schema.format) ? formats[schema.format]?.(options) : undefined;
  if (made !== undefined) return made;
  const least = numberAt(schema, 'minLength', 0);
  const most = numberAt(schema, 'maxLength', 10_000);
  const { mark } = options;
  const digits = String(Number.parseInt(mark, 16)).padStart(10, '0');
  const texts = [
    `spec-check-${mark}`,
    `speccheck${mark}`,
    mark,
    mark.toUpperCase(),
    `Spec check ${mark}`,
    digits,
    `+1${digits}`,
    `#${mark.slice(0, 6)}`,
    'specCheck',
    'SPEC',
    'AA',
  ]
    .map((text) => text.padEnd(least, '-spec-check').slice(0, Math.max(least, text.length)))
    .filter((text) => text.length <= most);
  return (
    texts.find((text) => matches(schema.pattern, text)) ??
    (isString(exampleOf(schema)) ? String(exampleOf(schema)) : undefined)
  );
}

function matches(pattern: Json | undefined, text: string): boolean {
  if (!isString(pattern)) return true;
  try {
    return new RegExp(pattern, 'u').test(text);
  } catch {
    return true;
  }
}

function sampleNumber(schema: JsonObject, variant: number): number {
  const { least, most } = range(schema);
  const step = numberAt(schema, 'multipleOf', 1);
  const first = Math.ceil(Math.max(least, Math.min(1, most)) / step) * step;
  return first + variant * step <= most ? first + variant * step : first;
}

function range(schema: JsonObject): { readonly least: number; readonly most: number } {
  // A number in OpenAPI 3.1, a flag beside `minimum` before.
  const above =
    typeof schema.exclusiveMinimum === 'number' ? schema.exclusiveMinimum + 1 : undefined;
  const below =
    typeof schema.exclusiveMaximum === 'number' ? schema.exclusiveMaximum - 1 : undefined;
  const least = numberAt(schema, 'minimum', 1) + (schema.exclusiveMinimum === true ? 1 : 0);
  const most =
    numberAt(schema, 'maximum', schema.format === 'int64' ? 2 ** 53 - 1 : 2 ** 31 - 1) -
    (schema.exclusiveMaximum === true ? 1 : 0);
  return { least: above ?? least, most: below ?? most };
}

function exampleOf(schema: JsonObject): Json | undefined {
  return schema.example ?? listAt(schema, 'examples')[0] ?? schema.default;
}

function numberAt(schema: JsonObject, key: string, otherwise: number): number {
  const value = schema[key];
  return typeof value === 'number' ? value : otherwise;
}
