import type { Image } from '../model/resources.ts';
import { ask } from './ask.ts';
import {
  type ApiDocument,
  documentedPaths,
  documentPaths,
  parseDocument,
  pathPrefix,
} from './document.ts';
import type { Exchange } from './exchange.ts';
import { logIn } from './login.ts';
import { type ApiResource, resourcesOf } from './resource.ts';

/** What the project says of the API, beside what the API says of itself. */
export type ApiHints = Image['api'];

export type KnownApi = Awaited<ReturnType<typeof readApi>>;

/** Looks for the API's own OpenAPI document in the places where frameworks serve it. */
export async function readApi(
  baseUrl: string,
  { basePath = '', headers: given, login, body }: ApiHints,
  signal: AbortSignal,
) {
  const headers: Readonly<Record<string, string>> = {
    ...given,
    ...(login && (await logIn(baseUrl, login, signal))),
  };
  const bases = new Set([basePath.replace(/\/+$/, ''), '']);
  const paths = [...bases].flatMap((base) => documentPaths.map((known) => base + known));
  let at: string | undefined;
  let document: ApiDocument = {};
  const get = (path: string) => ask({ baseUrl, api: { headers }, signal }, { path });
  for (const path of paths) {
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

/** The document without the path of its servers, where that is of a gateway: in the container only the paths without it are served. */
async function withoutGateway(
  document: ApiDocument,
  get: (path: string) => Promise<Exchange>,
): Promise<ApiDocument> {
  const [path = ''] = documentedPaths(document);
  const plain = path.slice(pathPrefix(document).length);
  const isHere = plain === path || (await get(path)).status !== 404;
  return isHere || (await get(plain)).status === 404
    ? document
    : { ...document, servers: [], basePath: '' };
}
