import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Fault, GoodShape } from './fault.ts';
import type { Conflict, Unusual } from './finding.ts';
import type { CheckLanguage } from './language.ts';
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

export interface CheckContext {
  readonly signal: AbortSignal;
  readonly progress: (message: string) => void;
}

export interface Claim {
  readonly check: CheckId;
  readonly params: Readonly<Record<string, unknown>>;
}

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
  /** Why this promise is the opposite of what is usually wanted, for `review`; `all` are those of this check. */
  unusual?(params: P, all: readonly P[]): Unusual | undefined;
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
