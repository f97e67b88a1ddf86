import { ask, onSameHost, type Reached } from './ask.ts';
import type { Exchange } from './exchange.ts';
import { idMember, itemIn, pathOf } from './item.ts';
import { isObject, isString, type Json, type JsonObject, objectsIn } from './json.ts';
import type { ApiResource, Operation } from './resource.ts';
import type { Sample } from './sample.ts';

/** An item to look for in a list. */
export interface Wanted {
  readonly id: string;
  readonly sample: Pick<Sample, 'field' | 'value'>;
}

/** What a list shows of each item over all its pages, and the last page that was read. */
export interface Listing {
  /** Undefined for an item that no page has. */
  readonly entries: readonly (JsonObject | undefined)[];
  /** There were more pages than anybody wants to read. */
  readonly givenUp: boolean;
  readonly answer: Exchange;
}

/**
 * Reads a list page by page until every item is seen or there is no further page: by `Link`, by a
 * `next` or a cursor in the body, or by the paging parameters that the document names. Pages are as
 * large as the API allows, or of `size` items.
 */
export async function readList(
  live: Reached,
  resource: ApiResource,
  operation: Operation,
  wanted: readonly Wanted[],
  { size, mostPages = 200 }: { readonly size?: number; readonly mostPages?: number } = {},
): Promise<Listing> {
  const first = pathOf(operation, undefined, pageSize(operation, size));
  let answer = await ask(live, { path: first });
  let entries = wanted.map((item) => entryOf(resource, answer.body, item));
  let seen = itemsOn(answer.body);
  for (let pages = 1; ; pages += 1) {
    const next = nextPath(answer, operation, { first, pages, seen, resource });
    const done = entries.every((entry) => entry !== undefined) || next === undefined;
    if (done || pages === mostPages) return { entries, givenUp: !done, answer };
    const page = await ask(live, { path: next });
    // An API that knows no such parameter gives the same page for ever.
    if (page.text === answer.text) return { entries, givenUp: false, answer };
    answer = page;
    const here = answer.body;
    entries = entries.map((entry, index) => entry ?? entryOf(resource, here, wanted[index]));
    seen += itemsOn(here);
  }
}

/** Whether the API can be asked for pages of a few items. */
export function hasPageSize(operation: Operation): boolean {
  return Object.keys(pageSize(operation, 1)).length > 0;
}

/** An item in a list, by its id, which stays the same, else by its marked field. */
function entryOf(
  resource: ApiResource,
  page: Json | undefined,
  item: Wanted | undefined,
): JsonObject | undefined {
  if (item === undefined) return undefined;
  const entries = listsOn(page).flat().filter(isObject);
  return (
    entries.find((entry) => idMember(resource, entry) === item.id) ?? itemIn(page, item.sample)
  );
}

function itemsOn(page: Json | undefined): number {
  return Math.max(0, ...listsOn(page).map(({ length }) => length));
}

/** The lists of a page: itself, or the members of its envelope. */
function listsOn(page: Json | undefined): (readonly Json[])[] {
  return [page, ...(isObject(page) ? Object.values(page) : [])].filter((value) =>
    Array.isArray(value),
  );
}

const sizeNames = /^(?:limit|per_?page|page_?size|size|take|first|max_?results)$/i;
const offsetNames = /^(?:offset|skip|start)$/i;
const cursorNames =
  /^(?:(?:starting_?)?after|(?:next_?|start_?|page_?)?cursor|(?:next_?)?page_?token|continuation(?:_?token)?|marker|since_?id)$/i;

function pageSize({ query }: Operation, wanted?: number): Record<string, string> {
  const parameter = query.find(({ name }) => isString(name) && sizeNames.test(name));
  if (parameter === undefined) return {};
  const schema = isObject(parameter.schema) ? parameter.schema : parameter;
  const { maximum, minimum } = schema;
  const most = typeof maximum === 'number' ? Math.min(maximum, 1000) : 100;
  const least = typeof minimum === 'number' ? minimum : 1;
  return { [String(parameter.name)]: String(Math.max(least, Math.min(most, wanted ?? most))) };
}

interface Progress {
  readonly first: string;
  readonly pages: number;
  readonly seen: number;
  readonly resource: ApiResource;
}

/** Path and query of the page after this one; undefined when there is none. */
function nextPath(
  answer: Exchange,
  { query }: Operation,
  { first, pages, seen, resource }: Progress,
): string | undefined {
  const linked =
    /<([^>]+)>\s*;[^,]*\brel="?next"?/i.exec(String(answer.headers.link ?? ''))?.[1] ??
    nextInBody(answer.body);
  if (linked !== undefined) return onSameHost(linked, answer.path);
  if (itemsOn(answer.body) === 0) return undefined;
  const named = (names: RegExp) => query.find(({ name }) => isString(name) && names.test(name));
  const offset = named(offsetNames);
  if (offset !== undefined) return withQuery(first, String(offset.name), seen);
  const cursor = named(cursorNames);
  const position = cursor === undefined ? undefined : cursorIn(answer.body, resource);
  if (cursor !== undefined && position !== undefined)
    return withQuery(first, String(cursor.name), position);
  const page = named(/^page(?:_?(?:number|no|index))?$/i);
  return page === undefined
    ? undefined
    : withQuery(first, String(page.name), firstPage(page) + pages);
}

/** Where the next page begins: as the answer says, else after the last item of this one. */
function cursorIn(body: Json | undefined, resource: ApiResource): string | undefined {
  for (const candidate of objectsIn(body, 3)) {
    if (candidate.has_more === false || candidate.hasMore === false) return undefined;
    const told = Object.entries(candidate).find(
      ([name]) => /^next/i.test(name) || (cursorNames.test(name) && !/^after$/i.test(name)),
    );
    if (told === undefined) continue;
    return isString(told[1]) || typeof told[1] === 'number' ? String(told[1]) : undefined;
  }
  const last = listsOn(body)[0]?.at(-1);
  return isObject(last) ? idMember(resource, last) : undefined;
}

/** Some count pages from 0: their document says so by a default or a minimum. */
function firstPage(parameter: JsonObject): number {
  const { default: start, minimum } = isObject(parameter.schema) ? parameter.schema : parameter;
  return [start, minimum].find((value) => typeof value === 'number') ?? 1;
}

function nextInBody(body: Json | undefined): string | undefined {
  for (const candidate of objectsIn(body, 3)) {
    const next = candidate.next ?? candidate.next_page_url ?? candidate.nextPage;
    const href = isObject(next) ? next.href : next;
    if (isString(href) && /^(?:https?:\/\/|\/|\?)/.test(href)) return href;
  }
  return undefined;
}

function withQuery(path: string, name: string, value: number | string): string {
  const url = new URL(path, 'http://localhost');
  url.searchParams.set(name, String(value));
  return url.pathname + url.search;
}
