import { stripVTControlCharacters } from 'node:util';
import type { Cause, Facts, KnownCause } from '../model/cause.ts';
import type { ContainerState } from '../model/container-state.ts';
import { databaseCauses } from './database-causes.ts';
import { programCauses, startCauses } from './program-causes.ts';
import { settingCauses } from './setting-causes.ts';

/** The probable cause of a container's death or silence; undefined when its logs tell none. */
export function probableCause(
  logs: string,
  state: Pick<ContainerState, 'OOMKilled' | 'ExitCode'> | undefined,
  facts: Facts = {},
): Cause | undefined {
  if (state?.OOMKilled) return outOfMemory;
  // Terminal colours stand between the words.
  const words = stripVTControlCharacters(logs);
  for (const cause of causes) {
    const [, , ...signs] = cause;
    for (const sign of signs) {
      const found = sign.exec(words);
      if (found !== null) return tell(cause, found.groups ?? {}, facts);
    }
  }
  return state?.ExitCode === 137 ? killed : undefined;
}

/** The more particular first: a program that misses a variable often goes on to fail elsewhere. */
const causes = [...startCauses, ...settingCauses, ...databaseCauses, ...programCauses];

type Values = Readonly<Record<string, string | undefined>>;

export function tell(known: KnownCause, found: Values, facts: Facts): Cause {
  const [sentence, fix] = known;
  const values = { ...factsAsValues(found, facts), ...found };
  const isKnown = (part: string) =>
    [...part.matchAll(/\{(\w+)\}/g)].every(([, name = '']) => values[name] !== undefined);
  const fill = (text: string) =>
    text
      .replace(/\[([^\]|]*)\|?([^\]]*)\]/g, (_, part, other) => (isKnown(part) ? part : other))
      .replace(/\{(\w+)\}/g, (_, name) => values[name] ?? name);
  return { sentence: fill(sentence), fix: fill(fix), known };
}

function factsAsValues(found: Values, { user, database, architecture }: Facts): Values {
  const at = database && `${database.host}:${database.port}`;
  const place = found.place ?? (found.host && found.port ? `${found.host}:${found.port}` : at);
  const isInside = database?.isOwn !== true && /^(?:127\.|::1|\[::1|localhost)/.test(place ?? '');
  const { image, engine } = { ...architecture, ...found };
  return {
    at,
    place,
    host: database?.host,
    account: user === '' ? 'root' : user,
    container: isInside ? 'the container itself' : undefined,
    localhost: database?.translated && place === at ? 'localhost' : undefined,
    image,
    engine,
    other: image !== engine ? 'wrong architecture' : undefined,
  };
}

export const outOfMemory: Cause = {
  sentence: 'It needed more memory than its limit and was killed.',
  fix: 'Raise the memory limit, or make the program need less: smaller caches, fewer workers, a heap limit below the container’s.',
};

export const killed: Cause = {
  sentence:
    'It was killed from outside (SIGKILL), most often because the machine ran out of memory.',
  fix: 'Look at the memory of the engine’s machine (docker info, dmesg), and run again.',
};
