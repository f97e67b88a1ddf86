import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString as textOf } from 'mdast-util-to-string';
import { gfm } from 'micromark-extension-gfm';
import type { Node } from 'unist';
import { visit } from 'unist-util-visit';
import { markdown } from './markdown.ts';
import { greenRun, hostile, sampleRun } from './tests/sample-run.ts';

const parsed = (text: string) =>
  fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });

function typesIn(text: string): ReadonlySet<string> {
  const types = new Set<string>();
  visit(parsed(text), (node: Node) => {
    types.add(node.type);
  });
  return types;
}

describe('Markdown', () => {
  it('is one table with a row of three cells for each promise, those that fail first', () => {
    const table = parsed(markdown(sampleRun)).children.find(({ type }) => type === 'table');
    if (table?.type !== 'table') throw new Error('Expected a table');
    const rows = table.children.map((row) => row.children.map((cell) => textOf(cell)));
    expect(rows).toHaveLength(sampleRun.report.items.length + 1);
    expect(rows.every((row) => row.length === 3)).toBe(true);
    expect(rows[0]).toEqual(['Success Criterion', 'Status', 'Evidence']);
    expect(rows.slice(1).map(([, status]) => status?.replace(/^\S+ /, ''))).toEqual([
      'FAIL',
      'AMBIGUOUS',
      'UNVERIFIED',
      'UNVERIFIED',
      'ERROR',
      'PASS',
      'PASS (stand-in)',
      'WAIVED',
    ]);
  });

  it('keeps hostile text as text: no link, picture, mention or HTML of its own', () => {
    const text = markdown(sampleRun);
    const types = typesIn(text);
    for (const type of ['link', 'image', 'strong', 'heading', 'code'] as const) {
      // A heading, bold words and fences are the report's own.
      expect([type, types.has(type)]).toEqual([type, ['strong', 'heading', 'code'].includes(type)]);
    }
    visit(parsed(text), 'html', (node) => {
      expect(node.value).not.toMatch(/script|img|href/);
    });
    const outside = text.replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '');
    expect(outside.replace(/`[^`]+`/g, '')).not.toMatch(/@somebody|#12|<script|<img|:\/\//);
  });

  it('fences what could close a fence', () => {
    const found: string[] = [];
    visit(parsed(markdown(sampleRun)), 'code', ({ value }) => {
      found.push(value);
    });
    expect(found.some((value) => value.includes(hostile.split('\n')[0] ?? 'nothing'))).toBe(true);
    expect(found).toContain('Add USER 1000');
  });

  it('names what stood in once, below', () => {
    expect(markdown(greenRun).match(/a local registry/g)).toHaveLength(1);
  });
});
