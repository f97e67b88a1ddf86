import * as z from 'zod';
import type { Fault, GoodShape } from './fault.ts';
import type { Conflict, Unusual } from './finding.ts';
import { type Judgement, judged } from './judged.ts';
import type { CheckLanguage } from './language.ts';
import type { ResourceId, Resources } from './resources.ts';
import type { Settings } from './settings.ts';
import type { Verdict } from './verdict.ts';

/** An id of the catalogue, the name of its folder: `image-size`. Fixed: specs, reports and command lines name it. */
export type CheckId = string;

/** An environment variable that has to be given, or that has a default. */
export interface PromisedVariable {
  readonly name: string;
  readonly required: boolean;
}

/** A check that needs a permission which the command line did not give. */
export interface Blocked {
  readonly evidence: string;
  readonly fix: string;
}

/** What a check is given beside its resources. */
export interface CheckContext {
  readonly signal: AbortSignal;
  /** Shows what is going on now, on a terminal. */
  readonly progress: (message: string) => void;
  /** For a check that goes first: from now on it waits, and the others may begin. */
  readonly yieldTurn: () => void;
}

/** What a sentence asks for: one check with its parameters. */
export interface Claim {
  readonly check: CheckId;
  readonly params: Readonly<Record<string, unknown>>;
}

/**
 * Everything about one check: how people say it, what it needs, how it is proven. `M` are resources
 * that only some of its parameters need.
 */
export interface Check<P, N extends ResourceId, M extends ResourceId = never> {
  readonly id: CheckId;
  /** What it proves, for `spec-check checks`: "Image size against a limit". */
  readonly title: string;
  /** How it is proven so that it cannot be fooled, one or two sentences, for `explain` and `checks`. */
  readonly proof: string;
  /** How people say it; left out where it is only ever written out. */
  readonly language?: CheckLanguage;
  /** What it must catch, at least two; `prove` shows that it does. */
  readonly faults: readonly Fault[];
  /** Images of unusual shape that it must pass. */
  readonly goodShapes?: readonly GoodShape[];
  /** None unless given. */
  readonly params?: z.ZodType<P>;
  /** What will be measured for these parameters, one line: "unpacked size of the layers < 200 MB"; the title unless given. */
  readonly describe?: (params: P) => string;
  readonly needs: readonly N[];
  /** What these parameters need beside `needs`: a compressed size asks the registry, an unpacked one does not. */
  readonly alsoNeeds?: (params: P) => readonly M[];
  /**
   * `first`: it mostly waits, so it begins before the others, which run in that time; its `run` calls
   * `yieldTurn` when the waiting begins. `alone`: its figures would be those of other checks too, so it
   * runs after them, with nothing beside it.
   */
  readonly order?: 'first' | 'alone';
  /** Milliseconds that it may take once its resources are there, where that can be more than two minutes. */
  readonly limit?: (params: P) => number;
  /** Why it does not run with these options of the command line, and what to do; undefined when it runs. */
  readonly blocked?: (options: { readonly allowExec: boolean }) => Blocked | undefined;
  /** The instruction of the Dockerfile that decides what it looks at: `USER`. */
  readonly instruction?: string;
  /** Why two promises of this check contradict each other, for `review`. */
  readonly conflict?: (first: P, second: P) => Conflict | undefined;
  /** Why this promise is the opposite of what is usually wanted, for `review`; `all` are those of this check. */
  readonly unusual?: (params: P, all: readonly P[]) => Unusual | undefined;
  /** The parameters with what the front matter says and the sentence leaves open. */
  readonly settled?: (params: P, settings: Settings) => P;
  /** The environment variable that these parameters speak of. */
  readonly variable?: (params: P) => PromisedVariable | undefined;
  /** The container port that these parameters promise, for an image that exposes none. */
  readonly defaultPort?: (params: P) => number | undefined;
  /** The variable that moves the port, as these parameters promise: `PORT`. */
  readonly portVariable?: (params: P) => string | undefined;
  readonly run: (
    params: P,
    resources: Pick<Resources, N> & Partial<Pick<Resources, M>>,
    context: CheckContext,
  ) => Found | Promise<Found>;
}

/** What a check says: a verdict, or what was found in the words of both outcomes. */
type Found = Verdict | Judgement;

/** A check as the runner and the reports see it: its parameters are checked when they arrive. */
export type AnyCheck = ReturnType<typeof defineCheck>;

/** Gives a check its types; the compiler then refuses a resource that is used and not declared. */
export function defineCheck<
  const N extends ResourceId,
  P = Record<string, never>,
  const M extends ResourceId = never,
>(check: Check<P, N, M>) {
  // Without a schema P is what it is unless something else says so: an object without members.
  const params = check.params ?? (z.strictObject({}) as z.ZodType as z.ZodType<P>);
  const parse = (given: unknown) => params.parse(given);
  const of =
    <R>(ask: ((params: P) => R) | undefined) =>
    (given: unknown) =>
      ask?.(parse(given));
  return {
    ...check,
    params,
    language: check.language ?? { senses: [], examples: [] },
    goodShapes: check.goodShapes ?? [],
    limit: of(check.limit),
    variable: of(check.variable),
    defaultPort: of(check.defaultPort),
    portVariable: of(check.portVariable),
    alsoNeeds: (given: unknown) => check.alsoNeeds?.(parse(given)) ?? [],
    describe: (given: unknown) => check.describe?.(parse(given)) ?? check.title,
    conflict: (first: unknown, second: unknown) => check.conflict?.(parse(first), parse(second)),
    unusual: (given: unknown, all: readonly unknown[]) =>
      check.unusual?.(parse(given), all.map(parse)),
    settled: (given: unknown, settings: Settings) =>
      check.settled?.(parse(given), settings) ?? parse(given),
    async run(given: unknown, resources: Resources, context: CheckContext): Promise<Verdict> {
      const found = await check.run(parse(given), resources, context);
      return 'holds' in found ? judged(found) : found;
    },
  };
}
