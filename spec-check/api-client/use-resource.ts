import { onError } from '../model/on-error.ts';
import { Ambiguous } from '../model/verdict.ts';
import type { ApiHints } from './discover.ts';
import { isSuccess, until } from './exchange.ts';
import { exerciseCrud } from './exercise-crud.ts';
import { chooseResources } from './find-resources.ts';
import { requestTo } from './item.ts';
import { createItem, type LiveApi, type Parent, removeParents, sent } from './new-item.ts';
import { newMark, sampleBody, usesExamples } from './sample.ts';
import { flatten, writableFields } from './schema.ts';

export type Creation = NonNullable<Awaited<ReturnType<typeof tryCreate>>>;

/** Uses every verb of a resource once: what works, and where its rows are; undefined if unclear. */
export async function useResource(live: LiveApi, hints: ApiHints) {
  return unlessUnclear(async () => {
    const [resource] = chooseResources(live.api, hints).resources;
    const { rows, problem, tried } = await exerciseCrud(live, resource, { effort: 'brief' });
    const acts = `${tried.join(', ')} on ${resource.collection}`;
    const [row] = [...rows.values()].flat();
    return { works: problem === undefined, shown: problem?.actual ?? acts, table: row?.table };
  });
}

/** Creates an item of a resource below no other; undefined when nobody can tell what to send. `another` repeats it with a mark of its own. Disposing removes every row with these marks. */
export async function tryCreate(live: LiveApi, hints: ApiHints) {
  const { tables } = live;
  const parents: Parent[] = [];
  const made = await unlessUnclear(async () => {
    const [resource] = chooseResources({ ...live.api, nested: [] }, hints).resources;
    const create = () => createItem(live, resource, { variant: 0, parents });
    // A body that the project writes out may hold a unique key; only a second item shows that.
    if (live.api.body) await create();
    return { resource, ...(await create()) };
  });
  const create = made?.resource.acts.create;
  if (made === undefined || create === undefined) return undefined;
  const { resource, sample, schema, answer, id } = made;
  const created = isSuccess(answer);
  const query = { value: sample.trace, hint: resource.collection };
  const look = async () => (await tables?.find(query, live.signal))?.[0]?.table;
  // An API that answers before it writes has the row seconds later.
  const findTable = async () => tables && until(look, { ms: 3000, every: 100 }, live.signal);
  const table = created ? await findTable() : undefined;
  const marks = [sample.trace];
  return {
    resource,
    answer,
    created,
    /** A request for another item, or one that makes this item into another, where the API can do that. */
    another(update?: 'change' | 'replace') {
      const act = (update && resource.acts[update]) ?? create;
      const examples = usesExamples(schema, sample.body);
      const options = { mark: newMark(), variant: marks.length, examples };
      const fields = writableFields(flatten(schema));
      // Without deprecated fields: they may be unique keys.
      const kept = Object.entries(sample.body).filter(([name]) => !fields[name]?.deprecated);
      const next = sampleBody(schema, options, { sample, now: Object.fromEntries(kept) }) ?? sample;
      marks.push(next.trace);
      const to = { method: act.method, ...requestTo(act, id) };
      const headers = { ...live.api.headers, ...to.headers };
      const request = { ...to, headers, ...sent(act, next, id) };
      return { mark: next.trace, sample: next, request };
    },
    table,
    async [Symbol.asyncDispose]() {
      // The role may not be allowed to; a row more does no harm.
      const left = table ?? (await findTable().catch(() => undefined));
      if (left !== undefined) await tables?.remove(left, marks).catch(() => {});
      await removeParents(parents, live);
    },
  };
}

/** What the attempt gives; undefined where it is Ambiguous. */
export const unlessUnclear = async <T>(attempt: () => Promise<T>) =>
  attempt().catch(onError(Ambiguous, () => undefined));
