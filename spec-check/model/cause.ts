/** Why a container died or is silent, and what to do; one sentence each, never with a credential. */
export interface Cause {
  readonly sentence: string;
  readonly fix: string;
}

/** What is known beside the logs. Nothing here is secret. */
export interface Facts {
  /** As the image's config has it, `appuser`; empty for root, undefined where nobody looked. */
  readonly user: string | undefined;
  /** Where the DATABASE_URL of the container leads; `translated` from a localhost, which is another one inside. */
  readonly database?: {
    readonly host: string;
    readonly port: number;
    readonly translated: boolean;
  };
  /** The file that the program may not use, as `deniedPath` reads it from the logs. */
  readonly file?: FileOwner | undefined;
  /** `arm64`, `amd64`: what the image was built for, and what the engine runs. */
  readonly architecture?: { readonly image: string; readonly engine: string } | undefined;
}

export interface FileOwner {
  readonly path: string;
  readonly uid: number;
  readonly gid: number;
  /** Permission bits: 0o755. */
  readonly mode: number;
}

/** How one cause shows in the words of programs, drivers and engines, and what is told of it. */
export interface KnownCause {
  readonly signs: readonly RegExp[];
  readonly sentence: CauseText;
  readonly fix: CauseText;
}

type CauseText = string | ((found: Found, facts: Facts) => string);

/** Named groups of a sign; undefined where the words do not name the thing. */
export type Found = Readonly<Record<string, string | undefined>>;
