import type { ApiDocument } from './document.ts';
import { type Exchange, exchange } from './exchange.ts';
import { idMember, itemIn, pathOf } from './item.ts';
import { isObject, isString, type Json, type JsonObject, objectsIn } from './json.ts';
import type { ApiResource, Operation } from './resource.ts';
import type { Sample } from './sample.ts';

/** An item to look for in a list. */
export interface Wanted {
  readonly id: string;
  readonly sample: Sample;
}

/** Which items a list shows, over all its pages, and the last page that was read. */
export interface Listing {
  readonly shows: readonly boolean[];
  readonly pages: number;
  readonly answer: Exchange;
}

/**
 * Reads a list page by page until every item is seen or there is no further page: by `Link`, by a
 * `next` in the body, or by the paging parameters that the document names.
 */
export async function readList(
  baseUrl: string,
  document: ApiDocument,
  resource: ApiResource,
  operation: Operation,
  wanted: readonly Wanted[],
  signal: AbortSignal,
): Promise<Listing> {
  const first = pathOf(document, operation, undefined, pageSize(operation));
  let answer = await exchange(baseUrl, { path: first, signal });
  let shows = wanted.map((item) => isShown(resource, answer.body, item));
  let seen = itemsOn(answer.body);
  for (let pages = 1; ; pages += 1) {
    const next = nextPath(answer, operation, { first, pages, seen });
    if (shows.every(Boolean) || next === undefined || pages === mostPages)
      return { shows, pages, answer };
    const page = await exchange(baseUrl, { path: next, signal });
    // An API that knows no such parameter gives the same page for ever.
    if (page.text === answer.text) return { shows, pages, answer };
    answer = page;
    const here = answer.body;
    shows = shows.map((shown, index) => shown || isShown(resource, here, wanted[index]));
    seen += itemsOn(here);
  }
}

/** More would mean that somebody's own database is read to its end. */
const mostPages = 200;

function isShown(resource: ApiResource, page: Json | undefined, item: Wanted | undefined): boolean {
  if (item === undefined) return false;
  if (itemIn(page, item.sample) !== undefined) return true;
  // A list of summaries may leave the marked field out.
  return listsOn(page)
    .flat()
    .filter(isObject)
    .some(
      (entry) => entry[item.sample.field] === undefined && idMember(resource, entry) === item.id,
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

function pageSize({ query }: Operation): Record<string, string> {
  const parameter = query.find(({ name }) => isString(name) && sizeNames.test(name));
  if (parameter === undefined) return {};
  const schema = isObject(parameter.schema) ? parameter.schema : parameter;
  return {
    [String(parameter.name)]: String(
      typeof schema.maximum === 'number' ? Math.min(schema.maximum, 1000) : 100,
    ),
  };
}

interface Progress {
  readonly first: string;
  readonly pages: number;
  readonly seen: number;
}

/** Path and query of the page after this one; undefined when there is none. */
export function nextPath(
  answer: Exchange,
  { query }: Operation,
  { first, pages, seen }: Progress,
): string | undefined {
  const linked =
    /<([^>]+)>\s*;[^,]*\brel="?next"?/i.exec(answer.link ?? '')?.[1] ?? nextInBody(answer.body);
  if (linked !== undefined) return relative(linked, answer.path);
  if (itemsOn(answer.body) === 0) return undefined;
  const named = (names: RegExp) => query.find(({ name }) => isString(name) && names.test(name));
  const offset = named(offsetNames);
  if (offset !== undefined) return withQuery(first, String(offset.name), seen);
  const page = named(/^page(?:_?number)?$/i);
  return page === undefined
    ? undefined
    : withQuery(first, String(page.name), firstPage(page) + pages);
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

/** On the host that is asked: inside a container an API doesn't know how it is reached. */
function relative(link: string, from: string): string | undefined {
  const base = `http://localhost${from}`;
  if (!URL.canParse(link, base)) return undefined;
  const { pathname, search } = new URL(link, base);
  return pathname + search;
}

function withQuery(path: string, name: string, value: number): string {
  const url = new URL(path, 'http://localhost');
  url.searchParams.set(name, String(value));
  return url.pathname + url.search;
}
