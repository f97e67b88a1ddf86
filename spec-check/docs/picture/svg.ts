import Anser, { type AnserJsonEntry } from 'anser';

/** What a reader who sees no picture is told. */
export interface Caption {
  readonly title: string;
  readonly description: string;
}

/**
 * What a program wrote to a terminal of `columns`, as an SVG in which text is text: it can be selected,
 * found and read out. Colours are classes, light or dark as the reader's system is.
 */
export function svg(output: string, columns: number, { title, description }: Caption): string {
  const lines = output
    .trimEnd()
    .split('\n')
    .flatMap((text) => folded(text, columns));
  const width = columns * column + 2 * margin;
  const height = lines.length * lineHeight + 2 * margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="desc">${escaped(description)}</desc>`,
    `<style>${style}</style>`,
    '<rect class="paper" width="100%" height="100%" rx="8"/>',
    ...lines.map(line),
    '</svg>',
  ].join('\n');
}

const margin = 16;
const lineHeight = 18;
const fontSize = 14;
/** Width of a character: 0.6 of the size in most fixed fonts, and stretched to it in the others. */
const column = fontSize * 0.6;

type Part = Pick<AnserJsonEntry, 'content' | 'fg' | 'decorations'>;

/** A line in its colours, folded where a terminal would fold it. */
function folded(text: string, columns: number): Part[][] {
  const parts = Anser.ansiToJson(text, { json: true, remove_empty: true, use_classes: true });
  const rows: Part[][] = [[]];
  let free = columns;
  for (const { content, fg, decorations } of parts) {
    for (let rest = content; rest !== ''; ) {
      if (free === 0) {
        rows.push([]);
        free = columns;
      }
      const piece = rest.slice(0, free);
      rows.at(-1)?.push({ content: piece, fg, decorations });
      rest = rest.slice(piece.length);
      free -= piece.length;
    }
  }
  return rows;
}

function line(parts: readonly Part[], index: number): string {
  const length = parts.reduce((sum, { content }) => sum + content.length, 0);
  if (length === 0) return '';
  const y = margin + (index + 0.75) * lineHeight;
  return `<text x="${margin}" y="${y}" textLength="${round(length * column)}" lengthAdjust="spacingAndGlyphs">${parts.map(part).join('')}</text>`;
}

function part({ content, fg, decorations }: Part): string {
  const classes = [fg, ...decorations].filter((name) => typeof name === 'string' && name !== '');
  const text = escaped(content);
  return classes.length === 0 ? text : `<tspan class="${classes.join(' ')}">${text}</tspan>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Each colour on its paper has a contrast of at least 4.5 to 1. */
const style = `
text { font: ${fontSize}px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre; fill: #1f2328; }
.paper { fill: #f6f8fa; }
.bold { font-weight: bold; }
.dim { fill: #59636e; }
.ansi-green { fill: #116329; }
.ansi-red { fill: #a40e26; }
.ansi-yellow { fill: #7d4e00; }
.ansi-magenta { fill: #6639ba; }
.ansi-cyan { fill: #1b5e73; }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3; }
.paper { fill: #151b23; }
.dim { fill: #9198a1; }
.ansi-green { fill: #56d364; }
.ansi-red { fill: #ff7b72; }
.ansi-yellow { fill: #e3b341; }
.ansi-magenta { fill: #d2a8ff; }
.ansi-cyan { fill: #76e3ea; }
}
`;
