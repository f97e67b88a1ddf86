import type { ResourceId, Resources } from '../model/resources.ts';
import type { Catalogue, ResourceContext } from '../resources/resource.ts';

export type ResourcePool = ReturnType<typeof resourcePool>;

/** The resources of one run: acquired once when asked for, released in reverse order. */
export function resourcePool(
  catalogue: Catalogue,
  context: ResourceContext,
  onReleaseError: (resource: ResourceId, error: unknown) => void,
  tell: (type: 'started' | 'finished', resource: ResourceId) => void = () => {},
) {
  const asked = new Map<ResourceId, Promise<unknown>>();
  const scopes = new Map<ResourceId, AsyncDisposableStack>();
  const release = (id: ResourceId, scope: AsyncDisposableStack | undefined) =>
    scope?.disposeAsync().catch((error: unknown) => onReleaseError(id, error));

  /** The resource, acquired now unless it was before. Rejects with AcquireError, the same one for all. */
  function get<I extends ResourceId>(id: I): Promise<Resources[I]> {
    const handle = asked.get(id) ?? acquire(id);
    asked.set(id, handle);
    // The map holds under each id what `acquire` returned for that id.
    return handle as Promise<Resources[I]>;
  }

  /** These resources and no others. */
  async function getAll<I extends ResourceId>(ids: readonly I[]): Promise<Pick<Resources, I>> {
    const acquired = await Promise.all(ids.map(async (id) => [id, await get(id)] as const));
    return Object.fromEntries(acquired) as unknown as Pick<Resources, I>;
  }

  async function acquire(id: ResourceId): Promise<unknown> {
    const resource = catalogue[id];
    const needs = [...resource.needs, ...(resource.alsoNeeds?.(context.options) ?? [])];
    const needed = await getAll(needs);
    tell('started', id);
    const { limit = 5 * 60_000 } = resource;
    const signal = AbortSignal.any([context.signal, AbortSignal.timeout(limit)]);
    const scope = new AsyncDisposableStack();
    try {
      const handle = await resource.acquire(needed, { ...context, signal }, scope);
      scopes.set(id, scope);
      return handle;
    } catch (error) {
      await release(id, scope);
      context.signal.throwIfAborted();
      const late = `"${id}" was not ready within ${limit / 1000} s.`;
      throw new AcquireError(id, signal.aborted ? late : messageOf(error), error);
    } finally {
      tell('finished', id);
    }
  }

  return {
    get,
    getAll,
    /** Those that were acquired already. */
    async acquired(): Promise<Partial<Resources>> {
      const settled = [...asked].map(async ([id, one]) => [id, await one.catch(() => {})]);
      return Object.fromEntries(await Promise.all(settled));
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await Promise.allSettled(asked.values());
      const latestFirst = (Object.keys(catalogue) as ResourceId[]).reverse();
      for (const id of latestFirst) await release(id, scopes.get(id));
    },
  };
}

/** A resource could not be acquired: the one cause for every check that needs it. */
export class AcquireError extends Error {
  readonly resource: ResourceId;

  constructor(resource: ResourceId, message: string, cause: unknown) {
    super(message, { cause });
    this.resource = resource;
  }
}

export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
