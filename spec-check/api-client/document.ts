import { parse } from 'yaml';
import type { Json, JsonObject } from './json.ts';
import { isObject, isString, listAt, objectAt, parseJson, valueAt } from './json.ts';

/** An API's own description: OpenAPI 3 or Swagger 2, as parsed. */
export type ApiDocument = JsonObject;

/** Where frameworks serve it: the plain names first, then NestJS, springdoc, ASP.NET, Fastify, Flask, Django. */
export const documentPaths: readonly string[] = (
  '/openapi.json /swagger.json /api/openapi.json /api/v1/openapi.json /v1/openapi.json /docs-json /api-json ' +
  '/api-docs /api-docs.json /v3/api-docs /v2/api-docs /swagger/v1/swagger.json /documentation/json /docs/json ' +
  '/swagger-json /apispec.json /apispec_1.json /api/schema/ /openapi.yaml /openapi.yml /swagger.yaml /openapi ' +
  '/openapi/v1.json /docs/openapi.json /api/swagger.json /api/docs-json /api/docs.json /api/openapi.yaml /api/v1/openapi.yaml /api/v2/openapi.json'
).split(' ');

/** Reads a JSON or YAML description of an API and follows each `$ref`; undefined for others. */
export function parseDocument(text: string): ApiDocument | undefined {
  const document = parseJson(text) ?? parseYaml(text);
  if (!isObject(document) || !isObject(document.paths)) return undefined;
  if (!/^[23]\./.test(String(document.openapi ?? document.swagger))) return undefined;
  replaceReferences(document, document, new Set());
  return document;
}

function parseYaml(text: string): Json | undefined {
  // A page of HTML is no YAML worth parsing.
  if (!/^\s*(?:#.*\n\s*)*["']?(?:openapi|swagger)["']?\s*:/m.test(text)) return undefined;
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

function replaceReferences(document: ApiDocument, value: Json | undefined, done: Set<Json>): void {
  if (typeof value !== 'object' || value === null || done.has(value)) return;
  done.add(value);
  for (const [key, inner] of Object.entries(value)) {
    let found = inner;
    // A chain of references; one that leads nowhere, or in a circle, leaves nothing.
    for (let hops = 0; isObject(found) && isString(found.$ref); hops += 1)
      found = hops < 20 && found.$ref.startsWith('#/') ? pointer(document, found.$ref) : undefined;
    if (found !== inner) Object.assign(value, { [key]: found });
    replaceReferences(document, found, done);
  }
}

function pointer(document: ApiDocument, ref: string): Json | undefined {
  const parts = ref.slice(2).split('/').map(decodeURIComponent);
  const keys = parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return valueAt(document, keys);
}

/** What the document puts before its paths: `/api/v1` of `servers` or `basePath`, else nothing. */
export function pathPrefix(document: ApiDocument): string {
  // Prefers the server of this container to a gateway in front of it.
  const servers = listAt(document, 'servers');
  const isHere = ({ url }: JsonObject) =>
    /^(?:\/|https?:\/\/(?:localhost|127\.|0\.))/.test(String(url));
  const server = servers.filter(isObject).find(isHere) ?? servers[0];
  const variables = objectAt(server, 'variables');
  const url = String(document.basePath ?? (isObject(server) ? server.url : undefined) ?? '');
  const filled = url.replace(/\{(\w+)\}/g, (_, name: string) =>
    String(objectAt(variables, name).default ?? ''),
  );
  return URL.parse(filled, 'http://localhost')?.pathname.replace(/\/+$/, '') ?? '';
}

/** Paths that take GET and no parameter in the path, with the prefix. */
export const pathsOf = (document: ApiDocument): string[] =>
  Object.entries(objectAt(document, 'paths'))
    .filter(([path, item]) => isObject(item) && isObject(item.get) && !path.includes('{'))
    .map(([path]) => pathPrefix(document) + path);

/** The document without the path of its servers, where that is a gateway's and the container does not serve it. */
export async function withoutGateway(
  document: ApiDocument,
  get: (path: string) => Promise<{ readonly status: number }>,
): Promise<ApiDocument> {
  const { length } = pathPrefix(document);
  const some = pathsOf(document).slice(0, 9);
  const isServed = async (from: number) => {
    const answers = await Promise.all(some.map((path) => get(path.slice(from))));
    return answers.some(({ status }) => status !== 404);
  };
  return length === 0 || (await isServed(0)) || !(await isServed(length))
    ? document
    : { ...document, servers: [], basePath: '' };
}
