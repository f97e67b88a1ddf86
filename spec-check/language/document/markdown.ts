import { isUtf8 } from 'node:buffer';
import type { Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { visit } from 'unist-util-visit';
import { SpecError } from '../../model/spec.ts';

export function parseMarkdown(text: string): Root {
  // The mark of an alert says what kind it is, and nothing of what stands in it.
  const source = text.replace(/^([ \t>]*>[ \t]*)\[!\w+\][ \t]*$/gm, '$1');
  const tree = fromMarkdown(source, {
    extensions: [gfm(), frontmatter(['yaml'])],
    mdastExtensions: [gfmFromMarkdown(), frontmatterFromMarkdown(['yaml'])],
  });
  // A folder that nobody put into backticks is a folder, and no bold word.
  visit(tree as { type: 'root'; children: RootContent[] }, 'strong', (node, index, parent) => {
    const value = source.slice(node.position?.start.offset, node.position?.end.offset);
    if (!folder.test(value) || parent === undefined || index === undefined) return;
    parent.children[index] = { type: 'text', value, position: node.position };
  });
  return tree;
}

const folder = /^__(?:pycache|tests|mocks|snapshots|fixtures)__$/;

/** The text of a spec in UTF-8. Throws SpecError for anything else. */
export function decodeSpec(bytes: Uint8Array, path: string): string {
  const text = new TextDecoder().decode(bytes);
  // A `�` that was written is text.
  if (!isUtf8(bytes) || text.includes('\0'))
    throw new SpecError('spec-not-text', `Expected Markdown in UTF-8, and ${path} is not.`, {
      hint: `Save it as UTF-8; from UTF-16: iconv -f UTF-16 -t UTF-8 ${path} > utf8.md`,
    });
  if (text.trim() === '')
    throw new SpecError('spec-empty', `${path} is empty.`, {
      hint: 'specs/containerization-spec.md is an example to copy.',
    });
  // As chats give it: the whole spec in a fence, and no more than a sentence before it.
  const [, before = '', , pasted] =
    /^([^#*|`>-]*)(`{3,}|~{3,})(?:markdown|md)\s*?\n([\s\S]*\n)\2\s*$/.exec(text) ?? [];
  return pasted === undefined ? text : `${before.replace(/.+/g, '')}\n${pasted}`;
}

/** A fence that is never closed swallows the rest of the spec, its promises too. */
export function refuseOpenFence(tree: Root, lines: readonly string[]): void {
  visit(tree as { type: 'root'; children: RootContent[] }, 'code', ({ position }) => {
    if (position === undefined) return;
    const { start, end } = position;
    const first = lines[start.line - 1]?.slice(start.column - 1) ?? '';
    const fence = /^(`{3,}|~{3,})/.exec(first)?.[1];
    const last = (lines[end.line - 1] ?? '').replace(/^[\s>]*/, '').trimEnd();
    if (fence === undefined || (end.line > start.line && last.startsWith(fence))) return;
    throw new SpecError(
      'open-fence',
      'A fenced block is never closed: the rest of the spec is inside it.',
      { line: start.line, hint: `Close it with ${fence} on a line of its own.` },
    );
  });
}
