import type { Claim, Verdict } from '../model/check.ts';
import type { CheckResult } from '../model/report.ts';
import type { Build, Engine, Image } from '../model/resources.ts';

/** What a check looked at. */
export interface Subject {
  readonly engine: Engine;
  readonly image: Image;
}

/** What earlier runs know, for a run that asks. */
export interface Earlier {
  /** A build that still stands, because nothing that goes into it has changed. */
  readonly build: Build | undefined;
  /** Whether there may be a result to reuse; without one, nothing waits for the image. */
  readonly mayKnow: (request: Claim) => boolean;
  /** A result that holds for this image too, marked as reused. */
  readonly resultOf: (request: Claim, on: Subject) => Promise<CheckResult | undefined>;
  /** The same verdict; its evidence tells how its figure has moved. */
  readonly compared: (request: Claim, verdict: Verdict) => Verdict;
  /** Whether a later run may reuse what is measured now. */
  readonly keeps: (request: Claim) => boolean;
  readonly measured: (request: Claim, result: CheckResult, on: Subject) => Promise<void>;
  readonly built: (build: Build) => void;
}
