import { stripVTControlCharacters } from 'node:util';
import truncate from 'cli-truncate';
import pc from 'picocolors';
import { eventsOf, type RunEvent } from '../model/events.ts';
import { worstFirst } from '../model/report.ts';
import { progressOf, type State } from './progress.ts';
import { looks } from './report-text.ts';
import { grid, narrow } from './table.ts';

/** One screen of a run at `now` (ms): the rows of the table as far as they are known, and what runs now. */
export function screen(
  events: readonly RunEvent[],
  now: number,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): string {
  const { promises, running } = progressOf(events);
  const isTable = columns > narrow;
  const room = Math.max(1, rows - (isTable ? 5 : 3));
  const shown =
    promises.length <= room
      ? promises
      : promises
          .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
          .slice(0, room - 1);
  const hidden = promises.length - shown.length;
  const held = promises.filter(({ state }) => state === 'PASS' || state === 'WAIVED').length;
  const message = eventsOf(events, 'progress').at(-1)?.message ?? '';
  const now3 = running
    .slice(0, 3)
    .map(({ name, since }) => `${name} ${Math.max(0, (now - since) / 1000).toFixed(0)} s`);
  const more = running.length > 3 ? ` and ${running.length - 3} more` : '';
  const doing = running.length === 0 ? 'finishing' : now3.join(', ') + more;
  return [
    isTable
      ? grid(
          shown.map(({ label, state, evidence }) => [
            oneLine(label),
            `${signOf(state, now)} ${state === 'waiting' ? '' : state}`,
            oneLine(evidence),
          ]),
          columns - 1,
          'none',
        )
          .split('\n')
          .map((line) => truncate(line, columns - 1))
      : shown.map(({ label, state }) => `${signOf(state, now)} ${cut(label, columns - 3)}`),
    ...(hidden === 0 ? [] : [pc.dim(cut(`… and ${hidden} more`, columns - 1))]),
    pc.dim(cut(`${held} of ${promises.length} hold · ${doing}`, columns - 1)),
    pc.dim(cut(`  ${message}`, columns - 1)),
  ]
    .flat()
    .join('\n');
}

const order: readonly State[] = [
  ...worstFirst.slice(0, 4),
  'running',
  'waiting',
  ...worstFirst.slice(4),
];

function signOf(state: State, now: number): string {
  if (state === 'waiting') return ' ';
  if (state !== 'running') return looks[state].paint(looks[state].sign);
  return pc.cyan(spinner[Math.floor(now / 100) % spinner.length] ?? '');
}

const spinner = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';

/** One line of at most so many columns. */
function cut(text: string, columns: number): string {
  return truncate(oneLine(text), Math.max(1, columns));
}

/** Without what would move the cursor. */
function oneLine(text: string): string {
  return stripVTControlCharacters(text).replace(/\s+/g, ' ');
}
