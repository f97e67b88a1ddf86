import { isDeepStrictEqual } from 'node:util';
import type { AnyCheck, Claim } from '../model/check.ts';

/** The claims of a run by the order that their checks ask for; equal claims are proven once. */
export function schedule(
  claims: readonly Claim[],
  checkOf: (claim: Claim) => Pick<AnyCheck, 'order'>,
) {
  const distinct = claims.filter(
    (claim, index) => claims.findIndex((other) => isDeepStrictEqual(other, claim)) === index,
  );
  const ordered = (order: AnyCheck['order']) =>
    distinct.filter((claim) => checkOf(claim).order === order);
  return { first: ordered('first'), together: ordered(undefined), alone: ordered('alone') };
}
