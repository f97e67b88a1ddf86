import type { CheckResult, ReportItem } from './report.ts';

/** What a run tells while it goes on, in order; every way of showing it is made from these. `at` is milliseconds since the run began. */
export type RunEvent =
  | {
      readonly type: 'planned';
      readonly items: readonly PlannedItem[];
      readonly checks: number;
      readonly leftOut: number;
    }
  /** Layers with their unpacked sizes. */
  | {
      readonly type: 'image';
      readonly layers: readonly { readonly instruction: string; readonly bytes: number }[];
    }
  /** A resource is being made, or a check measures: what it needs is there. */
  | ({ readonly type: 'started' } & Step)
  | {
      readonly type: 'progress';
      readonly message: string;
      /** Output of the builder, which only --verbose shows. */
      readonly isDetail: boolean;
      readonly at: number;
    }
  | ({ readonly type: 'finished'; readonly result?: CheckResult } & Step);

interface Step {
  /** `image-size`, or the resource's name. */
  readonly name: string;
  /** What a check measures, in words that no other check has; of a resource its name. */
  readonly what: string;
  readonly at: number;
}

export const eventsOf = <T extends RunEvent['type']>(events: readonly RunEvent[], type: T) =>
  events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);

export interface PlannedItem {
  /** As it stands before anything is measured. */
  readonly item: ReportItem;
  /** Whether its checks decide; otherwise its status is known already. */
  readonly checkable: boolean;
  /** `what` of each of its checks. */
  readonly descriptions: readonly string[];
}
