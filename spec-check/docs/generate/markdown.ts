import { checks } from '../../checks/index.ts';
import { parseSpec } from '../../language/document/parse-spec.ts';
import { interpret } from '../../language/interpret.ts';
import type { Interpretation } from '../../model/interpretation.ts';

export function page(parts: readonly string[]): string {
  return `${[
    '<!-- Made from the program by `npm run docs`: change the check or the message, not this page. -->',
    ...parts,
  ].join('\n\n')}\n`;
}

/** A table of cells in Markdown; what would end a cell or begin a tag is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows.map((cells) => cells.map(cell))]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

function cell(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replaceAll('|', '\\|')
    .split(/(`[^`]+`)/)
    .map((part, index) =>
      // Code stays as it is; bold does, too.
      index % 2 === 1 ? part : part.replaceAll('<', '&lt;').replace(/(?<!\*)\*(?!\*)/g, '\\*'),
    )
    .join('');
}

/** What lines mean, each as a criterion of a spec that says nothing else, in their order. */
export function understoodAlone(lines: readonly string[]): readonly Interpretation[] {
  if (lines.length === 0) return [];
  const text = `# An API\n\n## Success Criteria\n\n${lines.map((line) => `- [ ] ${line}\n`).join('')}`;
  // Before every waiver ends.
  return interpret(parseSpec(Buffer.from(text), 'spec.md'), checks, new Date(0));
}
