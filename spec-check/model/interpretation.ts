import type { Claim } from './check.ts';
import type { Sense } from './language.ts';
import type { SpecItem } from './spec.ts';

export interface Interpretation {
  readonly item: SpecItem;
  readonly verdict: 'checkable' | 'unverified' | 'ambiguous' | 'waived' | 'expired' | 'context';
  /** Why it is not checkable, or what is noted beside; empty when there is nothing to say. */
  readonly reason: string;
  /** What has to be proven; empty unless the sentence was understood as a whole. */
  readonly checks: readonly Claim[];
  /** What it would claim, were it not for one parameter that it leaves open. */
  readonly open?: OpenClaim | undefined;
  /** The nearest sentence that is understood. */
  readonly instead?: string;
  /** Where that parameter was taken from: "`/health`: line 12". */
  readonly from?: string;
}

export type OpenClaim = Claim & NonNullable<Sense['open']>;

/** What a sentence means, before waivers and explicit checks. */
export type Meaning = Omit<Interpretation, 'item'>;
