import { parse } from 'yaml';
import { isObject, type Json, type JsonObject, listAt, objectAt } from './json.ts';

/** An API's own description: OpenAPI 3 or Swagger 2, as parsed. */
export type ApiDocument = JsonObject;

/** Where frameworks serve it: the plain names first, then NestJS, springdoc, ASP.NET, Fastify, Flask, Django. */
export const documentPaths: readonly string[] = [
  '/openapi.json',
  '/swagger.json',
  '/api/openapi.json',
  '/api/v1/openapi.json',
  '/v1/openapi.json',
  '/docs-json',
  '/api-json',
  '/api-docs',
  '/api-docs.json',
  '/v3/api-docs',
  '/v2/api-docs',
  '/swagger/v1/swagger.json',
  '/documentation/json',
  '/docs/json',
  '/swagger-json',
  '/apispec.json',
  '/apispec_1.json',
  '/api/schema/',
  '/openapi.yaml',
  '/openapi.yml',
  '/swagger.yaml',
  '/openapi',
];

/** Reads JSON or YAML; undefined when it is no description of an API. */
export function parseDocument(text: string): ApiDocument | undefined {
  const document = parseEither(text);
  if (!isObject(document) || !isObject(document.paths)) return undefined;
  const version = document.openapi ?? document.swagger;
  return /^[23]\./.test(String(version)) ? document : undefined;
}

function parseEither(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    // A page of HTML is no YAML worth parsing.
    if (!/^\s*(?:#.*\n\s*)*["']?(?:openapi|swagger)["']?\s*:/m.test(text)) return undefined;
  }
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}

/** Follows `$ref` inside the document, through a chain of them; undefined for one that leads nowhere. */
export function resolve(document: ApiDocument, value: Json | undefined): Json | undefined {
  let found = value;
  for (let hops = 0; hops < 20; hops += 1) {
    if (!isObject(found) || typeof found.$ref !== 'string') return found;
    found = pointer(document, found.$ref);
  }
  return undefined;
}

function pointer(document: ApiDocument, ref: string): Json | undefined {
  if (!ref.startsWith('#/')) return undefined;
  let found: Json | undefined = document;
  for (const part of ref.slice(2).split('/')) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    if (!isObject(found)) return undefined;
    found = Object.hasOwn(found, key) ? found[key] : undefined;
  }
  return found;
}

/** What the document puts before its paths: `/api/v1` of `servers` or `basePath`, else nothing. */
export function pathPrefix(document: ApiDocument): string {
  const [server] = listAt(document, 'servers');
  const variables = objectAt(server, 'variables');
  const url =
    typeof document.basePath === 'string'
      ? document.basePath
      : isObject(server) && typeof server.url === 'string'
        ? server.url.replace(/\{(\w+)\}/g, (_, name: string) =>
            String(objectAt(variables, name).default ?? ''),
          )
        : '';
  const path = URL.canParse(url, 'http://localhost')
    ? new URL(url, 'http://localhost').pathname
    : '';
  return path.replace(/\/+$/, '');
}

/** Paths that take GET and no parameter in the path, with the prefix. */
export function documentedPaths(document: ApiDocument): string[] {
  const prefix = pathPrefix(document);
  return Object.entries(objectAt(document, 'paths')).flatMap(([path, described]) => {
    const item = resolve(document, described);
    return isObject(item) && isObject(item.get) && !path.includes('{') ? [prefix + path] : [];
  });
}
