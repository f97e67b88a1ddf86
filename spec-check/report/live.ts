import { stripVTControlCharacters } from 'node:util';
import truncate from 'cli-truncate';
import pc from 'picocolors';
import type { RunEvent } from '../model/events.ts';
import type { Status } from '../model/report.ts';
import { mark } from './progress.ts';

/** How far a run has come, as its events tell. */
export interface LiveRun {
  readonly items: readonly { readonly text: string; readonly descriptions: readonly string[] }[];
  /** Promises that no check decides. */
  readonly undecided: number;
  /** Checks that have begun, by what they measure. */
  readonly begun: ReadonlyMap<string, Begun>;
  readonly finished: ReadonlyMap<string, Status>;
  /** Resources that are being made, and since when. */
  readonly acquiring: ReadonlyMap<string, number>;
  /** Resources that are there, and since when. */
  readonly acquired: ReadonlyMap<string, number>;
  /** What was said last. */
  readonly message: string;
}

/** A check measures from when all it needs is there; times in milliseconds since the run began. */
interface Begun {
  readonly check: string;
  readonly needs: readonly string[];
  readonly at: number;
}

export const initialState: LiveRun = {
  items: [],
  undecided: 0,
  begun: new Map(),
  finished: new Map(),
  acquiring: new Map(),
  acquired: new Map(),
  message: '',
};

/** The run after one more event. */
export function reduce(run: LiveRun, event: RunEvent): LiveRun {
  switch (event.type) {
    case 'planned':
      return {
        ...run,
        items: event.items.filter(({ checkable }) => checkable),
        undecided: event.items.filter(({ checkable }) => !checkable).length,
      };
    case 'acquiring':
      return { ...run, acquiring: including(run.acquiring, event.resource, event.at) };
    case 'acquired':
      return {
        ...run,
        acquiring: without(run.acquiring, event.resource),
        acquired: including(run.acquired, event.resource, event.at),
      };
    case 'started':
      return { ...run, begun: including(run.begun, event.what, event) };
    case 'finished':
      return {
        ...run,
        begun: without(run.begun, event.what),
        finished: including(run.finished, event.what, event.result.status),
      };
    case 'progress':
      return { ...run, message: event.message };
    default:
      return run;
  }
}

function including<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map([...map, [key, value]]);
}

function without<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  return new Map([...map].filter(([known]) => known !== key));
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
  const states = run.items.map((item) => ({ item, state: stateOf(item.descriptions, run) }));
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

function stateOf(descriptions: readonly string[], run: LiveRun): State {
  const statuses = descriptions.flatMap((what) => run.finished.get(what) ?? []);
  const bad = urgency.find((state) => state !== 'PASS' && statuses.some((one) => one === state));
  if (bad !== undefined) return bad;
  if (statuses.length === descriptions.length) return 'PASS';
  return descriptions.some((what) => measuringSince(what, run) !== undefined)
    ? 'running'
    : 'waiting';
}

/** Since when it is measured; undefined while something that it needs is not there. */
function measuringSince(what: string, { begun, acquired }: LiveRun): number | undefined {
  const check = begun.get(what);
  const there = check?.needs.map((need) => acquired.get(need));
  if (check === undefined || there === undefined || there.includes(undefined)) return undefined;
  return Math.max(check.at, ...there.flatMap((at) => at ?? []));
}

function nowRunning(run: LiveRun, now: number): string {
  const checks = [...run.begun].flatMap(([what, { check }]) => {
    const since = measuringSince(what, run);
    return since === undefined ? [] : [[check, since] as const];
  });
  const longest = [...run.acquiring, ...checks].toSorted(([, a], [, b]) => a - b);
  const shown = longest
    .slice(0, 3)
    .map(([name, since]) => `${name} ${Math.max(0, (now - since) / 1000).toFixed(0)} s`);
  const more = longest.length > 3 ? ` and ${longest.length - 3} more` : '';
  return shown.length === 0 ? 'finishing' : `${shown.join(', ')}${more}`;
}

const spinners = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];

/** One line of at most so many columns, without what would move the cursor. */
function cut(text: string, columns: number): string {
  const line = stripVTControlCharacters(text).replace(/\s+/g, ' ');
  return truncate(line, Math.max(1, columns));
}
