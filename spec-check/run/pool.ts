import type { PoolEvent } from '../model/events.ts';
import type { ResourceId, Resources } from '../model/resources.ts';
import type { Catalogue, ResourceContext } from '../resources/resource.ts';

/**
 * The resources of one run: each acquired at most once, when first asked for, and released in the
 * reverse order of the catalogue, so that what depends goes before what it depends on.
 */
export class ResourcePool implements AsyncDisposable {
  readonly #catalogue: Catalogue;
  readonly #context: ResourceContext;
  readonly #onReleaseError: (resource: ResourceId, error: unknown) => void;
  readonly #tell: (event: PoolEvent) => void;
  readonly #asked = new Map<ResourceId, Promise<unknown>>();
  readonly #scopes = new Map<ResourceId, AsyncDisposableStack>();

  constructor(
    catalogue: Catalogue,
    context: ResourceContext,
    onReleaseError: (resource: ResourceId, error: unknown) => void,
    tell: (event: PoolEvent) => void = () => {},
  ) {
    this.#catalogue = catalogue;
    this.#context = context;
    this.#onReleaseError = onReleaseError;
    this.#tell = tell;
  }

  /** The resource, acquired now unless it was before. Rejects with AcquireError, the same one for all. */
  get<I extends ResourceId>(id: I): Promise<Resources[I]> {
    const asked = this.#asked.get(id) ?? this.#acquire(id);
    this.#asked.set(id, asked);
    // The map holds, under each id, the promise that #acquire made for that id.
    return asked as Promise<Resources[I]>;
  }

  /** The handle if it was acquired, without asking for it. */
  async acquired<I extends ResourceId>(id: I): Promise<Resources[I] | undefined> {
    const asked = this.#asked.get(id) as Promise<Resources[I]> | undefined;
    return asked?.catch(() => undefined);
  }

  async #acquire(id: ResourceId): Promise<unknown> {
    const resource = this.#catalogue[id];
    const needs = [...resource.needs, ...(resource.alsoNeeds?.(this.#context.options) ?? [])];
    const needed = await Promise.all(
      needs.map(async (need) => [need, await this.get(need)] as const),
    );
    const from = performance.now();
    this.#tell({ type: 'acquiring', resource: id, at: from });
    const signal = AbortSignal.any([this.#context.signal, AbortSignal.timeout(resource.limit)]);
    const scope = new AsyncDisposableStack();
    try {
      const handle = await resource.acquire(
        Object.fromEntries(needed) as unknown as Resources,
        { ...this.#context, signal },
        scope,
      );
      this.#scopes.set(id, scope);
      this.#tell({ type: 'acquired', resource: id, needs, from, at: performance.now() });
      return handle;
    } catch (error) {
      await scope.disposeAsync().catch((reason) => this.#onReleaseError(id, reason));
      this.#context.signal.throwIfAborted();
      const message = !signal.aborted
        ? error instanceof Error
          ? error.message
          : String(error)
        : `"${id}" was not ready within ${resource.limit / 1000} s.`;
      throw new AcquireError(id, message, error);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#asked.values());
    const latestFirst = (Object.keys(this.#catalogue) as ResourceId[]).reverse();
    for (const id of latestFirst) {
      await this.#scopes
        .get(id)
        ?.disposeAsync()
        .catch((error) => this.#onReleaseError(id, error));
    }
  }
}

/** A resource could not be had: the one cause of every check that needs it. */
export class AcquireError extends Error {
  readonly resource: ResourceId;

  constructor(resource: ResourceId, message: string, cause: unknown) {
    super(message, { cause });
    this.name = 'AcquireError';
    this.resource = resource;
  }
}
