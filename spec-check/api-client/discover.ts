import type { Image } from '../model/resources.ts';
import { ask } from './ask.ts';
import { type ApiDocument, documentPaths, parseDocument } from './document.ts';
import { exchangeWhenReady } from './exchange.ts';
import type { JsonObject } from './json.ts';
import { logIn } from './login.ts';
import {
  type ApiResource,
  missingActs,
  namedResource,
  resourcesOf,
  undocumentedResource,
} from './resource.ts';

/** What the project says of the API, beside what the API says of itself. */
export type ApiHints = Image['api'];

/** The API as it describes itself. */
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
  { basePath = '', headers: given = {}, login, body }: ApiHints,
  signal: AbortSignal,
): Promise<KnownApi> {
  const token = login && (await logIn(baseUrl, login, given, signal));
  const headers = { ...given, ...token };
  const reached = { baseUrl, api: { headers }, signal };
  const bases = [...new Set([basePath.replace(/\/+$/, ''), ''])];
  for (const path of bases.flatMap((base) => documentPaths.map((known) => base + known))) {
    const { status, text } = await ask(reached, { path });
    const document = status === 200 ? parseDocument(text) : undefined;
    if (document === undefined) continue;
    const [nested, resources] = [true, false].map((below) =>
      resourcesOf(document).filter(({ collection }) => collection.includes('{') === below),
    );
    return { at: path, document, resources: resources ?? [], nested: nested ?? [], headers, body };
  }
  return { at: undefined, document: {}, resources: [], nested: [], headers, body };
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

/** Which resources are meant, or why nobody can tell and what to add to the spec. */
export type Choice =
  | { readonly kind: 'chosen'; readonly resources: readonly ApiResource[] }
  | {
      readonly kind: 'incomplete';
      readonly resource: ApiResource;
      readonly missing: readonly string[];
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/**
 * The resource that the spec names, else every one whose items can be created and read, those below an
 * item of another one too. An API whose document shows resources and none of them whole has not got
 * all CRUD endpoints.
 */
export function chooseResources(
  { at, resources, nested }: KnownApi,
  { resource, basePath = '' }: ApiHints,
): Choice {
  if (resource !== undefined) {
    const named = namedResource([...resources, ...nested], resource);
    if (named !== undefined) return whole(named);
    if (at === undefined)
      return { kind: 'chosen', resources: [undocumentedResource(joined(basePath, resource))] };
    return {
      kind: 'unknown',
      reason: `${at} describes no resource ${resource} (it has ${listed(resources)})`,
    };
  }
  if (at === undefined) {
    return {
      kind: 'unknown',
      reason: `no OpenAPI document was found (tried ${documentPaths.slice(0, 4).join(', ')} …)`,
    };
  }
  const usable = [...resources, ...nested].filter(({ acts }) => acts.create && acts.read);
  if (usable.some((candidate) => missingActs(candidate).length === 0))
    return { kind: 'chosen', resources: usable };
  const fewestMissing = [...resources, ...nested]
    .filter(({ acts }) => acts.create !== undefined)
    .sort((a, b) => missingActs(a).length - missingActs(b).length)[0];
  return fewestMissing === undefined
    ? {
        kind: 'unknown',
        reason: `${at} describes no collection with items that can be created (it has ${listed(resources)})`,
      }
    : whole(fewestMissing);
}

function whole(resource: ApiResource): Choice {
  const missing = missingActs(resource);
  return missing.length === 0
    ? { kind: 'chosen', resources: [resource] }
    : { kind: 'incomplete', resource, missing };
}

function joined(...parts: readonly string[]): string {
  return parts
    .map((part) => part.replace(/^\/+|\/+$/g, ''))
    .filter(Boolean)
    .join('/');
}

function listed(resources: readonly ApiResource[]): string {
  return resources.map(({ collection }) => collection).join(', ') || 'none';
}
