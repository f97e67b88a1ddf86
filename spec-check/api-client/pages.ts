import { ask, onSameHost, type Reached } from './ask.ts';
import { type Exchange, isRefused } from './exchange.ts';
import { idMember, itemIn, pathOf, type Recognised, requestTo } from './item.ts';
import { isObject, isString, type Json, type JsonObject, listAt, objectsIn } from './json.ts';
import type { ApiResource, Operation } from './resource.ts';
import { numberAt } from './schema.ts';

type Wanted = { readonly id: string; readonly sample: Recognised };

/** Reads a list page by page, of `size` items or as large as the API allows, until every item is seen: their entries, the last page, whether it has one of them twice, and whether more pages were left. */
export async function readList(
  live: Reached,
  resource: ApiResource,
  operation: Operation,
  wanted: readonly Wanted[],
  { size, mostPages = 200 }: { readonly size?: number; readonly mostPages?: number } = {},
) {
  const { headers } = requestTo(operation);
  const first = pathOf(operation, undefined, pageSize(operation, size));
  const entries = wanted.map((): JsonObject | undefined => undefined);
  let path: string | undefined = first;
  let answer: Exchange | undefined;
  let isGuess = false;
  let isTwice = false;
  const idsOn = ({ body }: Exchange) =>
    listsOn(body).map((list) => list.map((one) => isObject(one) && idMember(resource, one)));
  for (let pages = 1, seen = 0; ; pages += 1) {
    const page: Exchange = await ask(live, { headers, path });
    const [before, ids] = [answer && idsOn(answer).flat(), idsOn(page)];
    // An API that knows no such parameter gives the same page for ever; some refuse a page after the last.
    const isSame =
      page.text === answer?.text || (isGuess && ids.flat().some((id) => before?.includes(id)));
    if (answer !== undefined && (isSame || isRefused(page) || (isGuess && page.status >= 500)))
      return { entries, isTwice, givenUp: false, answer };
    answer = page;
    for (const list of ids)
      isTwice ||= wanted.some(({ id }) => list.indexOf(id) !== list.lastIndexOf(id));
    for (const [index, item] of wanted.entries())
      entries[index] ??= entryOf(resource, page.body, item);
    seen += itemsOn(page.body);
    path = nextPath(page, operation, { first, pages, seen });
    // Nothing says how to get the next page: the usual parameters are tried until a page repeats.
    isGuess = path === undefined && itemsOn(page.body) > 0 && (pages === 1 || isGuess);
    const cursor = named(operation, cursorNames)?.name;
    const last = ids.flat().at(-1);
    const guess =
      isString(cursor) && isString(last)
        ? { [cursor]: last }
        : { page: pages + 1, offset: seen, skip: seen };
    if (isGuess) path = withQuery(first, guess);
    const isDone = path === undefined || entries.every((entry) => entry !== undefined);
    if (isDone || path === undefined || pages === mostPages)
      return { entries, isTwice, givenUp: !isDone, answer };
  }
}

export const hasPageSize = (operation: Operation) => named(operation, sizeNames) !== undefined;

/** An item in a list, by its id, which stays the same, else by its marked field. */
function entryOf(resource: ApiResource, page: Json | undefined, { id, sample }: Wanted) {
  const all = listsOn(page).flat();
  const entries = all.filter(isObject);
  // Some list ids alone, or links.
  const isLink = (entry: Json) => !isObject(entry) && `/${entry}`.endsWith(`/${id}`);
  return (
    entries.find((entry) => idMember(resource, entry) === id) ??
    itemIn(page, sample) ??
    (id !== '' && entries.length === 0 && all.some(isLink) ? { id } : undefined)
  );
}

const itemsOn = (page: Json | undefined): number =>
  Math.max(0, ...listsOn(page).map(({ length }) => length));

/** The lists of a page: itself, or the members of its envelope. */
const listsOn = (page: Json | undefined): (readonly Json[])[] =>
  [page, ...envelopes(page).flatMap((one) => Object.values(one))].filter((value) =>
    Array.isArray(value),
  );

/** What stands around a list: `{data: […], meta: {page: 1}}`, `{data: {tasks: […], page: 1}}`. */
const envelopes = (page: Json | undefined): JsonObject[] =>
  isObject(page) ? [page, ...Object.values(page).filter(isObject)] : [];

// Compared without signs between words: `per_page`, `page[size]`, `$top`.
const sizeNames = /^(?:(?:page)?(?:limit|size)|perpage|take|top|first|maxresults)$/i;
const offsetNames = /^(?:(?:page)?offset|skip|start)$/i;
const pageNames = /^(?:current)?page(?:number|no|index)?$/i;
const cursorNames =
  /^(?:(?:starting|page)?after|(?:x?next|start|page)?cursor|(?:next)?pagetoken|continuation(?:token)?|marker|sinceid|from|next)$/i;
const paging = [sizeNames, offsetNames, pageNames, cursorNames];
const nextNames = /^(?:odata)?next(?:page)?(?:url|uri|link|href)?$/i;

const isNamed = (name: string, names: RegExp): boolean => names.test(name.replace(/[^a-z]/gi, ''));

/** `?status`, `?sort`: what the document offers to ask a list for, beside its pages. */
export const filtersOf = ({ query }: Operation): JsonObject[] =>
  query.filter(({ name }) => !paging.some((names) => isNamed(String(name), names)));

function pageSize(operation: Operation, wanted = 1000): Record<string, string> {
  // A list may leave some out unless it is asked for all.
  const isWhole = ({ schema = null }: JsonObject) => listAt(schema, 'enum').includes('all');
  const all = operation.query.filter(isWhole).map(({ name }) => [name, 'all']);
  const parameter = named(operation, sizeNames);
  if (parameter === undefined) return Object.fromEntries(all);
  const schema = isObject(parameter.schema) ? parameter.schema : parameter;
  const least = numberAt(schema, 'minimum', 1);
  const size = Math.max(least, Math.min(numberAt(schema, 'maximum', 100), wanted));
  return Object.fromEntries([...all, [parameter.name, String(size)]]);
}

const named = ({ query }: Operation, names: RegExp): JsonObject | undefined =>
  query.find(({ name }) => isString(name) && isNamed(name, names));

function nextPath(
  { headers, body, path }: Exchange,
  operation: Operation,
  { first, pages, seen }: { readonly first: string } & Record<'pages' | 'seen', number>,
): string | undefined {
  const link = /<([^>]+)>\s*;[^,]*\brel="?next"?/i.exec(String(headers.link ?? ''))?.[1];
  const linked = link ?? nextInBody(body);
  if (linked !== undefined) return onSameHost(linked, path);
  if (itemsOn(body) === 0) return undefined;
  const by = (parameter: JsonObject | undefined, value: number | string | undefined) =>
    parameter && value !== undefined
      ? withQuery(first, { [String(parameter.name)]: value })
      : undefined;
  const counter = numberIn(body, /^(?:(?:current)?page(?:number|no|index)?|number)$/i);
  // Where no document names them, the answer does.
  const page = named(operation, pageNames) ?? counter;
  return (
    by(named(operation, offsetNames), seen) ??
    by(named(operation, cursorNames), cursorIn(body, headers)) ??
    by(page, page && (counter?.value ?? firstPage(page) + pages - 1) + 1) ??
    by(numberIn(body, offsetNames), seen)
  );
}

function withQuery(path: string, query: Readonly<Record<string, number | string>>): string {
  const url = new URL(path, 'http://localhost');
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return url.pathname + url.search;
}

function numberIn(body: Json | undefined, names: RegExp) {
  for (const envelope of envelopes(body))
    for (const [name, value] of Object.entries(envelope))
      if (typeof value === 'number' && isNamed(name, names)) return { name, value };
  return undefined;
}

/** Where the next page begins, as the answer says. */
function cursorIn(body: Json | undefined, headers: Exchange['headers']) {
  for (const candidate of [...objectsIn(body, 3), headers]) {
    if (candidate.has_more === false || candidate.hasMore === false) return undefined;
    const next = Object.entries(candidate).find(
      ([name]) => /^next/i.test(name) || (isNamed(name, cursorNames) && !/^after$/i.test(name)),
    );
    if (next === undefined) continue;
    return isString(next[1]) || typeof next[1] === 'number' ? String(next[1]) : undefined;
  }
  return undefined;
}

/** Some count pages from 0: their document says so by a default or a minimum. */
function firstPage(parameter: JsonObject): number {
  const { default: start, minimum } = isObject(parameter.schema) ? parameter.schema : parameter;
  return [start, minimum].find((value) => typeof value === 'number') ?? 1;
}

function nextInBody(body: Json | undefined): string | undefined {
  for (const candidate of objectsIn(body, 3)) {
    const named = Object.entries(candidate).find(([name, is]) => is && isNamed(name, nextNames));
    const next = named?.[1];
    const href = isObject(next) ? next.href : next;
    if (isString(href) && /^(?:https?:\/\/|\/|\?)/.test(href)) return href;
  }
  return undefined;
}
