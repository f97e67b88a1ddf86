import type { AnyCheck } from '../model/check.ts';
import { eventsOf, type RunEvent } from '../model/events.ts';
import type { Report, Status } from '../model/report.ts';
import { changesSince } from './compare.ts';

export type RunRecord = ReturnType<typeof recordOf>;

/** One check or resource that took its time, in milliseconds since the run began. */
export interface Span {
  /** `image-size`, or the resource's name. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Of a check; undefined for a resource. */
  readonly status: Status | undefined;
}

interface Found {
  readonly report: Report;
  readonly catalogue: readonly Pick<AnyCheck, 'id' | 'title' | 'proof'>[];
  /** Earlier reports of the spec, the newest last. */
  readonly before: readonly Report[];
}

export function recordOf(events: readonly RunEvent[], found: Found) {
  const starts = new Map(eventsOf(events, 'started').map(({ what, at }) => [what, at]));
  const spans = eventsOf(events, 'finished').map(
    ({ name, what, result, at }): Span => ({
      ...{ name, start: starts.get(what) ?? at, end: at, status: result?.status },
    }),
  );
  const baseline = found.before.at(-1);
  return {
    ...found,
    changes: baseline && changesSince(baseline, found.report),
    // The engine lists the latest layer first, reports the first one first.
    layers: (eventsOf(events, 'image')[0]?.layers ?? []).toReversed(),
    spans: spans.toSorted((a, b) => a.start - b.start || a.end - b.end),
    log: eventsOf(events, 'progress').map(({ at, message }) => ({ at, message })),
  };
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
