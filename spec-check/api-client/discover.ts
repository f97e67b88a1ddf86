import type { Image } from '../model/resources.ts';
import { ask, onSameHost } from './ask.ts';
import { type ApiDocument, documentPaths, parseDocument } from './document.ts';
import { exchangeWhenReady } from './exchange.ts';
import type { JsonObject } from './json.ts';
import { logIn } from './login.ts';
import { type ApiResource, resourcesOf } from './resource.ts';

/** What the project says of the API, beside what the API says of itself. */
export type ApiHints = Image['api'];

export interface KnownApi {
  /** Where the document is served; undefined when there is none. */
  readonly at: string | undefined;
  readonly document: ApiDocument;
  readonly resources: readonly ApiResource[];
  /** Resources below an item of another one: `/projects/{id}/tasks`. */
  readonly nested: readonly ApiResource[];
  /** What is sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  /** A new item as the project writes it, where no document does. */
  readonly body?: JsonObject | undefined;
}

/** Looks for the API's own OpenAPI document in the places where frameworks serve it. */
export async function readApi(
  baseUrl: string,
  { basePath = '', headers: given, login, body }: ApiHints,
  signal: AbortSignal,
): Promise<KnownApi> {
  const headers = { ...given, ...(login && (await logIn(baseUrl, login, signal))) };
  const reached = { baseUrl, api: { headers }, signal };
  const bases = [...new Set([basePath.replace(/\/+$/, ''), ''])];
  const paths = [...bases.flatMap((base) => documentPaths.map((known) => base + known)), ...pages];
  // The paths grow by what a page names.
  for (const path of paths) {
    const { status, text, headers: said } = await ask(reached, { path });
    if (pages.includes(path)) paths.push(...documentsNamedIn(`${said.link} ${text}`, path));
    const document = status === 200 ? parseDocument(text) : undefined;
    if (document === undefined) continue;
    const { nested = [], resources = [] } = Object.groupBy(resourcesOf(document), (resource) =>
      resource.collection.includes('{') ? 'nested' : 'resources',
    );
    return { at: path, document, resources, nested, headers, body };
  }
  return { at: undefined, document: {}, resources: [], nested: [], headers, body };
}

/** Where a start page or a page of documentation stands. */
const pages: readonly string[] = ['/', '/docs', '/docs/', '/api/docs', '/swagger', '/redoc'];

/** Links of a page, or in its `Link: …; rel="service-desc"`, that may lead to a document. */
function documentsNamedIn(text: string, page: string): string[] {
  const links = [
    ...text.matchAll(/["'<]([^"'<>\s]+\.(?:json|ya?ml)|[^"'<>\s]*openapi[^"'<>\s]*)["'>]/gi),
  ];
  return links.slice(0, 10).flatMap(([, link = '']) => onSameHost(link, page) ?? []);
}

/** The same for an API that may only just have started, and says 503 to everything for a while. */
export async function readApiWhenReady(
  baseUrl: string,
  hints: ApiHints,
  signal: AbortSignal,
): Promise<KnownApi> {
  await exchangeWhenReady(baseUrl, { path: '/', signal });
  return readApi(baseUrl, hints, signal);
}
