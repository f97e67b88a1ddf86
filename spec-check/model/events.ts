import type { CheckResult, ReportItem } from './report.ts';
import type { ResourceId } from './resources.ts';

/** What a run tells while it goes on, in order; every way of showing it is made from these. `at` is milliseconds since the run began. */
export type RunEvent =
  | {
      readonly type: 'planned';
      readonly items: readonly PlannedItem[];
      readonly checks: number;
      readonly leftOut: number;
    }
  | PoolEvent
  /** Layers with their unpacked sizes. */
  | {
      readonly type: 'image';
      readonly layers: readonly { readonly instruction: string; readonly bytes: number }[];
    }
  | {
      readonly type: 'started';
      readonly check: string;
      readonly what: string;
      readonly needs: readonly ResourceId[];
      readonly at: number;
    }
  | {
      readonly type: 'progress';
      readonly message: string;
      /** What the builder says: too much for a log that nobody asked for it. */
      readonly isDetail: boolean;
      readonly at: number;
    }
  | {
      readonly type: 'finished';
      readonly what: string;
      readonly result: CheckResult;
      readonly at: number;
    };

export function eventsOf<T extends RunEvent['type']>(events: readonly RunEvent[], type: T) {
  return events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);
}

export interface PlannedItem {
  /** As it stands before anything is measured. */
  readonly item: ReportItem;
  /** Whether its checks decide; otherwise its status stands already. */
  readonly checkable: boolean;
  /** `what` of each of its checks. */
  readonly descriptions: readonly string[];
}

/** What becomes of a resource: what it needs is there, and it is there. Times as `performance.now()` counts. */
export type PoolEvent =
  | { readonly type: 'acquiring'; readonly resource: ResourceId; readonly at: number }
  | {
      readonly type: 'acquired';
      readonly resource: ResourceId;
      /** When what it needs was there. */
      readonly from: number;
      readonly at: number;
    };
