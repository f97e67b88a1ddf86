/** A table of cells in Markdown; what would end a cell or begin a tag is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(head),
    `|${head.map(() => '---|').join('')}`,
    ...rows.map((cells) => line(cells.map(cell))),
  ].join('\n');
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
