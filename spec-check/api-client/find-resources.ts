import { namedCollection } from '../model/settings.ts';
import { Ambiguous, ImageFault } from '../model/verdict.ts';
import { type ApiHints, type KnownApi, readApi } from './discover.ts';
import { documentPaths } from './document.ts';
import type { LiveApi } from './new-item.ts';
import type { ApiResource } from './resource.ts';
import { actsOf, missingActs, namedResource, undocumentedResource } from './resource.ts';

/** What to try on: every act of CRUD, or rows alone, which are created and read. Throws ImageFault where the API lacks an act that this takes, Ambiguous where unclear. */
export async function findResources(
  live: Omit<LiveApi, 'api'>,
  hints: ApiHints,
  command: string,
  takes: 'every act' | 'rows' = 'every act',
) {
  const api = await readApi(live.baseUrl, hints, live.signal);
  const { resources, missing } = chooseResources(api, hints);
  const [{ collection, acts }] = resources;
  const givesRows = acts.create !== undefined && (acts.read ?? acts.list) !== undefined;
  if (missing.length === 0 || (takes === 'rows' && givesRows))
    return { live: { ...live, api }, resources };
  throw new ImageFault({
    evidence: `${collection} has no ${missing.join(', no ')}`,
    expected: 'create, read, list, update and delete',
    actual: `${api.at} describes for ${collection}: ${actsOf(acts).join(', ')}`,
    fix: `Serve what is missing and describe it in ${api.at}.`,
    command,
  });
}

/** The resource that the spec names, else every one whose items can be created and read; `missing` says what the only one lacks. Throws Ambiguous when nobody can tell. */
export function chooseResources(
  { at, resources, nested }: KnownApi,
  hints: ApiHints,
): { resources: readonly [ApiResource, ...ApiResource[]]; missing: readonly string[] } {
  const { resource } = hints;
  const isRead = ({ acts }: ApiResource) => acts.read !== undefined;
  const all = [...resources, ...nested].toSorted((a, b) => Number(isRead(b)) - Number(isRead(a)));
  const has = resources.map(({ collection }) => collection).join(', ') || 'none';
  if (at === undefined) {
    const { collections: [promised, ...others] = [] } = hints;
    const path = namedCollection(hints)[0] ?? (others.length === 0 ? promised : undefined);
    if (path === undefined)
      throw unknown(`no OpenAPI document found (tried ${documentPaths.slice(0, 4).join(', ')} …)`);
    return { resources: [undocumentedResource(path)], missing: [] };
  }
  if (resource !== undefined) {
    const named = namedResource(all, resource);
    if (named !== undefined) return { resources: [named], missing: missingActs(named) };
    throw unknown(`${at} describes no resource ${resource} (it has ${has})`);
  }
  const [first, ...others] = all.filter(({ acts }) => acts.create && (acts.read ?? acts.list));
  if (first && [first, ...others].some((candidate) => missingActs(candidate).length === 0))
    return { resources: [first, ...others], missing: [] };
  const [fewestMissing] = all
    .filter(({ acts }) => acts.create !== undefined)
    .sort((a, b) => missingActs(a).length - missingActs(b).length);
  if (fewestMissing !== undefined)
    return { resources: [fewestMissing], missing: missingActs(fewestMissing) };
  throw unknown(`${at} describes no collection with items that can be created (it has ${has})`);
}

const unknown = (reason: string): Ambiguous =>
  new Ambiguous(
    `Which resource to try is not known: ${reason}`,
    "Name it in the spec's front matter (resource: /tasks, and what it takes: body: { title: Buy milk }), or serve the OpenAPI document at /openapi.json.",
  );
