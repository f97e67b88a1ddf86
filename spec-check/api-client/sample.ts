import { randomInt } from 'node:crypto';
import { isObject, isString, type Json, type JsonObject, listAt, objectAt } from './json.ts';
import { isKnownFormat, sampleText, type TextOptions, uniqueText } from './sample-text.ts';
import { exampleOf, flatten, numberAt, range, typeOf, writableFields } from './schema.ts';

/** A body that a schema accepts, and the one field by which the item is recognised everywhere. */
export interface Sample extends Marked {
  readonly body: JsonObject;
}

interface Marked {
  readonly field: string;
  readonly value: string | number;
  /** Part of the value that stands in the item's row as it is, whatever quotes are around it. */
  readonly trace: string;
}

export interface SampleOptions extends TextOptions {
  /** Fill the optional fields too whose values can be made up; required ones alone otherwise. */
  readonly optional?: boolean;
  /** The style is for every text; else only for fields where people write free text: a country code is none. */
  readonly everywhere?: boolean | undefined;
  /** A new item gets 0 where a change sends null: some programs take the one for the other. */
  readonly isNew?: boolean;
  /** Whether a field names an item that can be made: `author_id` beside a resource `/authors`. */
  readonly isReference?: (field: string) => boolean;
}

/** Ten random letters that can be spoken: nobody can foretell them, and every text field takes them. */
export function newMark(): string {
  const pick = (letters: string) => letters[randomInt(letters.length)] ?? '';
  return Array.from({ length: 5 }, () => pick('bcdfghjklmnprstvwz') + pick('aeiou')).join('');
}

/** A body with every required field, optional ones if asked for, and a free field that carries the mark; undefined when nothing is free. For an item that is there, ids of others and versions stay as they are `now`. */
export function sampleBody(
  schema: Json,
  options: SampleOptions,
  item?: { readonly sample: Marked; readonly now: JsonObject },
): Sample | undefined {
  const fields = writableFields(flatten(schema));
  const required = requiredFields(schema);
  const { sample } = item ?? {};
  const marked = sample
    ? { ...sample, ...markedValue(fields[sample.field], options) }
    : markedField(fields, required, options);
  if (marked === undefined) return undefined;
  const body = Object.entries(fields).flatMap(([name, field], index): [string, Json][] => {
    if (name === marked.field) return [[name, marked.value]];
    const now = item?.now[name] ?? undefined;
    const isRequired = required.includes(name);
    const isFree = (isRequired || options.optional) && canMakeUp(name, field, options);
    if (!isFree && now !== undefined) return [[name, now]];
    if (!isFree && !isRequired) return [];
    // No two fields alike, or nobody would see that they are swapped; later dates stand below earlier ones.
    const isText = textNames.includes(name.toLowerCase());
    const style = isText || options.everywhere ? options.style : undefined;
    const most = isText ? undefined : 24;
    const own = { ...options, style, mark: newMark(), most, isNew: item === undefined };
    const [one, other] = [index, index + 1].map((more) =>
      sampleValue(field, { ...own, variant: options.variant + more }),
    );
    return [[name, (one === now ? other : one) ?? null]];
  });
  return { ...marked, body: Object.fromEntries(body) };
}

/** Whether a body took an example of its document: then a made-up value may be refused there. */
export const usesExamples = (schema: Json, body: JsonObject): boolean =>
  Object.entries(writableFields(flatten(schema))).some(
    ([name, field]) => isString(body[name]) && body[name] === exampleOf(field),
  );

export const requiredFields = (schema: Json): string[] =>
  listAt(flatten(schema), 'required').filter(isString);

/** Fields that the API fills in itself, although its document does not say readOnly. */
const ownFields =
  /^_?(?:id|uuid)$|^(?:created|updated|modified|deleted|inserted|archived)(?:_?(?:at|on|by|date|time))?$|^_?links?$/i;
/** Names of version fields, by which a change says which state of the item it is for. */
const versions = /^_?(?:(?:lock|row|entity|record)_?)?(?:version|revision|rev)$/i;
const foreign = /(?:_ids?|_uuids?|Ids?|IDs?|Uuids?)$/;
/** Names of values that an API takes and does not give back. */
export const secret = /password|secret|token/i;

export const isVersion = (name: string): boolean => versions.test(name);

/** Whether a value of this optional field can be made up so that a sound API takes and keeps it. */
function canMakeUp(name: string, field: JsonObject, { isReference }: SampleOptions): boolean {
  const isOurs = [ownFields, versions, secret].every((names) => !names.test(name));
  if (!isOurs || field.deprecated === true || field.writeOnly === true) return false;
  return foreign.test(name) ? isReference?.(name) === true : isFillable(field);
}

function isFillable(field: JsonObject, depth = 4): boolean {
  const type = typeOf(field);
  if (isChoice(field) || type === 'integer' || type === 'number') return true;
  if (type === 'string') {
    const isKnown = field.format === undefined || isKnownFormat(field.format);
    return isKnown && sampleText(field, { mark: newMark(), variant: 0 }) !== undefined;
  }
  const inner = type === 'array' ? [flatten(field.items)] : Object.values(writableFields(field));
  return depth > 0 && inner.length > 0 && inner.every((one) => isFillable(one, depth - 1));
}

/** Whether null may be sent, and means null: not a default that stands in for it. */
function isNullable(schema: JsonObject): boolean {
  const branches = [schema, ...listAt(schema, 'anyOf'), ...listAt(schema, 'oneOf')];
  const types = branches.flatMap((one) => (isObject(one) ? one.type : []));
  return (schema.nullable === true || types.includes('null')) && (schema.default ?? null) === null;
}

/** A change as the creation takes it: of a field that may not be null there, null says only that it may be left out. */
export function withoutNull(change: Json, create: Json): JsonObject {
  const [shape, made] = [flatten(change), writableFields(flatten(create))];
  const fields = Object.entries(objectAt(shape, 'properties')).map(([name, field]) => {
    const own = made[name];
    const isOnlyLeftOut = own && isNullable(flatten(field)) && !isNullable(flatten(own));
    return [name, isOnlyLeftOut ? own : field];
  });
  return { ...shape, properties: Object.fromEntries(fields) };
}

const isChoice = (schema: JsonObject): boolean =>
  schema.const !== undefined || Array.isArray(schema.enum) || typeOf(schema) === 'boolean';

/** A value that a schema accepts; in objects the required members, or all if `optional` says so. */
export function sampleValue(schema: Json | undefined, options: SampleOptions, depth = 6): Json {
  const shape = flatten(schema);
  const { variant, mark, optional = false, style, isNew } = options;
  // No two members are alike.
  const nth = (at: number) => ({ ...options, variant: variant + at, mark: at ? newMark() : mark });
  const isAmount = shape.pattern !== undefined || range(shape).least < 1;
  if (style === 'empty' && isNullable(shape) && !(isNew && isAmount)) return null;
  if (shape.const !== undefined) return shape.const;
  const choices = listAt(shape, 'enum').filter((choice) => choice !== null);
  if (choices.length > 0) return choices[variant % choices.length] ?? null;
  switch (typeOf(shape)) {
    case 'string':
      return sampleText(shape, options) ?? '';
    case 'integer':
    case 'number':
      return sampleNumber(shape, options);
    case 'boolean':
      return style !== 'empty' && variant % 2 === 1;
    case 'array': {
      const usual = optional && style !== 'empty' ? 2 : 0;
      const wanted = Math.max(usual, numberAt(shape, 'minItems', 0));
      const length = depth === 0 ? 0 : Math.min(wanted, numberAt(shape, 'maxItems', wanted));
      return Array.from({ length }, (_, at) => sampleValue(shape.items, nth(at), depth - 1));
    }
    case 'object': {
      if (depth === 0) return {};
      const required = listAt(shape, 'required');
      const members = Object.entries(writableFields(shape))
        .filter(([name]) => optional || required.includes(name))
        .map(([name, field], at) => [name, sampleValue(field, nth(at), depth - 1)]);
      return Object.fromEntries(members);
    }
    default:
      return exampleOf(shape) ?? null;
  }
}

function sampleNumber(shape: JsonObject, { variant, style }: SampleOptions): number {
  const step = numberAt(shape, 'multipleOf', 1);
  const { least, most } = range(shape, step);
  if (style === 'empty' && least <= 0 && most >= 0) return 0;
  const first = Math.ceil((least <= 1 && most >= 1 + step ? 1 : least) / step);
  const choices = Math.max(1, Math.floor(most / step) - first + 1);
  // Decimal: 1.14, not 1.1400000000000001.
  const isBounded = most < 2 ** 31 - 1 || shape.format === 'int64';
  const usual = style === 'empty' ? 0 : variant % choices;
  const steps = style === 'long' && isBounded ? choices - 1 : usual;
  const value = Number(((first + steps) * step).toPrecision(15));
  // Some documents call whole numbers so: a half is sent where refusing it does no harm, or nothing else fits.
  const isHalf = typeOf(shape) === 'number' && shape.multipleOf === undefined;
  if (!isHalf || (style !== 'special' && least <= most)) return value;
  if (least > most) return value - 0.5;
  return [value + 0.5, value - 0.5].find((half) => half >= least && half <= most) ?? value;
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
): Marked | undefined {
  const rank = (name: string) => {
    const known = textNames.indexOf(name.toLowerCase());
    return (required.includes(name) ? 0 : 100) + (known === -1 ? textNames.length : known);
  };
  const candidates = Object.keys(fields)
    .filter((name) => !secret.test(name) && !/(?:^|_)id$|Id$/.test(name))
    .sort((a, b) => rank(a) - rank(b))
    .flatMap((field) => {
      const described = fields[field];
      const marked = described?.writeOnly === true ? undefined : markedValue(described, options);
      return marked === undefined ? [] : [{ field, ...marked }];
    });
  return candidates.find(({ value }) => isString(value)) ?? candidates[0];
}

/** The mark as a value of this schema, or undefined where it doesn't fit. */
function markedValue(schema: JsonObject = {}, options: SampleOptions) {
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
