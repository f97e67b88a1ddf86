import type { AnyCheck } from '../model/check.ts';
import type { RunEvent, ShownLayer } from '../model/events.ts';
import type { Report, Status } from '../model/report.ts';
import { changesSince } from './compare.ts';

/** A finished run, with what reports show beside its results. */
export interface RunRecord {
  readonly report: Report;
  /** What changed since the report of `--baseline`; undefined without one. */
  readonly changes: readonly string[] | undefined;
  /** The checks that there are, for formats that describe them. */
  readonly catalogue: readonly Pick<AnyCheck, 'id' | 'title' | 'proof'>[];
  /** The spec, as it was read. */
  readonly source: string;
  /** The Dockerfile of the image, where it was built here. */
  readonly dockerfile: string | undefined;
  /** Of the image, the base's first; empty when there is none. */
  readonly layers: readonly ShownLayer[];
  /** What ran when, in the order in which it began. */
  readonly spans: readonly Span[];
  /** What was said while it ran. */
  readonly log: readonly { readonly at: number; readonly message: string }[];
}

/** One thing that took its time, in milliseconds since the run began. */
export interface Span {
  /** `image-size`, or the resource's name. */
  readonly name: string;
  readonly kind: 'check' | 'resource';
  /** What a check measured; a resource's name. */
  readonly what: string;
  readonly start: number;
  readonly end: number;
  /** Resources that had to be there first. */
  readonly needs: readonly string[];
  /** Began when no other check ran. */
  readonly alone: boolean;
  /** Of a check. */
  readonly status: Status | undefined;
}

/** Puts together what a run told. Throws when it has not told its summary. */
export function recordOf(
  events: readonly RunEvent[],
  source: string,
  catalogue: RunRecord['catalogue'],
  baseline?: Report,
): RunRecord {
  const of = <T extends RunEvent['type']>(type: T) =>
    events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);
  const [summary] = of('summary');
  if (summary === undefined) throw new Error('Expected a run that has ended.');
  const started = of('started');
  const checks = of('finished').map(({ what, result, at }): Span => {
    const begun = started.find((one) => one.check === result.check && one.what === what);
    return {
      name: result.check,
      kind: 'check',
      what,
      // From when its resources were there.
      start: Math.max(0, at - result.seconds * 1000),
      end: at,
      needs: begun?.needs ?? [],
      alone: begun?.alone ?? false,
      status: result.status,
    };
  });
  // What goes first is, until it waits, something that the others need.
  const beginnings = of('gave-way').flatMap(({ check, what, at }): Span[] =>
    checks
      .filter((span) => span.name === check && span.what === what)
      .map((span) => ({
        ...span,
        name: `${check} begins`,
        kind: 'resource',
        end: at,
        status: undefined,
      })),
  );
  const others = checks.map((span): Span => {
    const before = beginnings.filter(({ what }) => what !== span.what).map(({ name }) => name);
    return { ...span, needs: [...span.needs, ...before] };
  });
  const resources = of('acquired').map(
    ({ resource, needs, from, at }): Span => ({
      name: resource,
      kind: 'resource',
      what: resource,
      start: from,
      end: at,
      needs,
      alone: false,
      status: undefined,
    }),
  );
  return {
    report: summary.report,
    changes: baseline && changesSince(baseline, summary.report),
    source,
    catalogue,
    dockerfile: of('image')[0]?.dockerfile,
    // The engine tells the latest first.
    layers: (of('image')[0]?.layers ?? []).toReversed(),
    spans: [...resources, ...beginnings, ...others].toSorted(
      (a, b) => a.start - b.start || a.end - b.end,
    ),
    log: of('progress').map(({ at, message }) => ({ at, message })),
  };
}

/**
 * The spans that decided how long the run took, first to last: each begun by the end of the one before.
 * Shortening anything else shortens nothing.
 */
export function criticalPath(spans: readonly Span[]): readonly Span[] {
  const path: Span[] = [];
  let current = spans.toSorted((a, b) => b.end - a.end)[0];
  while (current !== undefined) {
    path.unshift(current);
    const { start, needs, alone } = current;
    const before = spans.filter(
      (span) =>
        !path.includes(span) &&
        span.end <= start + tolerance &&
        (span.kind === 'resource' ? needs.includes(span.name) : alone),
    );
    current = before.toSorted((a, b) => b.end - a.end)[0];
  }
  return path;
}

/** Milliseconds: a check's start is told to the tenth. */
const tolerance = 2;
