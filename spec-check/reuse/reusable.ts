import type { Claim } from '../model/check.ts';
import type { ResourceId } from '../model/resources.ts';
import type { RunOptions } from '../resources/resource.ts';

/**
 * Whether a result of one run may stand for another on the same image, engine and options. Not where
 * it reads what none of these tell of, and not where measuring again costs nothing.
 */
export function isReusable(
  { check }: Claim,
  needs: readonly ResourceId[],
  {
    registry,
    secondEngines,
    databaseUrl,
  }: Pick<RunOptions, 'registry' | 'secondEngines' | 'databaseUrl'>,
): boolean {
  const asks = (...resources: ResourceId[]) => needs.some((need) => resources.includes(need));
  // They read whatever the author of the spec wrote down.
  if (check === 'sh' || check === 'sql') return false;
  // A database of others may be away by now, and its rows are not those of then.
  if ((check === 'database' || check === 'http') && databaseUrl !== undefined) return false;
  // A tag may be gone from a real registry, and another machine may have changed.
  if (asks('registry', 'pushed') && registry !== undefined) return false;
  if (asks('secondEngines') && secondEngines.length > 0) return false;
  // The Dockerfile, the tags and the description of the image are read at once.
  return !needs.every((need) => describing.has(need));
}

const describing: ReadonlySet<ResourceId> = new Set<ResourceId>(['engine', 'build', 'image']);
