import { readFileSync } from 'node:fs';
import path from 'node:path';
import { svg } from './svg.ts';

const caption = { title: 'A & B', description: 'All 1 hold.' };
const draw = (output: string, columns = 20) => svg(output, columns, caption);
const text = (picture: string) =>
  [...picture.matchAll(/<text [^>]*>(.*?)<\/text>/g)].map(([, inner = '']) =>
    inner.replace(/<[^>]*>/g, ''),
  );

it('keeps text as text, line by line', () => {
  expect(text(draw('one\n\n│ two │\n'))).toEqual(['one', '│ two │']);
});

it('makes no markup of what stands in the output', () => {
  expect(draw('<script> & "x"')).toContain('>&lt;script&gt; &amp; "x"</text>');
});

it('gives colours and weight as classes, each with a colour for light and for dark', () => {
  const picture = draw('\u001b[32mPASS\u001b[39m and \u001b[1mbold\u001b[22m');
  expect(picture).toContain('<tspan class="ansi-green">PASS</tspan> and ');
  expect(picture).toContain('<tspan class="bold">bold</tspan>');
  for (const name of ['green', 'red', 'yellow', 'magenta', 'cyan'])
    expect(picture.match(new RegExp(`\\.ansi-${name} \\{ fill: #`, 'g'))).toHaveLength(2);
});

it('folds a line where the terminal would, in its colour', () => {
  const picture = draw('ab\u001b[31mcdef\u001b[39mg', 4);
  expect(text(picture)).toEqual(['abcd', 'efg']);
  expect(picture).toContain('<tspan class="ansi-red">ef</tspan>g');
});

it('has a title and a description for who sees no picture', () => {
  expect(draw('x')).toMatch(/role="img" aria-labelledby="title desc"/);
  expect(draw('x')).toContain('<title id="title">A &amp; B</title>');
});

it('is, as it is committed, a run in which every line holds', () => {
  const picture = readFileSync(path.join(import.meta.dirname, '../run.svg'), 'utf8');
  const lines = text(picture);
  const [, promises] = /^All (\d+) hold\./.exec(lines.at(-1) ?? '') ?? [];
  expect(picture.match(/>PASS[^<]*<\/tspan>/g)).toHaveLength(Number(promises));
  expect(lines.find((line) => line.includes('Success Criterion'))).toMatch(/Status.*Evidence/);
});
