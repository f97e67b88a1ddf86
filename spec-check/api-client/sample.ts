import { randomInt } from 'node:crypto';
import { isVersion } from './item-version.ts';
import { isString, type Json, type JsonObject, listAt } from './json.ts';
import { isKnownFormat, sampleText, type TextOptions, uniqueText } from './sample-text.ts';
import { exampleOf, flatten, isChoice, numberAt, range, typeOf, writableFields } from './schema.ts';

/** A body that a schema accepts, and the one field by which the item is recognised everywhere. */
export interface Sample {
  readonly body: JsonObject;
  readonly field: string;
  readonly value: string | number;
  /** Part of the value that stands in the item's row as it is, whatever quotes are around it. */
  readonly trace: string;
}

export interface SampleOptions extends TextOptions {
  /** Fill the optional fields too whose values can be made up; required ones alone otherwise. */
  readonly optional?: boolean;
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
export function sampleBody(schema: Json, options: SampleOptions): Sample | undefined {
  const shape = flatten(schema);
  const fields = writableFields(shape);
  const required = listAt(shape, 'required').filter(isString);
  const marked = markedField(fields, required, options);
  if (marked === undefined) return undefined;
  const isWanted = (name: string, field: JsonObject) =>
    required.includes(name) || (options.optional === true && canMakeUp(name, field, options));
  const filled = Object.entries(fields)
    .filter(([name, field]) => name !== marked.field && isWanted(name, field))
    .map(([name, field]) => [name, sampleValue(field, ofField(name, options))] as const);
  return { ...marked, body: { ...Object.fromEntries(filled), [marked.field]: marked.value } };
}

/** Fields that the schema allows and does not require. */
export function optionalFields(schema: Json, sample: Sample): string[] {
  const required = listAt(flatten(schema), 'required');
  return Object.keys(sample.body).filter(
    (name) => name !== sample.field && !required.includes(name),
  );
}

/**
 * Another body for the same item: another mark, and every field whose value can be made up made up anew;
 * what cannot be (ids of other items, versions) stays as it is. Undefined when nothing would change.
 */
export function changedBody(
  schema: Json,
  current: JsonObject,
  { field, value, trace }: Pick<Sample, 'field' | 'value' | 'trace'>,
  options: SampleOptions,
): (Sample & { readonly required: readonly string[] }) | undefined {
  const shape = flatten(schema);
  const fields = writableFields(shape);
  const required = listAt(shape, 'required').filter(isString);
  const marked = (fields[field] && markedValue(fields[field], options)) ?? { value, trace };
  const body = Object.entries(fields).flatMap(([name, described]): [string, Json][] => {
    if (name === field) return [[name, marked.value]];
    const now = current[name] ?? undefined;
    const isFree = !isVersion(name) && !foreign.test(name);
    if (isFree && canMakeUp(name, described, options))
      return [[name, otherValue(described, now, ofField(name, options))]];
    if (now !== undefined) return [[name, now]];
    return required.includes(name) ? [[name, sampleValue(described, options)]] : [];
  });
  return body.some(([name, changed]) => changed !== (current[name] ?? undefined))
    ? { ...marked, field, body: Object.fromEntries(body), required }
    : undefined;
}

/** Fields that the API fills in itself, although its document does not say readOnly. */
const ownFields =
  /^_?(?:id|uuid)$|^(?:created|updated|modified|deleted|inserted|archived)(?:_?(?:at|on|by|date|time))?$|^_?links?$/i;
const foreign = /(?:_ids?|_uuids?|Ids?|IDs?|Uuids?)$/;
/** Names of values that an API takes and does not give back. */
export const secret = /password|secret|token/i;

/** Whether a value of this optional field can be made up so that a sound API takes and keeps it. */
function canMakeUp(name: string, field: JsonObject, { isReference }: SampleOptions): boolean {
  if (field.deprecated === true || field.writeOnly === true || ownFields.test(name)) return false;
  if (secret.test(name) || isVersion(name)) return false;
  if (foreign.test(name)) return isReference?.(name) === true;
  return isFillable(field);
}

function isFillable(field: JsonObject, depth = 4): boolean {
  const type = typeOf(field);
  if (isChoice(field) || type === 'integer' || type === 'number') return true;
  if (type === 'string') {
    const isKnown = field.format === undefined || isKnownFormat(String(field.format));
    return isKnown && sampleText(field, { mark: newMark(), variant: 0 }) !== undefined;
  }
  const inner = type === 'array' ? [flatten(field.items)] : Object.values(writableFields(field));
  return depth > 0 && inner.length > 0 && inner.every((one) => isFillable(one, depth - 1));
}

/** Long and special text only where people write free text: a country code is none. */
function ofField(name: string, options: SampleOptions): SampleOptions {
  return textNames.includes(name.toLowerCase()) ? options : { ...options, style: 'plain' };
}

function otherValue(schema: JsonObject, now: Json | undefined, options: SampleOptions): Json {
  const value = sampleValue(schema, options);
  return value === now ? sampleValue(schema, { ...options, variant: options.variant + 1 }) : value;
}

/** A value that a schema accepts; in objects the required members, or all if `optional` says so. */
export function sampleValue(schema: Json | undefined, options: SampleOptions, depth = 6): Json {
  const shape = flatten(schema);
  const { variant, optional = false } = options;
  if (shape.const !== undefined) return shape.const;
  const choices = listAt(shape, 'enum').filter((choice) => choice !== null);
  if (choices.length > 0) return choices[variant % choices.length] ?? null;
  switch (typeOf(shape)) {
    case 'string':
      return sampleText(shape, options) ?? '';
    case 'integer':
    case 'number':
      return sampleNumber(shape, variant);
    case 'boolean':
      return variant % 2 === 1;
    case 'array': {
      const wanted = Math.max(Number(optional), numberAt(shape, 'minItems', 0));
      const length = depth === 0 ? 0 : Math.min(wanted, numberAt(shape, 'maxItems', wanted));
      return Array.from({ length }, (_, index) =>
        sampleValue(shape.items, { ...options, variant: variant + index }, depth - 1),
      );
    }
    case 'object': {
      if (depth === 0) return {};
      const required = listAt(shape, 'required');
      return Object.fromEntries(
        Object.entries(writableFields(shape))
          .filter(([name]) => optional || required.includes(name))
          .map(([name, field]) => [name, sampleValue(field, options, depth - 1)]),
      );
    }
    default:
      return exampleOf(shape) ?? null;
  }
}

function sampleNumber(schema: JsonObject, variant: number): number {
  const { least, most } = range(schema);
  const step = numberAt(schema, 'multipleOf', 1);
  const first = Math.ceil(Math.max(least, Math.min(1, most)) / step) * step;
  return first + variant * step <= most ? first + variant * step : first;
}

/** Names under which people keep free text, the likeliest first. */
const textNames =
  'title name text subject label summary description content body note notes comment message details remarks'.split(
    ' ',
  );

/** The field that carries the mark: text before numbers, a required one before others. */
function markedField(
  fields: Readonly<Record<string, JsonObject>>,
  required: readonly string[],
  options: SampleOptions,
): Omit<Sample, 'body'> | undefined {
  const rank = (name: string) => {
    const known = textNames.indexOf(name.toLowerCase());
    return (required.includes(name) ? 0 : 100) + (known === -1 ? textNames.length : known);
  };
  const candidates = Object.entries(fields)
    .filter(([name]) => !secret.test(name) && !/(?:^|_)id$|Id$/.test(name))
    .sort(([a], [b]) => rank(a) - rank(b))
    .flatMap(([field, described]) => {
      const marked = described.writeOnly === true ? undefined : markedValue(described, options);
      return marked === undefined ? [] : [{ field, ...marked }];
    });
  return candidates.find(({ value }) => isString(value)) ?? candidates[0];
}

/** The mark as a value of this schema, or undefined where it doesn't fit. */
function markedValue(
  schema: JsonObject,
  options: SampleOptions,
): Pick<Sample, 'value' | 'trace'> | undefined {
  if (isChoice(schema)) return undefined;
  const { mark } = options;
  if (typeOf(schema) === 'string' && (schema.format === undefined || schema.format === 'email')) {
    const value = uniqueText(schema, options);
    if (value === undefined || value.length < 8) return undefined;
    return { value, trace: value.includes(mark) ? mark : value };
  }
  if (typeOf(schema) !== 'integer') return undefined;
  const { least, most } = range(schema);
  const span = Math.min(most, least + 2_000_000_000) - least;
  if (span < 1_000_000) return undefined;
  const value = least + (Number.parseInt(mark, 36) % span);
  return { value, trace: String(value) };
}
