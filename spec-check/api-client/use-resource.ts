import { Ambiguous } from '../model/verdict.ts';
import { type ApiHints, chooseResources } from './discover.ts';
import { exerciseCrud } from './exercise-crud.ts';
import { judgeCrud } from './judge-crud.ts';
import { type LiveApi, NothingToWrite } from './new-item.ts';
import { type ApiResource, actsOf } from './resource.ts';

/** How an API whose CRUD is not what is to be proven stood being used. */
export interface Usage {
  readonly works: boolean;
  /** The verbs that work, or what went wrong. */
  readonly shown: string;
  /** Where its rows are: `public.tasks`; undefined where no table has them. */
  readonly table: string | undefined;
}

/** Uses every verb of a resource once. Undefined when nobody can tell what to send. */
export async function useResource(live: LiveApi, hints: ApiHints): Promise<Usage | undefined> {
  const resource = creatable(live.api, hints);
  if (resource === undefined) return undefined;
  try {
    const trace = await exerciseCrud(live, resource, { effort: 'brief' });
    const problem = judgeCrud(trace);
    const [row] = trace.story.flatMap((step) => (step.kind === 'rows' ? step.there : []));
    return {
      works: problem === undefined,
      shown: problem?.actual ?? `${actsOf(resource)} on ${resource.collection}`,
      table: row?.table,
    };
  } catch (error) {
    if (error instanceof NothingToWrite || error instanceof Ambiguous) return undefined;
    throw error;
  }
}

/** The first resource that can be created, whole or not; one that needs no other one before it, if there is one. */
export function creatable(api: LiveApi['api'], hints: ApiHints): ApiResource | undefined {
  const choice = chooseResources(api, hints);
  if (choice.kind === 'chosen') return choice.resources[0];
  return choice.kind === 'incomplete' ? choice.resource : undefined;
}
