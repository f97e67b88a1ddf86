/** The Markdown that says the same as lists, tables, headings and summaries of HTML, and for each of its lines the line of the HTML; undefined when it shows no text. */
export function htmlAsMarkdown(html: string) {
  const visible = html.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ''));
  if (visible.replace(/<[^>]*>/g, '').trim() === '') return undefined;
  const out: { text: string; line: number }[] = [{ text: '', line: 0 }];
  let line = 0;
  let depth = 0;
  let head = false;
  const add = (text: string) => {
    const last = out.at(-1);
    if (last === undefined) return;
    if (last.text.trim() === '') last.line = line;
    last.text += text;
  };
  const open = (text: string, blank = true) => {
    if (blank) out.push({ text: '', line });
    out.push({ text, line });
  };
  for (const [piece] of visible.matchAll(/<[^>]*>|\n|[^<\n]+|</g)) {
    const [, close, tag = ''] = /^<(\/?)(\w+)/.exec(piece.toLowerCase()) ?? [];
    if (piece === '\n') {
      line += 1;
      // A line break inside an item or cell is a blank.
      if (depth > 0) add(' ');
      else open('', false);
    } else if (tag === 'li' || tag === 'tr') {
      depth = Math.max(0, depth + (close ? -1 : 1));
      head = false;
      open(close ? '' : '- ', close !== '');
    } else if (tag === 'th') head = true;
    else if (tag === 'td' && close) add(': ');
    else if (tag === 'input') add('[ ] ');
    else if (tag === 'summary') open(close ? '' : '**');
    else if (/^h[1-6]$/.test(tag)) open(close ? '' : `${'#'.repeat(Number(tag[1]))} `);
    else if (/^(p|div|ul|ol|table|details|blockquote|section)$/.test(tag) && depth === 0) open('');
    else if (/^(del|s|strike)$/.test(tag)) add('~~');
    else if (tag === 'code') add('`');
    else if (tag === 'br') add(' ');
    else if (piece === '<') add('&lt;');
    else if (tag === '' && !head) add(depth > 0 ? piece.replace(/^\s+/, ' ') : piece);
  }
  return {
    text: out
      .map(({ text }) => text.replace(/: $/, '').replace(/^(- )\s+/, '$1'))
      .map((text) => (text.startsWith('**') ? `${text}**` : text.trim() === '-' ? '' : text))
      .join('\n'),
    lines: out.map((one) => one.line),
  };
}
