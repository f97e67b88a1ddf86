import { Ambiguous, type Fail } from '../model/verdict.ts';
import { type ApiHints, type KnownApi, readApi } from './discover.ts';
import { documentPaths } from './document.ts';
import type { LiveApi } from './new-item.ts';
import {
  type ApiResource,
  actsOf,
  missingActs,
  namedResource,
  undocumentedResource,
} from './resource.ts';

/** What to try CRUD on, or the FAIL of an API that has not got all of it. Throws Ambiguous when nobody can tell. */
export async function findResources(
  live: Omit<LiveApi, 'api'>,
  hints: ApiHints,
): Promise<
  | { readonly live: LiveApi; readonly resources: readonly ApiResource[] }
  | { readonly fail: Omit<Fail, 'status'> }
> {
  const api = await readApi(live.baseUrl, hints, live.signal);
  const choice = chooseResources(api, hints);
  switch (choice.kind) {
    case 'chosen':
      return { live: { ...live, api }, resources: choice.resources };
    case 'incomplete':
      return {
        fail: {
          evidence: `${choice.resource.collection} has no ${choice.missing.join(', no ')}`,
          expected: 'create, read, list, update and delete',
          actual: `${api.at} describes for ${choice.resource.collection}: ${actsOf(choice.resource.acts).join(', ')}`,
          fix: `Serve what is missing and describe it in ${api.at}.`,
        },
      };
    case 'unknown':
      throw new Ambiguous(
        `Which resource to try is not known: ${choice.reason}`,
        "Name it in the spec's front matter (resource: /tasks), or serve the OpenAPI document at /openapi.json.",
      );
  }
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
  const all = [...resources, ...nested];
  if (resource !== undefined) {
    const named = namedResource(all, resource);
    if (named !== undefined) return whole(named);
    if (at === undefined)
      return { kind: 'chosen', resources: [undocumentedResource(`${basePath}/${resource}`)] };
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
  const usable = all.filter(({ acts }) => acts.create && acts.read);
  if (usable.some((candidate) => missingActs(candidate).length === 0))
    return { kind: 'chosen', resources: usable };
  const [fewestMissing] = all
    .filter(({ acts }) => acts.create !== undefined)
    .sort((a, b) => missingActs(a).length - missingActs(b).length);
  if (fewestMissing !== undefined) return whole(fewestMissing);
  return {
    kind: 'unknown',
    reason: `${at} describes no collection with items that can be created (it has ${listed(resources)})`,
  };
}

function whole(resource: ApiResource): Choice {
  const missing = missingActs(resource);
  return missing.length === 0
    ? { kind: 'chosen', resources: [resource] }
    : { kind: 'incomplete', resource, missing };
}

function listed(resources: readonly ApiResource[]): string {
  return resources.map(({ collection }) => collection).join(', ') || 'none';
}
