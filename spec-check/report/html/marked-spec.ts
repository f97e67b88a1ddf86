import type { ReportItem } from '../../model/report.ts';
import { escapeXml as text } from '../plain.ts';
import type { RunRecord } from '../record.ts';

/** The spec as it was written, each word of it shown as proven, not proven, or context. */
export function markedSpec({ report, source }: Pick<RunRecord, 'report' | 'source'>): string {
  const lines = source.split(/\r?\n/);
  const owners = ownersOf(lines, report.items);
  const shown = lines.map((line, index) => {
    const item = owners[index];
    if (item === undefined) return text(line);
    const [, lead = '', words = ''] =
      /^(\s*(?:[-*+]\s+|\d+[.)]\s+|\|\s*)?(?:\[[ xX]\]\s+)?)(.*)$/s.exec(line) ?? [];
    return `${text(lead)}<mark class="${item.status === 'PASS' ? 'proven' : 'open'}">${text(words)}</mark>`;
  });
  return `<p class="legend"><mark class="proven">proven</mark> <mark class="open">not proven</mark> and, without a mark, context that promises nothing.</p>
<pre class="spec" tabindex="0" aria-labelledby="spec">${shown.join('\n')}</pre>`;
}

/** For each line the promise that it is part of: from where the item begins until a line that is neither empty nor indented, or the next item. */
function ownersOf(
  lines: readonly string[],
  items: readonly ReportItem[],
): readonly (ReportItem | undefined)[] {
  const begins = new Map(items.map((item) => [item.line - 1, item]));
  let owner: ReportItem | undefined;
  let paused = false;
  return lines.map((line, index) => {
    const begun = begins.get(index);
    if (begun !== undefined) {
      [owner, paused] = [begun, false];
      return begun;
    }
    if (line.trim() === '') {
      paused = true;
      return undefined;
    }
    const indented = /^\s/.test(line);
    // A list of its own, a heading, a fence or a row of a table is another thing.
    if ((paused && !indented) || /^(?:#|\||[-*+]\s|\d+[.)]\s|---)/.test(line)) owner = undefined;
    paused = false;
    return owner;
  });
}
