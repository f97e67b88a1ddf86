/** How people say what a check proves, in concepts (`language/lexicon.ts`), values (`{bytes}`: `language/values.ts`) and negations. A sense claims a clause only when it names each of its words: one left over, and the line is UNVERIFIED. */
export interface CheckLanguage {
  /** What may be there beside in every sense but a headless one. */
  readonly with?: string;
  /** `given`, `rather` and `params` of every sense that has none of its own. */
  readonly given?: string;
  readonly rather?: string;
  readonly params?: Sense['params'];
  /** Whatever else is promised of a running container holds only if this does. */
  readonly implied?: true;
  readonly senses: readonly Sense[];
  /** At most four typical sentences; all that it must understand or refuse stand in `language.test.ts`. */
  readonly examples: readonly string[];
}

/** One thing that a clause can mean. Concepts are separated by spaces; `a|b` is either. */
export interface Sense {
  /** What must be there, in any order. `{path}` is a value; two of it are two claims. `{entry}+` takes them together. */
  readonly says: string;
  /** What may be there beside. */
  readonly with?: string;
  /** How many negations there must be: "does not run as root" has one. None when it is left out. */
  readonly not?: 1 | 2;
  /** What must not be there, as it would mean another thing. */
  readonly unless?: string;
  /** What a condition has to say ("when the database is down"). Others than "once it runs" are refused when it is left out. */
  readonly when?: string;
  /** What a condition may say as if it stood in the clause: "when the container restarts, data survives". */
  readonly given?: string;
  /** What may be set against it: "runs as `app`, not root". */
  readonly rather?: string;
  /** The parameters it means; `'{path}'` is the value of that kind, `'{path}+'` all of them. */
  readonly params?: Params | ((values: Values) => Params | readonly Params[]);
  readonly also?: (
    values: Values,
  ) => readonly { readonly check: string; readonly params: Params }[];
  /** The one question to ask, where these words leave open what is meant. It claims nothing then. */
  readonly asks?: string;
  /** The parameter that `asks` is about, and the values of it that other lines or the image may settle it with. */
  readonly open?: Open;
  /** Understood only where no heading says anything of its own: "under 200MB" below "Performance" may be of another thing. */
  readonly headless?: true;
}

type Params = Readonly<Record<string, unknown>>;

interface Open {
  /** The check takes it as optional, and asks the image where it is left out. */
  readonly parameter: string;
  readonly like: RegExp;
}

/** A bound: `{ op: '<', value: 200000000 }`; bytes, milliseconds, or a bare count. */
export interface Bound {
  readonly op: Comparison;
  readonly value: number;
}

export type Comparison = '<' | '<=' | '>' | '>=';

export interface Values {
  readonly all: <K extends ValueKind>(kind: K) => readonly ValueKinds[K][];
  readonly one: <K extends ValueKind>(kind: K) => ValueKinds[K] | undefined;
  readonly has: (concept: string) => boolean;
  readonly count: (concept: string) => number;
}

export interface ValueKinds {
  readonly bytes: readonly Bound[];
  readonly ms: readonly Bound[];
  readonly count: readonly Bound[];
  /** A quantity without a comparison. */
  readonly 'bytes-only': number;
  readonly 'ms-only': number;
  readonly number: number;
  readonly path: string;
  /** What a HEALTHCHECK declares: `{ intervalMs: 30000 }` */
  readonly probe: Readonly<Record<string, number>>;
  readonly status: number;
  readonly port: number;
  readonly variable: string;
  /** `KEY=value` */
  readonly setting: readonly [string, string];
  readonly user: string;
  /** `1001:1000` */
  readonly ids: readonly [uid: number, gid: number];
  readonly image: string;
  /** `Node 20` */
  readonly runtime: readonly [string, string];
  readonly tag: string;
  readonly label: string;
  readonly platform: string;
  readonly registry: string;
  /** The name of a file or a pattern, or a folder. */
  readonly file: string;
  /** A program that images often have. */
  readonly tool: string;
  readonly dockerfile: string;
  /** Any code span, as it stands. */
  readonly code: string;
  readonly json: Readonly<Record<string, unknown>>;
  /** `["node", "main.js"]` */
  readonly list: readonly string[];
  /** Words in quotes. */
  readonly text: string;
  /** A plain word, as the name of what an API keeps. */
  readonly resource: string;
  readonly origin: string;
}

export type ValueKind = keyof ValueKinds;
