import type { ResourceId, Resources } from '../model/resources.ts';
import type { Settings } from '../model/settings.ts';
import type { Secrets } from '../secrets/redact.ts';

/** What the command line and the spec say about resources. */
export interface RunOptions {
  readonly context: string;
  /** The Dockerfile, beneath `context` or elsewhere in the project. */
  readonly dockerfile: string;
  /** `--image`: check this image and build nothing. */
  readonly image?: string | undefined;
  /** `--url`: ask what runs there, and start nothing. */
  readonly url?: string | undefined;
  /** Name of the image that is built, without tag. */
  readonly name: string;
  /** What the project says in front matter, configuration file and command line; `$NAME` has been read. */
  readonly settings: Settings;
  /** Variables that the spec calls required: every container gets a value for each. */
  readonly required: readonly string[];
  /** The default port that a sentence promises, for an image that exposes none. */
  readonly portInSpec: number | undefined;
  readonly paths?: readonly string[];
  /** Collections that promises name: `/tasks`. */
  readonly collections?: readonly string[];
  readonly portVariable: string | undefined;
  /** `--registry`: `ghcr.io/acme`, to push to for real. */
  readonly registry?: string | undefined;
  /** `--second-engine`: a docker context, `ssh://…` or `tcp://…`. */
  readonly secondEngine?: string | undefined;
  readonly databaseUrl?: string | undefined;
  /** `--allow-exec`: the spec's own `sh` blocks may run on this machine. */
  readonly allowExec: boolean;
  /** Milliseconds that an API may take to give its first answer, and a single check in all. */
  readonly timeout: number;
}

export interface ResourceContext {
  /** `1a2b3c4d`: in the label of everything that this run makes. */
  readonly runId: string;
  readonly options: RunOptions;
  readonly signal: AbortSignal;
  readonly secrets: Secrets;
  /** One line for whoever is waiting. */
  readonly progress: (message: string, isDetail?: boolean) => void;
}

/** Something that checks share: acquired once, always released, half-started or not. */
export interface Resource<T, N extends ResourceId, M extends ResourceId = never> {
  /** Only resources listed before it in `resources.ts`. */
  readonly needs: readonly N[];
  /** What it needs beside them for a project with these options. */
  readonly alsoNeeds?: (options: RunOptions) => readonly M[];
  /** Milliseconds it may take, without what it needs; five minutes unless given. */
  readonly limit?: number;
  /** What is put on `scope` is undone on failure at once, on success when the run ends. */
  readonly acquire: (
    handles: Pick<Resources, N> & Partial<Pick<Resources, M>>,
    context: ResourceContext,
    scope: AsyncDisposableStack,
  ) => Promise<T>;
}

/** Gives a resource its types; the compiler then refuses one that is used and not declared. */
export const defineResource = <T, const N extends ResourceId, const M extends ResourceId = never>(
  resource: Resource<T, N, M>,
) => resource;

/** All resources, in an order in which each needs only those before it. */
export type Catalogue = {
  readonly [I in ResourceId]: Resource<Resources[I], ResourceId, ResourceId>;
};
