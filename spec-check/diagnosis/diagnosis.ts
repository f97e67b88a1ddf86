import type { Cause, Facts, Found, KnownCause } from '../model/cause.ts';
import type { ContainerState } from '../model/resources.ts';
import { databaseCauses } from './database-causes.ts';
import { programCauses, startCauses } from './program-causes.ts';
import { settingCauses } from './setting-causes.ts';

/** The probable cause of a container's death or silence; undefined when its logs tell none. */
export function probableCause(
  logs: string,
  state: Pick<ContainerState, 'oomKilled' | 'exitCode'> | undefined,
  facts: Facts = { user: undefined },
): Cause | undefined {
  if (state?.oomKilled) return outOfMemory;
  const words = logs.replace(colors, '');
  for (const cause of causes) {
    for (const sign of cause.signs) {
      const found = sign.exec(words);
      if (found !== null) return tell(cause, found.groups ?? {}, facts);
    }
  }
  return state?.exitCode === 137 ? killed : undefined;
}

/** A known cause in words, with what its sign found. */
export function tell({ sentence, fix }: KnownCause, found: Found, facts: Facts): Cause {
  const text = (words: KnownCause['fix']) =>
    typeof words === 'string' ? words : words(found, facts);
  return { sentence: text(sentence), fix: text(fix) };
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
