import pc from 'picocolors';
import { eventsOf, type PlannedItem, type RunEvent } from '../model/events.ts';
import { counted } from '../model/format.ts';
import { type CheckResult, type Status, worstOf } from '../model/report.ts';
import { label, looks, sameCause } from './report-text.ts';

/** What a promise is found to be so far; `waiting` until one of its checks measures. */
export type State = Status | 'running' | 'waiting';

/** How far every promise is, in the document's order, and what is being made or measured, the oldest first. */
export function progressOf(events: readonly RunEvent[]) {
  const ended = eventsOf(events, 'finished');
  const finished = new Map(ended.map(({ what, result }) => [what, result] as const));
  const running = eventsOf(events, 'started').filter(({ what }) => !finished.has(what));
  const promises = eventsOf(events, 'planned')
    .flatMap(({ items }) => items)
    .map((planned) => ({
      label: label(planned.item),
      isSettled: planned.descriptions.every((what) => finished.has(what)),
      ...soFar(planned, finished, (what) => running.some((one) => one.what === what)),
    }));
  return { promises, running };
}

/** One check that fails decides; one that passes decides nothing yet. */
function soFar(
  { item, checkable, descriptions }: PlannedItem,
  finished: ReadonlyMap<string, CheckResult | undefined>,
  isRunning: (what: string) => boolean,
): { readonly state: State; readonly evidence: string } {
  if (!checkable) return { state: item.status, evidence: item.evidence };
  const results = descriptions.flatMap((what) => finished.get(what) ?? []);
  const { status, evidence = '' } = worstOf(results) ?? {};
  if (status === undefined || (status === 'PASS' && results.length < descriptions.length))
    return { state: descriptions.some(isRunning) ? 'running' : 'waiting', evidence: '' };
  return { state: status, evidence };
}

/** For a log: a plain line for each promise once it is settled, and for what takes long; `isVerbose` shows the builder's too. */
export function progressLines(isVerbose: boolean): (event: RunEvent) => readonly string[] {
  const events: RunEvent[] = [];
  const printed = new Set<number>();
  const causes = new Set<string>();
  return (event) => {
    events.push(event);
    if (event.type === 'progress')
      return event.isDetail && !isVerbose ? [] : [pc.dim(`  ${event.message}`)];
    if (event.type !== 'planned' && event.type !== 'finished') return [];
    const settled = progressOf(events).promises.flatMap((promise, at) => {
      const { label: text, state, isSettled, evidence } = promise;
      if (!isSettled || printed.has(at) || state === 'running' || state === 'waiting') return [];
      printed.add(at);
      const isPrinted = state === 'ERROR' && causes.has(evidence);
      causes.add(evidence);
      return `${looks[state].paint(looks[state].sign)} ${text}: ${isPrinted ? sameCause : evidence}`;
    });
    if (event.type === 'finished') return settled;
    const { items, checks, leftOut } = event;
    const left = leftOut > 0 ? `; ${counted(leftOut, 'promise')} left out by --only or --skip` : '';
    return [`${counted(items.length, 'promise')}, ${counted(checks, 'check')}${left}`, ...settled];
  };
}
