import type { SpecSettings } from '../model/check.ts';
import type { Image, ResourceId, Resources } from '../model/resources.ts';
import type { Secrets } from '../secrets/redact.ts';

/** What the command line and the spec say about resources. */
export interface RunOptions {
  /** Folder that holds the Dockerfile: the build context. */
  readonly context: string;
  /** `--image`: check this image and build nothing. */
  readonly image: string | undefined;
  /** Name of the image that is built, without tag. */
  readonly name: string;
  /** Container port when the spec's front matter says it. */
  readonly port: number | undefined;
  readonly inSpec: SpecSettings;
  /** What the spec's front matter says of the API. */
  readonly api: Image['api'];
  /** `--registry`: `ghcr.io/acme`, to push to for real. */
  readonly registry: string | undefined;
  /** `--second-engine`: a docker context, `ssh://…` or `tcp://…`. */
  readonly secondEngines: readonly string[];
  readonly databaseUrl: string | undefined;
  /** `--allow-exec`: the spec's own `sh` blocks may run on this machine. */
  readonly allowExec: boolean;
  /** `--keep`: leave the container for a look. */
  readonly keep: boolean;
  /** Milliseconds that an API may take to give its first answer, and a single check in all. */
  readonly timeout: number;
}

/** What every resource is given. */
export interface ResourceContext {
  /** `1a2b3c4d`: in the label of everything that this run makes. */
  readonly runId: string;
  readonly options: RunOptions;
  readonly signal: AbortSignal;
  readonly secrets: Secrets;
  /** One line for whoever is waiting. */
  readonly progress: (message: string) => void;
}

/** Something that checks share: acquired once, always released, half-started or not. */
export interface Resource<I extends ResourceId, N extends ResourceId> {
  readonly id: I;
  /** Only resources listed before it in `handles.ts`. */
  readonly needs: readonly N[];
  /** Milliseconds it may take, without what it needs. */
  readonly limit: number;
  /** What is put on `scope` is undone on failure at once, on success when the run ends. */
  readonly acquire: (
    handles: Pick<Resources, N>,
    context: ResourceContext,
    scope: AsyncDisposableStack,
  ) => Promise<Resources[I]>;
}

/** Gives a resource its types; the compiler then refuses one that is used and not declared. */
export function defineResource<I extends ResourceId, const N extends ResourceId>(
  resource: Resource<I, N>,
): Resource<I, N> {
  return resource;
}

/** All resources, in an order in which each needs only those before it. */
export type Catalogue = { readonly [I in ResourceId]: Resource<I, ResourceId> };
