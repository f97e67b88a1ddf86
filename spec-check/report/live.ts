import { stripVTControlCharacters } from 'node:util';
import truncate from 'cli-truncate';
import pc from 'picocolors';
import { eventsOf, type RunEvent } from '../model/events.ts';
import { type Status, worstFirst } from '../model/report.ts';
import { looks } from './report-text.ts';

/** One screen of a run at `now` (ms): a line for every promise that fits, and what runs now. */
export function screen(
  events: readonly RunEvent[],
  now: number,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): string {
  const run = progressOf(events);
  const items = eventsOf(events, 'planned').flatMap((planned) => planned.items);
  const states = items
    .filter(({ checkable }) => checkable)
    .map(({ text, descriptions }) => ({ text, state: stateOf(descriptions, run) }));
  const room = Math.max(1, rows - 3);
  const shown =
    states.length <= room
      ? states
      : states
          .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
          .slice(0, room - 1);
  const hidden = states.length - shown.length;
  const passed = states.filter(({ state }) => state === 'PASS').length;
  const message = eventsOf(events, 'progress').at(-1)?.message ?? '';
  return [
    ...shown.map(({ text, state }) => `${signOf(state, now)} ${cut(text, columns - 3)}`),
    ...(hidden === 0 ? [] : [pc.dim(cut(`… and ${hidden} more`, columns - 1))]),
    pc.dim(cut(`${passed} of ${items.length} hold · ${nowRunning(run, now)}`, columns - 1)),
    pc.dim(cut(`  ${message}`, columns - 1)),
  ].join('\n');
}

type State = Status | 'running' | 'waiting';

const order: readonly State[] = [
  ...worstFirst.slice(0, 4),
  'running',
  'waiting',
  ...worstFirst.slice(4),
];

type Progress = ReturnType<typeof progressOf>;

/** What is being made or measured since when, and what has an outcome. A check measures from when all it needs is there. */
function progressOf(events: readonly RunEvent[]) {
  const finished = new Map(
    eventsOf(events, 'finished').map(({ what, result }) => [what, result.status]),
  );
  const acquired = new Map<string, number>(
    eventsOf(events, 'acquired').map(({ resource, at }) => [resource, at]),
  );
  const making = eventsOf(events, 'acquiring')
    .filter(({ resource }) => !acquired.has(resource))
    .map(({ resource, at }) => ({ name: resource, what: resource, since: at }));
  const measuring = eventsOf(events, 'started')
    .filter(({ what, needs }) => !finished.has(what) && needs.every((need) => acquired.has(need)))
    .map(({ check, what, needs, at }) => ({
      name: check,
      what,
      since: Math.max(at, ...needs.map((need) => acquired.get(need) ?? 0)),
    }));
  return { finished, running: [...making, ...measuring].toSorted((a, b) => a.since - b.since) };
}

function stateOf(descriptions: readonly string[], { finished, running }: Progress): State {
  const statuses = descriptions.flatMap((what) => finished.get(what) ?? []);
  const worst = worstFirst.find((status) => statuses.includes(status));
  if (worst !== undefined && (worst !== 'PASS' || statuses.length === descriptions.length))
    return worst;
  return running.some(({ what }) => descriptions.includes(what)) ? 'running' : 'waiting';
}

function signOf(state: State, now: number): string {
  if (state === 'waiting') return ' ';
  if (state !== 'running') return looks[state].paint(looks[state].sign);
  return pc.cyan(spinner[Math.floor(now / 100) % spinner.length] ?? '');
}

const spinner = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';

function nowRunning({ running }: Progress, now: number): string {
  const shown = running
    .slice(0, 3)
    .map(({ name, since }) => `${name} ${Math.max(0, (now - since) / 1000).toFixed(0)} s`);
  const more = running.length > 3 ? ` and ${running.length - 3} more` : '';
  return shown.length === 0 ? 'finishing' : `${shown.join(', ')}${more}`;
}

/** One line of at most so many columns, without what would move the cursor. */
function cut(text: string, columns: number): string {
  const line = stripVTControlCharacters(text).replace(/\s+/g, ' ');
  return truncate(line, Math.max(1, columns));
}
