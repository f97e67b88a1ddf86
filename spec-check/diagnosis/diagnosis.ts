import type { ContainerState } from '../model/resources.ts';
import { databaseCauses } from './database-causes.ts';
import { programCauses, startCauses } from './program-causes.ts';
import { settingCauses } from './setting-causes.ts';

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

/** How one cause shows in what programs and engines say. */
export interface KnownCause {
  /** In the words of drivers and languages; named groups go to `tell`. */
  readonly signs: readonly RegExp[];
  readonly tell: (found: Found, facts: Facts) => Cause;
}

/** Named groups of a sign; undefined where the words do not name the thing. */
export type Found = Readonly<Record<string, string | undefined>>;

/** The probable cause of a container's death or silence; undefined when its logs tell none. */
export function probableCause(
  logs: string,
  state: Pick<ContainerState, 'oomKilled' | 'exitCode'> | undefined,
  facts: Facts = { user: undefined },
): Cause | undefined {
  if (state?.oomKilled) return outOfMemory;
  const words = logs.replace(colors, '');
  for (const { signs, tell } of causes) {
    for (const sign of signs) {
      const found = sign.exec(words);
      if (found !== null) return tell(found.groups ?? {}, facts);
    }
  }
  return state?.exitCode === 137 ? killed : undefined;
}

/** The more particular first: a program that misses a variable often goes on to fail elsewhere. */
const causes: readonly KnownCause[] = [
  ...startCauses,
  ...settingCauses,
  ...databaseCauses,
  ...programCauses,
];

export const outOfMemory: Cause = {
  sentence: 'It needed more memory than its limit and was killed.',
  fix: 'Raise the memory limit, or make the program need less: smaller caches, fewer workers, a heap limit below the container’s.',
};

export const killed: Cause = {
  sentence:
    'It was killed from outside (SIGKILL), most often because the machine ran out of memory.',
  fix: 'Look at the memory of the engine’s machine (docker info, dmesg), and run again.',
};

/** Terminal colours stand between the words. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they begin with.
const colors = /\u001b\[[0-9;]*m/g;
