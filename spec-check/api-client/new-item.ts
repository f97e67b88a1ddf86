import { randomInt } from 'node:crypto';
import { onError } from '../model/on-error.ts';
import type { Tables } from '../model/tables.ts';
import { Ambiguous } from '../model/verdict.ts';
import { acceptedWithin, ask, type Reached } from './ask.ts';
import type { KnownApi } from './discover.ts';
import { type Exchange, isSuccess, until } from './exchange.ts';
import { idMember, idOf, itemIn, nounOf, requestTo } from './item.ts';
import { isString, type Json, type JsonObject } from './json.ts';
import { readList } from './pages.ts';
import type { ApiResource, Operation } from './resource.ts';
import { newMark, type Sample, type SampleOptions, sampleBody } from './sample.ts';
import { exampleOf, flatten, writableFields } from './schema.ts';

/** An API at work, and the database that it should keep its items in. */
export interface LiveApi extends Reached {
  readonly api: KnownApi;
  /** Undefined where the project has no database that could be looked into. */
  readonly tables?: Tables | undefined;
}

/** The document has no free field by which an item could be recognised, so it is not known what to send. */
export class NothingToWrite extends Ambiguous {
  constructor(message: string) {
    super(message, 'Name a resource with a text field in the front matter (resource: /tasks).');
  }
}

/** An item that was made only because another one names it by its id. */
export interface Parent {
  readonly resource: ApiResource;
  readonly id: string | undefined;
  /** What its row is recognised by. */
  readonly value: string;
}

export interface Wish extends Omit<SampleOptions, 'mark' | 'isReference'> {
  /** Added for every item that had to be made first. */
  readonly parents?: Parent[];
  /** Collections whose items wait for this one. */
  readonly waiting?: readonly string[];
  /** Values that it takes over from another item, all but its marked one and null. */
  readonly like?: JsonObject;
}

export interface NewItem {
  readonly sample: Sample;
  readonly schema: Json;
  readonly answer: Exchange;
  /** Undefined where the API did not make it, or gives it no id. */
  readonly id: string | undefined;
}

/** Makes an item, and before it those that it names. Throws NothingToWrite, and Ambiguous where credentials lack. */
export async function createItem(live: LiveApi, resource: ApiResource, wish: Wish) {
  const { resources, body: own } = live.api;
  const { create } = resource.acts;
  if (create === undefined)
    throw new NothingToWrite(`The document describes no way to create ${resource.collection}.`);
  const { parents = [], waiting: before = [], like = {}, ...options } = wish;
  const waiting = [...before, resource.collection];
  const parentOf = (field: string) => parentNamed(field, resources, waiting);
  const isReference = (field: string) => parentOf(field) !== undefined;
  const described = create.body?.schema;
  let refused: NewItem | undefined;
  const fields = Object.values(writableFields(flatten(described)));
  const again = described && fields.some((field) => isString(exampleOf(field))) ? [described] : [];
  const schemas = described === undefined ? schemasLike(own) : [described, ...again];
  for (const [index, schema] of schemas.entries()) {
    const examples = index > 0;
    const made = sampleBody(schema, { ...options, examples, mark: newMark(), isReference });
    if (made === undefined) continue;
    const body: Record<string, Json | undefined> = {};
    for (const [field, value] of Object.entries(made.body)) {
      const taken = field === made.field ? null : (like[field] ?? null);
      const parent = taken === null ? parentOf(field) : undefined;
      const id = parent && (await parentId(live, parent, parents, waiting));
      const own = id !== undefined && typeof value === 'number' ? Number(id) : (id ?? value);
      body[field] = taken ?? own;
    }
    const sample = { ...made, body };
    const request = { method: 'POST', ...requestTo(create), ...sent(create, sample) };
    const answer = await ask(live, request);
    if (answer.status === 401 || answer.status === 403) throw noCredentials(answer, live.api);
    if (isSuccess(answer))
      return { sample, schema, answer, id: await idOfNew(live, resource, answer, sample) };
    refused = { sample, schema, answer, id: undefined };
    // A guess that is refused says nothing about the API.
    if (![400, 409, 415, 422].includes(answer.status)) break;
  }
  if (refused && [400, 415, 422].includes(refused.answer.status) && create.takesOther)
    throw new NothingToWrite(`POST ${create.path} takes no JSON, by its document and its answer.`);
  if (refused !== undefined) return refused;
  throw new NothingToWrite(
    `The document describes no text field of POST ${create.path} that a check could recognise its item by.`,
  );
}

function noCredentials({ method, path, status }: Exchange, { headers }: KnownApi) {
  const given = Object.keys(headers).join(', ');
  return new Ambiguous(
    `${method} ${path} asks for credentials (${status}), and ${given === '' ? 'none are given' : `those that were given (${given}) are not enough`}`,
    'Say what the API wants in the front matter (headers: {Authorization: …}, or login: { path: /auth/login, body: { … } }), let it run without for the check, or name a resource that is open (resource: /tasks).',
  );
}

async function parentId(
  live: LiveApi,
  parent: ApiResource,
  parents: Parent[],
  waiting: readonly string[],
): Promise<string | undefined> {
  // Its dates must differ from those of the items under test.
  const wish = { variant: randomInt(60, 300), parents, waiting };
  const made = await createItem(live, parent, wish).catch(onError(NothingToWrite, () => undefined));
  if (made) parents.push({ resource: parent, id: made.id, value: made.sample.trace });
  return made?.id;
}

/** The resource that a field names; not one in `waiting`, because two resources may name each other. */
function parentNamed(field: string, resources: readonly ApiResource[], waiting: readonly string[]) {
  const named = /^(.+?)(?:_id|_uuid|Id|ID|Uuid)$/.exec(field)?.[1];
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (named === undefined) return undefined;
  return resources.find(
    ({ collection, acts }) =>
      acts.create !== undefined &&
      !waiting.includes(collection) &&
      plain(nounOf(collection)) === plain(named),
  );
}

/** The resource below an item made for it: `/projects/17/tasks`; undefined if impossible. */
export async function belowParent(
  live: LiveApi,
  resource: ApiResource,
  parents: Parent[],
): Promise<ApiResource | undefined> {
  const above = /^(.*\/\{[^{}]+\})\/[^{}]*$/.exec(resource.collection)?.[1];
  if (above === undefined) return resource;
  const plain = (path: string) => path.replace(/\{[^{}]*\}/g, '{}').replace(/\/+$/, '');
  const { resources, nested } = live.api;
  const template = [...resources, ...nested].find(({ item }) => plain(item) === plain(above));
  const parent = template && (await belowParent(live, template, parents));
  const id = parent && (await parentId(live, parent, parents, []));
  if (parent === undefined || id === undefined) return undefined;
  const start = parent.item.replace(/\{[^{}]+\}\/?$/, encodeURIComponent(id));
  const placed = (path: string) => start + path.slice(above.length);
  const moved = (operation: Operation) => ({ ...operation, path: placed(operation.path) });
  const acts = Object.entries(resource.acts).map(([act, operation]) => [act, moved(operation)]);
  return {
    ...resource,
    collection: placed(resource.collection),
    item: placed(resource.item),
    acts: Object.fromEntries(acts),
  };
}

/** Removes the rows of items that were made for others, the last one first, once those are gone. */
export async function removeParents(parents: readonly Parent[], { tables, signal }: LiveApi) {
  for (const { resource, value } of parents.toReversed()) {
    const query = { value, hint: resource.collection };
    const [found] = (await tables?.find(query, signal).catch(() => [])) ?? [];
    // The role may not be allowed to; a row more does no harm.
    if (found !== undefined) await tables?.remove(found.table, [value]).catch(() => {});
  }
}

const text = { type: 'string' };
const guesses = ['title', 'name', 'text', 'title description', 'name description'].map((names) => {
  const required = names.split(' ');
  return { required, properties: Object.fromEntries(required.map((name) => [name, text])) };
});

/** Of a body that the project writes out, one text is free, the first with words in it if there is one; where it is refused, one of the same form. The rest stays as it is, but for codes where an item is there already: they may be its key. */
function schemasLike(body: JsonObject | undefined): readonly JsonObject[] {
  if (body === undefined) return guesses;
  const all = Object.entries(body);
  const texts = all.filter(([, value]) => isString(value));
  const [free] = texts.find(([, value]) => / /.test(String(value))) ?? texts[0] ?? [];
  const schema = (ofFree: typeof likeIt, ofOthers: typeof likeIt) => ({
    required: all.map(([name]) => name),
    properties: Object.fromEntries(
      all.map(([name, value]) => [name, (name === free ? ofFree : ofOthers)(value)]),
    ),
  });
  const same = (value: Json | undefined) => ({ const: value });
  // `deprecated` makes an update keep the value.
  const key = (value: Json | undefined) =>
    isString(value) && /\d/.test(value) ? { ...likeIt(value), deprecated: true } : same(value);
  const varied = schema(() => text, key);
  // Three times, because one of few values may be taken by chance.
  return [schema(() => text, same), schema(likeIt, same), varied, varied, varied];
}

/** A schema of texts like this one: an address, `^AB[A-Z]\-\d\d\d\d\d$` for `ABC-12345`, and other paths for a URL. */
function likeIt(value: Json | undefined): JsonObject {
  const like = String(value);
  if (/@/.test(like)) return { ...text, format: 'email' };
  const [origin] = /^https?:\/\/[^/]+\//.exec(like) ?? [];
  const start = origin ?? like.slice(0, like.length / 4);
  const rest = origin === undefined ? like.slice(start.length) : 'x'.repeat(10);
  const escaped = (part: string) => part.replace(/[^A-Za-z\d]/g, '\\$&');
  const form = escaped(rest).replace(/[a-z]|([A-Z])|(\d)/g, (_, upper, digit) =>
    upper ? '[A-Z]' : digit ? '\\d' : '[a-z]',
  );
  return { ...text, pattern: `^${escaped(start)}${form}$` };
}

async function idOfNew(live: LiveApi, resource: ApiResource, answer: Exchange, sample: Sample) {
  const id = idOf(resource, answer, sample);
  const { list } = resource.acts;
  if (id !== undefined || list === undefined) return id;
  const look = async () => (await readList(live, resource, list, [{ id: '', sample }])).entries[0];
  const ms = answer.status === 202 ? acceptedWithin : 0;
  const entry = await until(look, { ms, every: 200 }, live.signal);
  const none = Object.keys(resource.acts).length > 2 ? undefined : ''; // only added and listed
  return entry && (idMember(resource, itemIn(entry, sample) ?? entry) ?? none);
}

/** Body and media type of a request, as the document asks for them. */
export function sent({ body }: Operation, sample: Pick<Sample, 'body'>, id?: string) {
  const { mediaType = 'application/json', around } = body ?? {};
  return { body: around?.(sample.body, id) ?? sample.body, mediaType };
}
