import { randomUUID } from 'node:crypto';
import type { Exchange } from './exchange.ts';
import { isObject, isString, type Json, type JsonObject, objectAt, objectsIn } from './json.ts';
import type { ApiResource, Operation } from './resource.ts';
import { isVersion, type Sample, sampleValue, secret } from './sample.ts';
import { exampleOf, flatten } from './schema.ts';

export type Recognised = Pick<Sample, 'field' | 'value'>;

/** The item inside an answer, however the API wraps it: the object whose marked field has the value sent. */
export const itemIn = (answer: Json | undefined, { field, value }: Recognised) =>
  objectsIn(answer).find((candidate) => candidate[field] === value);

/** The item inside an answer, else the object that has its marked field, whatever the value. */
export const itemLike = (answer: Json | undefined, sample: Recognised) =>
  itemIn(answer, sample) ?? objectsIn(answer).find((one) => Object.hasOwn(one, sample.field));

/** The id that the API gave a new item: a member of its answer, else the end of `Location`. */
export function idOf(resource: ApiResource, created: Exchange, sample: Sample): string | undefined {
  const inLocation = idInLocation(resource, created.headers.location);
  const item = itemIn(created.body, sample);
  // What is only accepted may be answered with the id of a job.
  if (item === undefined && created.status === 202) return inLocation;
  const own = idMember(resource, item ?? (isObject(created.body) ? created.body : {}));
  // JSON:API has it beside the fields.
  const outer = objectsIn(created.body).find((one) => Object.values(one).includes(item)) ?? {};
  return own ?? inLocation ?? idMember(resource, outer);
}

/** `author` of `/api/v1/authors/`. */
export function nounOf(collection: string): string {
  return (collection.split('/').findLast(Boolean) ?? '')
    .replace(/ies$/, 'y')
    .replace(/(ch|sh|x|ss)es$/, '$1')
    .replace(/s$/, '');
}

export function idMember({ collection, idParameter }: ApiResource, item: JsonObject) {
  const noun = nounOf(collection);
  const own = [idParameter, 'id', '_id', 'uuid', `${noun}_id`, `${noun}Id`];
  const names = [...own, 'ID', 'Id', 'key', 'slug', 'code', 'number'];
  const name = names.find((known) => ['string', 'number'].includes(typeof item[known]));
  return name === undefined ? undefined : String(item[name]);
}

function idInLocation({ collection }: ApiResource, location = ''): string | undefined {
  const pathname = URL.parse(location, 'http://localhost')?.pathname.replace(/\/+$/, '') ?? '';
  const isBelow = pathname.startsWith(`${collection.replace(/\/+$/, '')}/`);
  return isBelow ? decodeURIComponent(pathname.split('/').at(-1) ?? '') : undefined;
}

/** Path and query of a request for the collection or for one item, required parameters filled in. */
export function pathOf(operation: Operation, id?: string, query: Record<string, string> = {}) {
  const path =
    id === undefined
      ? operation.path
      : operation.path.replace(/\{[^{}]+\}(\/?)$/, `${encodeURIComponent(id)}$1`);
  const search = new URLSearchParams();
  for (const parameter of operation.query) {
    const { name, schema = parameter, required } = parameter;
    if (required === true && isString(name))
      search.set(name, String(sampleValue(schema, { mark: 'zozozozozo', variant: 0 })));
  }
  for (const [name, value] of Object.entries(query)) search.set(name, value);
  return search.size === 0 ? path : `${path}?${search}`;
}

/** Where a request for the collection or for one item goes, with the headers that the document requires. */
export function requestTo(operation: Operation, id?: string) {
  const headers = operation.inHeader.flatMap(({ name, required, schema, ...own }) => {
    if (required !== true || !isString(name) || ownHeaders.test(name)) return [];
    const value = exampleOf(own) ?? sampleValue(schema ?? own, { mark: 'zozozozozo', variant: 0 });
    // With the same key again it would be the same request.
    return [[name.toLowerCase(), onceOnly.test(name) ? randomUUID() : String(value)]];
  });
  return { path: pathOf(operation, id), headers: Object.fromEntries(headers) };
}

const ownHeaders = /^(?:accept|authorization|content-type|if-.*)$/i;
const onceOnly = /(?:idempotency|request|correlation)[-_]?(?:key|id)$/i;

/** Fields that came back otherwise than sent, or that the answer should have and lacks. */
export const differences = (sample: Sample, item: JsonObject, declared?: ReadonlySet<string>) =>
  Object.entries(sample.body).flatMap(([field, sent]) => {
    if (sent === undefined || isVersion(field)) return [];
    const got = item[field];
    const expected =
      Object.hasOwn(item, field) ||
      field === sample.field ||
      (declared === undefined ? !secret.test(field) : declared.has(field));
    return expected && !sameValue(sent, got) ? [{ field, sent, got }] : [];
  });

/** Names of the fields that an item has by the schema of the answer, in an envelope too; undefined when it has none. */
export function declaredFields({ answer }: Operation, marked: string) {
  const fields = fieldsWith(answer, marked) ?? objectAt(flatten(answer), 'properties');
  const names = Object.keys(fields);
  if (names.length === 0) return undefined;
  return new Set(names.filter((name) => objectAt(fields, name).writeOnly !== true));
}

function fieldsWith(schema: Json | undefined, marked: string, depth = 3): JsonObject | undefined {
  const fields = objectAt(flatten(schema), 'properties');
  if (depth === 0 || Object.hasOwn(fields, marked)) return depth === 0 ? undefined : fields;
  const within = Object.values(fields).map((field) => fieldsWith(field, marked, depth - 1));
  return within.find((found) => found !== undefined);
}

/** Equal as values: an instant in another notation and a number written as text are the same. */
function sameValue(sent: Json | undefined, got: Json | undefined): boolean {
  if (sent === got) return true;
  // Some leave out what is null, and what is empty, as Go's `omitempty` does.
  if (got === undefined) return !sent || (Array.isArray(sent) && sent.length === 0);
  if (sent === null) return false;
  if (typeof sent === 'number') return isString(got) && got !== '' && Number(got) === sent;
  if (typeof sent === 'boolean') return got === Number(sent);
  if (isString(sent)) return sameText(sent, got);
  // A list may come in another order: it is often kept as a set.
  if (Array.isArray(sent))
    return (
      Array.isArray(got) &&
      got.length === sent.length &&
      sent.every((one) => got.some((other) => sameValue(one, other)))
    );
  if (typeof sent !== 'object' || typeof got !== 'object') return false;
  const members = new Map(Object.entries(got ?? {}));
  return Object.entries(sent).every(([key, value]) => sameValue(value, members.get(key)));
}

const isDecimal = (text: string) => /^-?\d+(?:\.\d+)?$/.test(text);

function sameText(sent: string, got: Json | undefined): boolean {
  // A day is 24 hours, and a time may come with its zone or fractions.
  if (/^P\d/.test(sent)) return isString(got) || typeof got === 'number';
  if (!isString(got)) return isDecimal(sent) && Number(sent) === got;
  if (/^\d\d:\d\d:\d\d/.test(sent)) return got.startsWith(sent.slice(0, 8));
  // 7.50 for 07.5: a decimal as text.
  if (/^-?\d+\.\d+$/.test(got) && isDecimal(sent)) return Number(sent) === Number(got);
  if (/^\S+@\S+$|^[0-9a-f-]{36}$/.test(sent)) return got.toLowerCase() === sent.toLowerCase();
  if (!/^\d{4}-\d\d-\d\d/.test(sent)) return false;
  // Without a zone it is UTC, wherever this runs.
  const instant = (text: string) => Date.parse(/\d\d:\d\d:[\d.]+$/.test(text) ? `${text}Z` : text);
  return instant(sent) === instant(got) || (sent.length === 10 && got.startsWith(sent));
}
