import { randomInt } from 'node:crypto';
import randexp from 'randexp';

import { type ApiDocument, resolve } from './document.ts';
import { isVersion } from './item-version.ts';
import { isObject, isString, type Json, type JsonObject, listAt, objectAt } from './json.ts';

/** A body that a schema accepts, and the one field by which the item is recognised everywhere. */
export interface Sample {
  readonly body: JsonObject;
  readonly field: string;
  readonly value: string | number;
  /** Part of the value that stands in the item's row as it is, whatever quotes are around it. */
  readonly trace: string;
}

export interface SampleOptions {
  /** Ten letters that no other item has, from `newMark`: part of every free text. */
  readonly mark: string;
  /** Two variants differ wherever the schema leaves a choice: enums, booleans, numbers. */
  readonly variant: number;
  /** Fill the optional fields too whose values can be made up; required ones alone otherwise. */
  readonly optional?: boolean;
  /** What free text is like: ordinary, with quotes and letters of other scripts, as long as is allowed. */
  readonly style?: 'plain' | 'ascii-quotes' | 'special' | 'long';
  /** Whether a field names an item that can be made: `author_id` beside a resource `/authors`. */
  readonly isReference?: (field: string) => boolean;
}

/** Ten random letters that can be spoken: nobody can foretell them, and every text field takes them. */
export function newMark(): string {
  const pick = (letters: string) => letters[randomInt(letters.length)] ?? '';
  return Array.from({ length: 5 }, () => pick('bcdfghjklmnprstvwz') + pick('aeiou')).join('');
}

/**
 * A body with every required field, the optional ones if asked for, and one free field that carries the
 * mark: text if there is any, else a whole number. Undefined when the schema leaves nothing free to write.
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
  const filled = Object.entries(fields)
    .filter(
      ([name, field]) =>
        name !== marked.field &&
        (required.includes(name) ||
          (options.optional === true && canMakeUp(document, name, field, options))),
    )
    .map(([name, field]) => [name, sampleValue(document, field, ofField(name, options))] as const);
  return {
    body: { ...Object.fromEntries(filled), [marked.field]: marked.value },
    ...marked,
    trace: traceOf(marked.value, options),
  };
}

/** Fields that the schema allows and does not require. */
export function optionalFields(document: ApiDocument, schema: Json, sample: Sample): string[] {
  const required = listAt(flatten(document, schema), 'required');
  return Object.keys(sample.body).filter(
    (name) => name !== sample.field && !required.includes(name),
  );
}

/**
 * Another body for the same item: another mark, and every field whose value can be made up made up anew;
 * what cannot be (ids of other items, versions) stays as it is. Undefined when nothing would change.
 */
export function changedBody(
  document: ApiDocument,
  schema: Json,
  current: JsonObject,
  { field, value: before, trace }: Pick<Sample, 'field' | 'value' | 'trace'>,
  options: SampleOptions,
): (Sample & { readonly required: readonly string[] }) | undefined {
  const shape = flatten(document, schema);
  const fields = writableFields(document, shape);
  const required = listAt(shape, 'required').filter(isString);
  const made = fields[field] && markedValue(fields[field], options);
  const value = made ?? before;

  const body = Object.entries(fields).flatMap(([name, described]): [string, Json][] => {
    if (name === field) return [[name, value]];
    const now = current[name] ?? undefined;
    const isFree = !isVersion(name) && !foreign.test(name);
    if (isFree && canMakeUp(document, name, described, options))
      return [[name, otherValue(document, described, now, ofField(name, options))]];
    if (now !== undefined) return [[name, now]];
    return required.includes(name) ? [[name, sampleValue(document, described, options)]] : [];
  });
  const changes = body.some(([name, changed]) => changed !== (current[name] ?? undefined));
  return changes
    ? {
        body: Object.fromEntries(body),
        field,
        value,
        trace: made === undefined ? trace : traceOf(made, options),
        required,
      }
    : undefined;
}

/** Fields that the API fills in itself, although its document does not say readOnly. */
const ownFields =
  /^_?(?:id|uuid)$|^(?:created|updated|modified|deleted|inserted|archived)(?:_?(?:at|on|by|date|time))?$|^_?links?$/i;
const foreign = /(?:_ids?|_uuids?|Ids?|IDs?|Uuids?)$/;
/** Names of values that an API takes and does not give back. */
export const secret = /password|secret|token/i;

/** Whether a value of this optional field can be made up so that a sound API takes and keeps it. */
function canMakeUp(
  document: ApiDocument,
  name: string,
  field: JsonObject,
  options: SampleOptions,
): boolean {
  if (field.deprecated === true || field.writeOnly === true || ownFields.test(name)) return false;
  if (secret.test(name) || isVersion(name)) return false;
  if (foreign.test(name)) return options.isReference?.(name) === true;
  return isFillable(document, field);
}

function isFillable(document: ApiDocument, field: JsonObject, depth = 4): boolean {
  if (isChoice(field)) return true;
  switch (typeOf(field)) {
    case 'string':
      return (
        (field.format === undefined || Object.hasOwn(formats, String(field.format))) &&
        sampleText(field, { mark: newMark(), variant: 0 }) !== undefined
      );
    case 'integer':
    case 'number':
      return true;
    case 'array':
      return depth > 0 && isFillable(document, flatten(document, field.items), depth - 1);
    case 'object': {
      const inner = Object.values(writableFields(document, field));
      return (
        depth > 0 && inner.length > 0 && inner.every((one) => isFillable(document, one, depth - 1))
      );
    }
    default:
      return false;
  }
}

/** Long and special text only where people write free text: a country code is none. */
function ofField(name: string, options: SampleOptions): SampleOptions {
  return textNames.includes(name.toLowerCase()) ? options : { ...options, style: 'plain' };
}

function otherValue(
  document: ApiDocument,
  schema: JsonObject,
  now: Json | undefined,
  options: SampleOptions,
): Json {
  const choices = [0, 1].map((more) =>
    sampleValue(document, schema, { ...options, variant: options.variant + more }),
  );
  return choices.find((choice) => choice !== now) ?? choices[0] ?? null;
}

/** A value that a schema accepts; in objects the required members, or all if `optional` says so. */
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
      return options.variant % 2 === 1;
    case 'array': {
      const wanted = Math.max(options.optional === true ? 1 : 0, numberAt(shape, 'minItems', 0));
      const length = depth === 0 ? 0 : Math.min(wanted, numberAt(shape, 'maxItems', wanted));
      return Array.from({ length }, (_, index) =>
        sampleValue(
          document,
          shape.items,
          { ...options, variant: options.variant + index },
          depth - 1,
        ),
      );
    }
    case 'object': {
      if (depth === 0) return {};
      const fields = writableFields(document, shape);
      const names = options.optional === true ? Object.keys(fields) : listAt(shape, 'required');
      return Object.fromEntries(
        names
          .filter(isString)
          .filter((name) => fields[name] !== undefined)
          .map((name) => [name, sampleValue(document, fields[name], options, depth - 1)]),
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
  'notes',
  'comment',
  'message',
  'details',
  'remarks',
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
        field.writeOnly !== true && !secret.test(name) && !/(?:^|_)id$|Id$/.test(name),
    )
    .sort(([a], [b]) => rank(a) - rank(b))
    .flatMap(([field, described]) => {
      const value = markedValue(described, options);
      return value === undefined ? [] : [{ field, value }];
    });
  return candidates.find(({ value }) => typeof value === 'string') ?? candidates[0];
}

function traceOf(value: string | number, { mark }: SampleOptions): string {
  return String(value).includes(mark) ? mark : String(value);
}

/** The mark as a value of this schema, or undefined where it doesn't fit. */
function markedValue(schema: JsonObject, options: SampleOptions): string | number | undefined {
  if (isChoice(schema)) return undefined;
  if (typeOf(schema) === 'string' && (schema.format === undefined || schema.format === 'email')) {
    const text = uniqueText(schema, options);
    return text !== undefined && text.length >= 8 ? text : undefined;
  }
  if (typeOf(schema) === 'integer') {
    const { least, most } = range(schema);
    const span = Math.min(most, least + 2_000_000_000) - least;
    return span < 1_000_000 ? undefined : least + (Number.parseInt(options.mark, 36) % span);
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
  'date-time': ({ variant }) => `2031-02-${10 + (variant % 18)}T04:05:06Z`,
  date: ({ variant }) => `2031-02-${10 + (variant % 18)}`,
  time: () => '04:05:06Z',
  duration: () => 'P1D',
  email: ({ mark }) => `${mark}@example.com`,
  uuid: ({ mark }) => `00000000-0000-4000-8000-${Buffer.from(mark).toString('hex').slice(-12)}`,
  uri: ({ mark }) => `https://example.com/${mark}`,
  url: ({ mark }) => `https://example.com/${mark}`,
  hostname: ({ mark }) => `${mark}.example.com`,
  ipv4: () => '192.0.2.1',
  ipv6: () => '2001:db8::1',
  byte: ({ mark }) => Buffer.from(mark).toString('base64'),
  password: ({ mark }) => `Aa1-${mark}!`,
};

/** The first text that the length and the pattern allow, else an example; undefined when there is none. */
function sampleText(schema: JsonObject, options: SampleOptions): string | undefined {
  const example = exampleOf(schema);
  return uniqueText(schema, options) ?? (isString(example) ? example : undefined);
}

function uniqueText(schema: JsonObject, options: SampleOptions): string | undefined {
  const made = isString(schema.format) ? formats[schema.format]?.(options) : undefined;
  if (made !== undefined) return made;
  const least = numberAt(schema, 'minLength', 0);
  const most = numberAt(schema, 'maxLength', 300);
  const { mark, style = 'plain' } = options;
  const digits = String(Number.parseInt(mark, 36)).slice(-10);
  const words = `${mark.slice(5)[0]?.toUpperCase()}${mark.slice(6)} ${mark}`;
  const texts = [
    ...styles[style](mark, Math.min(most, 5000)),
    words,
    mark,
    mark.toUpperCase(),
    `+1${digits}`,
    digits,
    mark.slice(0, Math.max(1, most)),
  ]
    .map((text) => text.padEnd(least, ` ${mark}`))
    .filter((text) => [...text].length <= most);
  return texts.find((text) => matches(schema.pattern, text)) ?? byPattern(schema, least, most);
}

/** Text as people write it. No white space at its ends: an API may take that off. */
const styles: Readonly<
  Record<NonNullable<SampleOptions['style']>, (mark: string, most: number) => readonly string[]>
> = {
  plain: () => [],
  'ascii-quotes': (mark) => [`${mark} it's "50%" \\n; -- done`],
  special: (mark) => [`${mark} l'Été “Ω” "50%" \\n 日本語 🚀👩‍👧`, `${mark} l'Été "日本" 🚀`],
  long: (mark, most) => [`${`${mark} `.repeat(most).slice(0, most - 1)}z`],
};

// The package's types describe a member `default`; what it exports is the class itself.
const RandExp = randexp as unknown as typeof randexp.default;

/** Text made from the pattern itself. The generator knows most of the syntax; what it makes is tried. */
function byPattern({ pattern }: JsonObject, least: number, most: number): string | undefined {
  if (!isString(pattern)) return undefined;
  for (let tries = 0; tries < 30; tries += 1) {
    try {
      const generator = new RandExp(new RegExp(pattern));
      generator.max = Math.min(most, 8 + tries);
      const text = generator.gen();
      const fits = text.length >= least && text.length <= most && text.trim() === text;
      if (fits && matches(pattern, text)) return text;
    } catch {
      return undefined;
    }
  }
  return undefined;
}

function matches(pattern: Json | undefined, text: string): boolean {
  if (!isString(pattern)) return true;
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags).test(text);
    } catch {
      // Without the flag, more patterns of other languages are read.
    }
  }
  return true;
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
