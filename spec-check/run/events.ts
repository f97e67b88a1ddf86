import type { CheckResult, Report } from '../report/report.ts';

/** What a run tells while it goes on, in order; every way of showing it is made from these. */
export type RunEvent =
  | {
      readonly type: 'planned';
      readonly items: number;
      readonly checks: number;
      readonly leftOut: number;
    }
  | { readonly type: 'started'; readonly check: string; readonly what: string }
  | { readonly type: 'progress'; readonly message: string }
  | { readonly type: 'finished'; readonly what: string; readonly result: CheckResult }
  | { readonly type: 'summary'; readonly report: Report };
