import type { Claim } from '../model/check.ts';

/** What a sentence means, before waivers and explicit checks. */
export interface Meaning {
  readonly verdict: 'checkable' | 'ambiguous' | 'unverified' | 'context';
  readonly checks: readonly Claim[];
  readonly reason: string;
  /** The words that were not taken up. */
  readonly left?: string;
}
