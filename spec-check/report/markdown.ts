import type { Status } from '../model/report.ts';
import { plain } from './plain.ts';
import type { RunRecord } from './record.ts';
import {
  blockTitle,
  type CauseBlock,
  causeBlocks,
  explanation,
  label,
  ordered,
  shownStatus,
  substitutesOf,
  verdict,
} from './report-text.ts';
import { escapeXml } from './xml.ts';

/** The table for a pull request or a step summary, in GitHub's Markdown; text from the spec and from logs stays text. */
export function markdown({ report, changes }: RunRecord): string {
  const { spec, image, summary } = report;
  const standIns = new Set(report.items.flatMap(substitutesOf));
  return [
    `## ${inline(spec.title)}: ${inline(verdict(report))}`,
    ...(changes === undefined
      ? []
      : [
          changes.length === 0
            ? 'Nothing changed since the baseline.'
            : ['Since the baseline:', ...changes.map((change) => `- ${inline(change)}`)].join('\n'),
        ]),
    [
      '| Success Criterion | Status | Evidence |',
      '|---|---|---|',
      ...ordered(report).map(
        (item) =>
          `| ${inline(label(item))} | ${signs[item.status]} ${shownStatus(item)} | ${inline(item.evidence)} |`,
      ),
    ].join('\n'),
    ...causeBlocks(report).map((block) => blockText(spec.path, block)),
    ...(standIns.size === 0
      ? []
      : [
          `<details><summary>Substitutes used</summary>\n\n${[...standIns].map((text) => `- ${inline(text)}`).join('\n')}\n\n</details>`,
        ]),
    `<sub>${inline(spec.path)}${image === null ? '' : `, ${inline(image.reference)} (${inline(image.id.slice(0, 19))})`}, ${summary.seconds.toFixed(1)} s</sub>`,
  ].join('\n\n');
}

const signs: Readonly<Record<Status, string>> = {
  PASS: '✅',
  FAIL: '❌',
  UNVERIFIED: '❔',
  AMBIGUOUS: '❔',
  ERROR: '⚠️',
  WAIVED: '➖',
};

function blockText(specPath: string, block: CauseBlock): string {
  const [first, ...more] = block.items;
  return [
    // Within HTML nothing is Markdown.
    `<details open><summary>${escapeXml(blockTitle(block))}, ${escapeXml(specPath)}:${first.line}</summary>`,
    [first, ...more].map(({ text }) => inline(text)).join('\n\n'),
    ...explanation(block.check).map(([name, text]) => `**${name}**\n\n${fenced(text)}`),
    '</details>',
  ].join('\n\n');
}

/** One line in which nothing is markup but code: what was code already, and what else would become a link or a mention. */
export function inline(text: string): string {
  return plain(text)
    .replace(/\s+/g, ' ')
    .trim()
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? inCell(part) : escaped(part)))
    .join('');
}

function escaped(text: string): string {
  return text
    .split(linked)
    .map((part, index) => (index % 2 === 1 ? inCell(`\`${part}\``) : literal(part)))
    .join('');
}

/** An address, a mention, the number of an issue: whatever their characters are escaped with, they come alive when shown. */
const linked = /([^\s`]*(?::\/\/|@\w|#\d|www\.)[^\s`]*[^\s`.,;:)])/i;

function literal(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]|~#]/g, '\\$&');
}

/** A bar ends the cell, in code too. */
function inCell(code: string): string {
  return code.replaceAll('|', '\\|');
}

/** In a fence longer than any that the text has. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${plain(text)}\n${fence}`;
}
