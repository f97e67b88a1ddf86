import type { AnyCheck } from '../model/check.ts';
import { eventsOf, type RunEvent } from '../model/events.ts';
import type { Report, Status } from '../model/report.ts';
import { changesSince } from './compare.ts';

/** A finished run, with what reports show beside its results. */
export type RunRecord = ReturnType<typeof recordOf>;

/** One check or resource that took its time, in milliseconds since the run began. */
export interface Span {
  /** `image-size`, or the resource's name. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Resources that had to be there first. */
  readonly needs: readonly string[];
  /** Began when no other check ran. */
  readonly alone: boolean;
  /** Of a check; undefined for a resource. */
  readonly status: Status | undefined;
}

/** What a run found, the spec as it was read, and the checks that there are. */
interface Found {
  readonly report: Report;
  readonly source: string;
  readonly catalogue: readonly Pick<AnyCheck, 'id' | 'title' | 'proof'>[];
  readonly baseline: Report | undefined;
}

/** Puts together what a run told and found. */
export function recordOf(events: readonly RunEvent[], { baseline, ...found }: Found) {
  const started = eventsOf(events, 'started');
  const checks = eventsOf(events, 'finished').map(({ what, result, at }): Span => {
    const begun = started.find((one) => one.check === result.check && one.what === what);
    const { needs = [], alone = false } = begun ?? {};
    // From when its resources were there.
    const start = Math.max(0, at - result.seconds * 1000);
    return { name: result.check, start, end: at, needs, alone, status: result.status };
  });
  const resources = eventsOf(events, 'acquired').map(({ resource, needs, from, at }): Span => {
    return { name: resource, start: from, end: at, needs, alone: false, status: undefined };
  });
  return {
    ...found,
    // Since the report of `--baseline`; undefined without one.
    changes: baseline && changesSince(baseline, found.report),
    // The engine tells the latest first; reports show the base's first.
    layers: (eventsOf(events, 'image')[0]?.layers ?? []).toReversed(),
    spans: [...resources, ...checks].toSorted((a, b) => a.start - b.start || a.end - b.end),
    log: eventsOf(events, 'progress').map(({ at, message }) => ({ at, message })),
  };
}

/** The spans that decided how long the run took: shortening others shortens nothing. */
export function criticalPath(spans: readonly Span[]): readonly Span[] {
  const path: Span[] = [];
  const latestFirst = spans.toSorted((a, b) => b.end - a.end);
  let current = latestFirst[0];
  while (current !== undefined) {
    path.unshift(current);
    const { start, needs, alone } = current;
    current = latestFirst.find(
      (span) =>
        !path.includes(span) &&
        span.end <= start + tolerance &&
        (span.status === undefined ? needs.includes(span.name) : alone),
    );
  }
  return path;
}

/** Milliseconds: a check's start is told to the tenth. */
const tolerance = 2;

/** `0.42 s` */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
