import { randomBytes } from 'node:crypto';
import type { Sql } from 'postgres';
import type { KnownApi } from './discover.ts';
import { exchange, exchangeWhenReady } from './exchange.ts';
import { idMember, idOf, itemIn, nounOf, pathOf } from './item.ts';
import type { Json, JsonObject } from './json.ts';
import type { ApiResource, Operation } from './resource.ts';
import { findRows, removeRows } from './rows.ts';
import { type Sample, sampleBody } from './sample.ts';

/** An API at work, and the database that it should keep its items in. */
export interface LiveApi {
  readonly baseUrl: string;
  readonly api: KnownApi;
  readonly sql: Sql;
  readonly signal: AbortSignal;
}

/** The document leaves no field free by which an item could be recognised: nobody can tell what to send. */
export class NothingToWrite extends Error {}

/** An item that was made only because another one names it by its id. */
export interface Parent {
  readonly collection: string;
  /** What its row is recognised by. */
  readonly value: string;
}

export type Creating = Omit<LiveApi, 'sql'>;

/** A new item: the request, the answer, its id where the API gives one, and what it had to have first. */
export async function createItem(
  live: Creating,
  resource: ApiResource,
  variant: number,
  bodies?: readonly JsonObject[],
  parents: Parent[] = [],
  /** Collections whose items wait for this one. */
  waiting: readonly string[] = [],
) {
  const { baseUrl, signal } = live;
  const { document, at } = live.api;
  const { create } = resource.acts;
  if (create === undefined)
    throw new NothingToWrite(`The document describes no way to create ${resource.collection}.`);
  const options = { mark: randomBytes(4).toString('hex'), variant };
  const samples =
    create.body !== undefined && bodies === undefined
      ? [sampleBody(document, create.body.schema, options)].filter((sample) => sample !== undefined)
      : (bodies ?? guesses)
          .map((body) => markedCopy(body, options.mark))
          .filter((sample) => sample !== undefined);
  const path = pathOf(document, create);
  for (const [index, guess] of samples.entries()) {
    const sample =
      bodies === undefined
        ? await withParents(live, guess, parents, [...waiting, resource.collection])
        : guess;
    const answer = await exchangeWhenReady(baseUrl, {
      method: 'POST',
      path,
      ...sent(create, sample),
      signal,
    });
    // A guess that is refused says nothing about the API.
    if (at === undefined && [400, 415, 422].includes(answer.status) && index < samples.length - 1)
      continue;
    const created = answer.status >= 200 && answer.status < 300;
    const id = created
      ? (idOf(resource, answer, sample) ??
        (await idInList({ baseUrl, signal }, document, resource, sample)))
      : undefined;
    const step = { kind: 'create', sample, id, answer } as const;
    return { step, item: id === undefined ? undefined : { id, sample }, parents };
  }
  throw new NothingToWrite(
    `The document describes no text field of POST ${create.path} that a check could recognise its item by.`,
  );
}

/** The same sample with the ids of items that exist: `author_id` beside a resource `/authors` names one of its. */
async function withParents(
  live: Creating,
  sample: Sample,
  parents: Parent[],
  waiting: readonly string[],
): Promise<Sample> {
  const body: Record<string, Json | undefined> = { ...sample.body };
  for (const [field, value] of Object.entries(sample.body)) {
    const parent = namedBy(field, live.api.resources);
    // Two resources may name each other.
    if (parent === undefined || waiting.includes(parent.collection)) continue;
    const { item } = await createItem(live, parent, 0, undefined, parents, waiting).catch(
      (error: unknown) => {
        if (error instanceof NothingToWrite) return { item: undefined };
        throw error;
      },
    );
    if (item === undefined) continue;
    parents.push({ collection: parent.collection, value: String(item.sample.value) });
    body[field] = typeof value === 'number' ? Number(item.id) : item.id;
  }
  return { ...sample, body };
}

function namedBy(field: string, resources: readonly ApiResource[]): ApiResource | undefined {
  const named = /^(.+?)(?:_id|_uuid|Id|ID|Uuid)$/.exec(field)?.[1];
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return named === undefined
    ? undefined
    : resources.find(
        ({ collection, acts }) =>
          acts.create !== undefined && plain(nounOf(collection)) === plain(named),
      );
}

/** Removes the rows of items that were made for others, the last one first, once those are gone. */
export async function removeParents(
  sql: Sql,
  parents: readonly Parent[],
  signal: AbortSignal,
): Promise<void> {
  for (const { collection, value } of [...parents].reverse()) {
    const [found] = await findRows(sql, value, collection, signal).catch(() => []);
    // The role may not be allowed to; a row more does no harm.
    if (found !== undefined) await removeRows(sql, found.table, value).catch(() => {});
  }
}

/** What APIs that describe nothing may take. */
const guesses: readonly JsonObject[] = [
  { title: '' },
  { name: '' },
  { text: '' },
  { title: '', description: '' },
  { name: '', description: '' },
];

/** A body from the spec, or a guess, with the mark in its first text. */
function markedCopy(body: JsonObject, mark: string): Sample | undefined {
  const field = Object.entries(body).find(([, value]) => typeof value === 'string')?.[0];
  if (field === undefined) return undefined;
  const value = `${body[field] === '' ? 'spec-check' : body[field]}-${mark}`;
  return { body: { ...body, [field]: value }, field, value };
}

async function idInList(
  { baseUrl, signal }: Pick<LiveApi, 'baseUrl' | 'signal'>,
  document: JsonObject,
  resource: ApiResource,
  sample: Sample,
): Promise<string | undefined> {
  if (resource.acts.list === undefined) return undefined;
  const { body } = await exchange(baseUrl, { path: pathOf(document, resource.acts.list), signal });
  const item = itemIn(body, sample);
  return item === undefined ? undefined : idMember(resource, item);
}

/** Body and media type of a request, in the words that the document asks for. */
export function sent(
  { body }: Operation,
  { body: value, field }: Sample,
): { readonly body: Json; readonly mediaType: string } {
  const mediaType = body?.mediaType ?? 'application/json';
  if (!mediaType.includes('json-patch')) return { body: value, mediaType };
  return { mediaType, body: [{ op: 'replace', path: `/${field}`, value: value[field] ?? null }] };
}
