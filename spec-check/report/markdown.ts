import { escapeXml, printable } from './printable.ts';
import type { RunRecord } from './record.ts';
import { causeBlocks, explanation, looks, rowsOf, sinceBaseline, verdict } from './report-text.ts';

/** The table for a pull request or a step summary, in GitHub's Markdown; text from the spec and from logs stays text. */
export function markdown({ report, changes }: RunRecord): string {
  const { spec, image, summary } = report;
  const { worst, substitutes } = rowsOf(report);
  return [
    `## ${inline(spec.title)}: ${inline(verdict(report))}`,
    sinceBaseline(changes?.map(inline)) ?? [],
    [
      '| Success Criterion | Status | Evidence |',
      '|---|---|---|',
      ...worst.map(
        ({ label, status, shown, evidence }) =>
          `| ${inline(label)} | ${looks[status].emoji} ${shown} | ${inline(evidence)} |`,
      ),
    ].join('\n'),
    ...causeBlocks(report).map(({ title, check, items }) =>
      [
        // Within HTML nothing is Markdown.
        `<details open><summary>${escapeXml(`${title}, ${items[0]?.spec}:${items[0]?.line}`)}</summary>`,
        ...items.map(({ text }) => inline(text)),
        ...explanation(check).map(([name, text]) => `**${name}**\n\n${fenced(text)}`),
        '</details>',
      ].join('\n\n'),
    ),
    substitutes.length === 0
      ? []
      : `<details><summary>Substitutes used</summary>\n\n${substitutes.map((text) => `- ${inline(text)}`).join('\n')}\n\n</details>`,
    `<sub>${inline(spec.path)}${image === null ? '' : `, ${inline(image.reference)} (${inline(image.id.slice(0, 19))})`}, ${summary.seconds.toFixed(1)} s</sub>`,
  ]
    .flat()
    .join('\n\n');
}

/** One line without markup, except code spans: those of the text, and new ones around what would become a link or a mention. */
export function inline(text: string): string {
  const line = printable(text).replace(/\s+/g, ' ').trim();
  return line
    .split(/(`[^`]+`)/)
    .flatMap((part, at) =>
      at % 2 === 1
        ? inCell(part)
        : part
            .split(linked)
            .map((word, index) => (index % 2 === 1 ? inCell(`\`${word}\``) : literal(word))),
    )
    .join('');
}

/** An address, a mention, the number of an issue: GitHub links them even when their characters are escaped. */
const linked = /([^\s`]*(?::\/\/|@\w|#\d|www\.)[^\s`]*[^\s`.,;:)])/i;

const literal = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]|~#]/g, '\\$&');

/** A bar ends the cell, in code too. */
const inCell = (code: string): string => code.replaceAll('|', '\\|');

/** In a fence longer than any that the text has. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${printable(text)}\n${fence}`;
}
