import type { Image } from '../model/resources.ts';
import { ask } from './ask.ts';
import { type ApiDocument, documentPaths, parseDocument, withoutGateway } from './document.ts';
import { logIn } from './login.ts';
import { type ApiResource, resourcesOf } from './resource.ts';

/** What the project says of the API, beside what the API says of itself; and the page that shows its document. */
export type ApiHints = Image['api'] & { readonly page?: string | undefined };

export type KnownApi = Awaited<ReturnType<typeof readApi>>;

/** Looks for the API's own OpenAPI document in the places where frameworks serve it, beside the page that shows it first. */
export async function readApi(baseUrl: string, hints: ApiHints, signal: AbortSignal) {
  const { basePath = '', body, page } = hints;
  const headers = await headersOf(baseUrl, hints, signal);
  const bases = new Set([basePath.replace(/\/+$/, ''), '']);
  const beside = page === undefined ? [] : ['-json', '.json', '/json'].map((end) => page + end);
  const usual = [...bases].flatMap((base) => documentPaths.map((known) => base + known));
  let at: string | undefined;
  let document: ApiDocument = {};
  const get = (path: string) => ask({ baseUrl, api: { headers }, signal }, { path });
  for (const path of [...beside, ...usual]) {
    const { status, text } = await get(path);
    const found = status === 200 ? parseDocument(text) : undefined;
    if (found === undefined) continue;
    [at, document] = [path, await withoutGateway(found, get)];
    break;
  }
  const isNested = ({ collection }: ApiResource) => collection.includes('{');
  const all = resourcesOf(document);
  return {
    /** Where the document is served; undefined when there is none. */
    at,
    document,
    resources: all.filter((resource) => !isNested(resource)),
    /** Resources below an item of another one: `/projects/{id}/tasks`. */
    nested: all.filter(isNested),
    headers,
    /** A new item as the project writes it, where no document does. */
    body,
  };
}

/** What requests to this container carry: another one, or the same after a restart, may not know its sessions. */
export async function headersOf(url: string, { headers, login }: ApiHints, signal: AbortSignal) {
  return { ...headers, ...(login && (await logIn(url, login, signal))) };
}
