import { Ambiguous, type Fail } from '../model/verdict.ts';
import { type ApiHints, chooseResources, readApi } from './discover.ts';
import type { LiveApi } from './new-item.ts';
import { type ApiResource, actsOf } from './resource.ts';

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
          actual: `${api.at} describes for ${choice.resource.collection}: ${actsOf(choice.resource)}`,
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
