import type { AnyCheck } from '../model/check.ts';
import { eventsOf, type RunEvent } from '../model/events.ts';
import type { Report } from '../model/report.ts';
import { changesSince } from './compare.ts';

export type RunRecord = ReturnType<typeof recordOf>;

interface Found {
  readonly report: Report;
  readonly catalogue: readonly Pick<AnyCheck, 'id' | 'title' | 'proof'>[];
  /** Earlier reports of the spec, the newest last. */
  readonly before: readonly Report[];
}

export function recordOf(events: readonly RunEvent[], found: Found) {
  const starts = new Map(eventsOf(events, 'started').map(({ what, at }) => [what, at]));
  /** Checks and resources that took their time, in milliseconds since the run began; a resource has no status. */
  const spans = eventsOf(events, 'finished').map(({ name, what, result, at }) => ({
    ...{ name, start: starts.get(what) ?? at, end: at, status: result?.status },
  }));
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
