import { stripVTControlCharacters } from 'node:util';
import truncate from 'cli-truncate';
import pc from 'picocolors';
import { eventsOf, type RunEvent } from '../model/events.ts';
import { worstFirst } from '../model/report.ts';
import { progressOf, type State } from './progress.ts';
import { looks } from './report-text.ts';
import { narrow } from './table.ts';

/** One screen of a run at `now` (ms): a line for each row of the table as far as it is known, and what runs now. */
export function screen(
  events: readonly RunEvent[],
  now: number,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): string {
  const { promises, running } = progressOf(events);
  const room = Math.max(1, rows - 3);
  const gravest = promises.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
  const shown = promises.length <= room ? promises : gravest.slice(0, room - 1);
  const hidden = promises.length - shown.length;
  const held = promises.filter(({ state }) => state === 'PASS' || state === 'WAIVED').length;
  const message = eventsOf(events, 'progress').at(-1)?.message ?? '';
  const now3 = running
    .slice(0, 3)
    .map(({ name, at }) => `${name} ${Math.max(0, (now - at) / 1000).toFixed(0)} s`);
  const more = running.length > 3 ? ` and ${running.length - 3} more` : '';
  const doing = running.length === 0 ? 'finishing' : now3.join(', ') + more;
  return [
    ...shown.map(({ label, state, evidence }) => {
      const line = evidence === '' || columns <= narrow ? label : `${label}: ${evidence}`;
      return `${signOf(state, now)} ${cut(line, columns - 3)}`;
    }),
    ...(hidden === 0 ? [] : [pc.dim(cut(`… and ${hidden} more`, columns - 1))]),
    pc.dim(cut(`${held} of ${promises.length} hold · ${doing}`, columns - 1)),
    pc.dim(cut(`  ${message}`, columns - 1)),
  ].join('\n');
}

const order: State[] = [...worstFirst.slice(0, 4), 'running', 'waiting', ...worstFirst.slice(4)];

function signOf(state: State, now: number): string {
  if (state === 'waiting') return ' ';
  if (state !== 'running') return looks[state].paint(looks[state].sign);
  return pc.cyan(spinner[Math.floor(now / 100) % spinner.length] ?? '');
}

const spinner = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';

/** One line of at most so many columns, without what would move the cursor. */
const cut = (text: string, columns: number): string =>
  truncate(stripVTControlCharacters(text).replace(/\s+/g, ' '), Math.max(1, columns));
