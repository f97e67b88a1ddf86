import { stripVTControlCharacters } from 'node:util';
import pc from 'picocolors';
import type { RunEvent } from '../run/events.ts';
import { mark } from './progress.ts';
import type { Status } from './report.ts';

/** How far a run has come, as its events tell. */
export interface LiveRun {
  readonly items: readonly { readonly text: string; readonly whats: readonly string[] }[];
  /** Promises that no check decides. */
  readonly undecided: number;
  /** What runs now, and since when, in milliseconds since the run began. */
  readonly running: ReadonlyMap<string, { readonly check: string; readonly since: number }>;
  readonly finished: ReadonlyMap<string, Status>;
  /** What was said last. */
  readonly message: string;
}

export const notBegun: LiveRun = {
  items: [],
  undecided: 0,
  running: new Map(),
  finished: new Map(),
  message: '',
};

/** The run after one more event. */
export function follow(run: LiveRun, event: RunEvent): LiveRun {
  switch (event.type) {
    case 'planned':
      return {
        ...run,
        items: event.items.filter(({ checkable }) => checkable),
        undecided: event.items.filter(({ checkable }) => !checkable).length,
      };
    case 'started':
      return {
        ...run,
        running: new Map([
          ...run.running,
          [event.what, { check: event.check, since: event.at }] as const,
        ]),
      };
    case 'finished':
      return {
        ...run,
        running: new Map([...run.running].filter(([what]) => what !== event.what)),
        finished: new Map([...run.finished, [event.what, event.result.status] as const]),
      };
    case 'progress':
      return { ...run, message: event.message };
    default:
      return run;
  }
}

/**
 * One screen: a line for every promise, and last what runs now and for how long. Never wider or higher
 * than the terminal; where the promises are too many, those that have passed are counted instead.
 */
export function screen(
  run: LiveRun,
  now: number,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): string {
  const states = run.items.map((item) => ({ item, state: stateOf(item.whats, run) }));
  const room = Math.max(1, rows - 3);
  const shown =
    states.length <= room
      ? states
      : states
          .toSorted((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state))
          .slice(0, room - 1);
  const hidden = states.length - shown.length;
  const passed = states.filter(({ state }) => state === 'PASS').length;
  const spinner = spinners[Math.floor(now / 100) % spinners.length] ?? '';
  return [
    ...shown.map(({ item, state }) => {
      const sign = state === 'running' ? pc.cyan(spinner) : state === 'waiting' ? ' ' : mark[state];
      return `${sign} ${cut(item.text, columns - 3)}`;
    }),
    ...(hidden === 0 ? [] : [pc.dim(cut(`… and ${hidden} more`, columns - 1))]),
    pc.dim(
      cut(
        `${passed} of ${states.length + run.undecided} hold · ${nowRunning(run, now)}`,
        columns - 1,
      ),
    ),
    pc.dim(cut(`  ${run.message}`, columns - 1)),
  ].join('\n');
}

type State = Status | 'running' | 'waiting';

const urgency: readonly State[] = [
  'FAIL',
  'ERROR',
  'AMBIGUOUS',
  'UNVERIFIED',
  'running',
  'waiting',
  'WAIVED',
  'PASS',
];

function stateOf(whats: readonly string[], { running, finished }: LiveRun): State {
  const statuses = whats.flatMap((what) => finished.get(what) ?? []);
  const bad = urgency.find((state) => state !== 'PASS' && statuses.some((one) => one === state));
  if (bad !== undefined) return bad;
  if (statuses.length === whats.length) return 'PASS';
  return whats.some((what) => running.has(what)) ? 'running' : 'waiting';
}

function nowRunning({ running }: LiveRun, now: number): string {
  const longest = [...running.values()].toSorted((a, b) => a.since - b.since);
  const shown = longest
    .slice(0, 3)
    .map(({ check, since }) => `${check} ${Math.max(0, (now - since) / 1000).toFixed(0)} s`);
  const more = longest.length > 3 ? ` and ${longest.length - 3} more` : '';
  return shown.length === 0 ? 'finishing' : `${shown.join(', ')}${more}`;
}

const spinners = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** One line of at most so many characters, without what would move the cursor. */
function cut(text: string, length: number): string {
  const line = stripVTControlCharacters(text).replace(/\s+/g, ' ');
  const room = Math.max(1, length);
  return line.length <= room ? line : `${line.slice(0, room - 1)}…`;
}
