/** Why a container died or is silent, and what to do; one sentence each, never with a credential. */
export interface Cause {
  readonly sentence: string;
  readonly fix: string;
  /** The row of the table of causes that it comes from. */
  readonly known?: KnownCause;
}

export interface Facts {
  /** As the image's config has it, `appuser`; empty for root, undefined where nobody looked. */
  readonly user?: string;
  /** Where DATABASE_URL leads: of a container unless `isOwn`, and `translated` from a localhost, which is another one inside. */
  readonly database?: {
    readonly host: string;
    readonly port: number;
    readonly translated?: boolean;
    readonly isOwn?: true;
    /** What stands in for the database of the spec. */
    readonly standIn?: string | undefined;
  };
  /** `arm64`, `amd64`: what the image was built for, and what the engine runs. */
  readonly architecture?: { readonly image: string; readonly engine: string } | undefined;
}

/** How one cause shows in words of programs; `{name}` is a named group or a fact, `[with {name}|without]` the first part where its names are known. */
export type KnownCause = readonly [sentence: string, fix: string, ...signs: readonly RegExp[]];
