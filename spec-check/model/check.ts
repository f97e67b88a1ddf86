import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Fault, GoodShape } from './fault.ts';
import type { Conflict } from './finding.ts';
import type { ResourceId, Resources } from './resources.ts';
import type { Settings } from './settings.ts';
import type { Fail, Found } from './verdict.ts';

/** An id of the catalogue, the name of its folder: `image-size`. Fixed: specs, reports and command lines name it. */
export type CheckId = string;

/** What every container is started with: a variable that has to be given, or the port, with what moves it. */
export interface Declared {
  readonly variable?: string | undefined;
  readonly required?: true;
  /** The default, for an image that exposes none. */
  readonly port?: number | undefined;
}

export type CheckContext = Readonly<{ signal: AbortSignal; progress: (message: string) => void }>;

export type Claim = Readonly<{ check: CheckId; params: Readonly<Record<string, unknown>> }>;

export function needsOf({ needs, alsoNeeds }: AnyCheck, params: unknown): readonly ResourceId[] {
  return [...needs, ...(alsoNeeds?.(params) ?? [])];
}

/** Each claim once: equal ones are proven together. */
export const distinct = (claims: readonly Claim[]): Claim[] =>
  claims.filter((claim, at) => claims.findIndex((other) => isDeepStrictEqual(claim, other)) === at);

/** Everything about one check; `M` are resources that only some of its parameters need. */
export interface Check<P, N extends ResourceId, M extends ResourceId = never> {
  /** What it proves, for `spec-check checks`: "Image size against a limit". */
  readonly title: string;
  /** How it is proven so that it cannot be fooled, one or two sentences, for `explain` and `checks`. */
  readonly proof: string;
  /** How people say it; left out where it is only ever written out. */
  readonly language?: CheckLanguage;
  /** What it must catch, at least two; `prove` shows that it does. */
  readonly faults: readonly Fault[];
  /** Why `prove` cannot turn it red on every machine, where its own tests do: `needs cosign`. */
  readonly unprovable?: string;
  readonly goodShapes?: readonly GoodShape[];
  /** None unless given. */
  readonly params?: z.ZodType<P>;
  /** What will be measured for these parameters, one line: "unpacked size of the layers < 200 MB"; the title unless given. */
  describe?(params: P): string;
  readonly needs: readonly N[];
  /** What these parameters need beside `needs`: a compressed size asks the registry, an unpacked one does not. */
  alsoNeeds?(params: P): readonly M[];
  /** Runs after the others, with nothing beside it: its figures would be those of other checks too. */
  readonly order?: 'alone';
  /** Milliseconds that it may take once its resources are there, where that can be more than two minutes. */
  limit?(params: P): number;
  /** Why it does not run with these options of the command line, and what to do; undefined when it runs. */
  blocked?(options: { readonly allowExec: boolean }): Pick<Fail, 'evidence' | 'fix'> | undefined;
  /** The instruction of the Dockerfile that decides what it looks at: `USER`. */
  readonly instruction?: string;
  /** Why two promises of this check contradict each other, for `review`. */
  conflict?(first: P, second: P): Conflict | undefined;
  /** Why this promise is the opposite of what is usually wanted, and the sentence that is probably meant, for `review`; `all` are those of this check. */
  unusual?(params: P, all: readonly P[]): (Conflict & { readonly instead: string }) | undefined;
  /** The parameters with what the front matter says and the sentence leaves open. */
  settled?(params: P, settings: Settings): P;
  declares?(params: P): Declared;
  run(
    params: P,
    resources: Pick<Resources, N> & Partial<Pick<Resources, M>>,
    context: CheckContext,
  ): Found | Promise<Found>;
}

/** A check as its folder defines it. Its parameters were parsed when the line was understood. */
export interface DefinedCheck extends Check<unknown, ResourceId, ResourceId> {
  readonly goodShapes: readonly GoodShape[];
  describe(params: unknown): string;
  readonly language: CheckLanguage;
  readonly params: z.ZodType;
}

/** A check as the runner and the reports see it. */
export type AnyCheck = DefinedCheck & { readonly id: CheckId };

/** Gives a check its types; the compiler then refuses a resource that is used and not declared. */
export function defineCheck<
  const N extends ResourceId,
  P = Record<string, never>,
  const M extends ResourceId = never,
>(check: Check<P, N, M>): DefinedCheck {
  return {
    ...check,
    goodShapes: check.goodShapes ?? [],
    describe: (params: P) => check.describe?.(params) ?? check.title,
    language: check.language ?? { senses: [], examples: [] },
    params: check.params ?? z.strictObject({}),
  };
}

/** A parameter that is a list of names or one of them: `["/tmp"]`, `/tmp`. */
export const listOf = <T extends z.ZodType<string>>(name: T) =>
  z
    .union([z.array(name).min(1), name])
    .transform((names): readonly string[] => (typeof names === 'string' ? [names] : names));

/** The text of a fenced block, refused with the reader's own words when it cannot be read. */
export const readableBlock = (read: (source: string) => unknown): z.ZodType<string> =>
  z.string().superRefine((source, context) => {
    try {
      read(source);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
    }
  });

/** The path of a request, or a file. */
export const absolutePath = z.string().startsWith('/');

export const portNumber = z.int().min(1).max(65_535);

export const httpStatus = z.int().min(100).max(599);

/** `docker image inspect` of one part of an image's configuration. */
export function inspectCommand(reference: string, ...parts: readonly string[]): string {
  const format = parts.map((part) => `{{json .Config.${part}}}`).join(' ');
  return `docker image inspect --format '${format}' ${reference}`;
}

/** Lists the files of an image that `grep -E` finds; works without a shell in it. */
export const listCommand = (reference: string, pattern: string): string =>
  `docker create --name look ${reference} none; docker export look | tar -tv | grep -E '${pattern}'; docker rm look`;

/** How people say what a check proves, in concepts (`language/lexicon.tsv`), values (`{bytes}`: `language/values.ts`) and negations. A sense claims a clause only when it names each of its words: one left over, and the line is UNVERIFIED. */
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
  /** What it claims of other checks beside. */
  readonly also?: readonly Beside[] | ((given: Values) => readonly Beside[]);
  /** The one question to ask, where these words leave open what is meant. It claims nothing then. */
  readonly asks?: string;
  /** The parameter that `asks` is about, and the values of it that other lines or the image may settle it with. */
  readonly open?: {
    /** The check takes it as optional, and asks the image where it is left out. */
    readonly parameter: string;
    readonly like: RegExp;
  };
  /** Understood only where no heading says anything of its own: "under 200MB" below "Performance" may be of another thing. */
  readonly headless?: true;
}

type Params = Readonly<Record<string, unknown>>;
type Beside = Readonly<{ check: CheckId; params: Params }>;

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
  /** That a `docker build` names, beside its Dockerfile. */
  readonly stage: string;
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
