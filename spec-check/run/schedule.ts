import { isDeepStrictEqual } from 'node:util';
import type { AnyCheck, Claim } from '../model/check.ts';

/** The claims of a run, each once, by when they are proven. */
export interface Schedule {
  /** Mostly wait, so they begin before the others. */
  readonly first: readonly Claim[];
  /** All at the same time. */
  readonly together: readonly Claim[];
  /** Measure time or memory: one by one, after the others. */
  readonly alone: readonly Claim[];
}

/** Sorts claims by the order that their checks ask for. Two sentences that claim the same are proven once. */
export function schedule(
  claims: readonly Claim[],
  checkOf: (claim: Claim) => Pick<AnyCheck, 'order'>,
): Schedule {
  const distinct = claims.filter(
    (claim, index) => claims.findIndex((other) => isDeepStrictEqual(other, claim)) === index,
  );
  const ordered = (order: AnyCheck['order']) =>
    distinct.filter((claim) => checkOf(claim).order === order);
  return { first: ordered('first'), together: ordered(undefined), alone: ordered('alone') };
}
