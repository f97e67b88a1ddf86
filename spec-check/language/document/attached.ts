import type { Code, ListItem, RootContent } from 'mdast';
import { toString as textIn } from 'mdast-util-to-string';
import type { SpecError } from '../../model/spec.ts';
import { type Annotations, fencedCheck, readComments } from './annotations.ts';
import { isHarmlessNote } from './qualifiers.ts';
import { brief, plain, textOf } from './text.ts';

/** What stands in an item behind its first paragraph and beside its lists: annotations, `more` of its sentence, what leaves it in `doubt`, and what only explains; faulty annotations go to `mistakes`. */
export function readAttached(
  item: ListItem,
  lineOf: (node: RootContent) => number,
  mistakes: SpecError[],
) {
  const explicit: Annotations['explicit'][number][] = [];
  const more: string[] = [];
  let waiver: Annotations['waiver'];
  let doubt = '';
  let note = '';
  const remark = (text: string) => {
    if (isHarmlessNote(text)) note ||= plain(text);
    else doubt ||= `What stands below it changes it, and no check covers that: ${brief(text)}`;
  };
  const comments = (html: string, line: number) => {
    const found = readComments(html, line, mistakes);
    explicit.push(...found.explicit);
    waiver = found.waiver ?? waiver;
    remark(html.replace(/<!--[\s\S]*?-->|<[^>]*>/g, ' '));
  };
  const first = item.children.find(({ type }) => type === 'paragraph');
  for (const child of item.children) {
    if (child.type === 'html') comments(child.value, lineOf(child));
    else if (child.type === 'code') {
      const check = fencedCheck(child.lang);
      if (check === undefined) remark(commandsOf(child));
      else if (check === 'sh' && cannotFail(child.value))
        doubt ||= 'Nothing in the block below it can fail: it proves nothing';
      else explicit.push({ check, line: lineOf(child), params: { source: child.value } });
    } else if (child.type === 'table')
      remark(child.children.flatMap((row) => row.children.map((cell) => textIn(cell))).join(' '));
    else if (child.type === 'paragraph') {
      for (const node of child.children)
        if (node.type === 'html' && node.value.startsWith('<!--'))
          comments(node.value, lineOf(node));
      const text = textOf(child.children);
      if (child !== first && isHarmlessNote(text)) note ||= plain(text);
      else if (child !== first) more.push(text);
    } else if (child.type !== 'list') remark(textIn(child));
  }
  return { explicit, waiver, more, doubt, note };
}

/** Whether each line is idle: a comment, or a command that succeeds whatever the image is. */
function cannotFail(source: string): boolean {
  const idle =
    /^\s*(?:#.*|:|true|exit 0|(?:set|cd|export|sleep) .*|(?:test|\[) (?:-n "?\$IMAGE"?|(\w+) ==? \1)(?: \])?|(?:echo|printf)\b[^|]*|.*\|\|\s*(?:true|:))?\s*(?:#.*)?$/;
  return source.trim() !== '' && source.split(/\n|;|&&(?!.*\|\|)/).every((one) => idle.test(one));
}

/** A code block as a remark: mere commands hint at evidence, others may change the promise. */
function commandsOf({ value, lang }: Code): string {
  const lines = value.split('\n').filter((line) => line.trim() !== '');
  const each = (form: RegExp) => lines.every((line) => form.test(line));
  if (!lang && each(/^\s*(?:[-*+]|\d+[.)])\s/)) return '';
  const commands = each(/^\s*(?:\$ )?(?:docker|podman|curl|psql|whoami)\s[^|&;<>=[\]]*$/);
  return commands ? `verify with ${plain(value)}` : `\`${plain(value)}\``;
}
