import { checks } from '../checks/index.ts';
import { parseSpec } from './document/parse-spec.ts';
import { interpret } from './interpret.ts';
import { changesOf } from './rewrite.ts';

const source = [
  '# T',
  '',
  '## Success Criteria',
  '',
  '- [ ] Image size comfortably under 200MB',
  '- [x] A container builds',
  '1. **Size:** image size nicely under 90 MB\r',
  '- Image size comfortably under',
  '  300MB',
  '- Everything is fine',
  '',
  '| # | Criterion | Measure |',
  '| --- | --- | --- |',
  '| 1 | **Size:** the image is nicely under 90 MB | |',
  '| 2 | Nice image size | under 200MB |',
].join('\n');
const items = interpret(parseSpec(Buffer.from(source), 's.md'), checks, new Date());

it('replaces the sentence, and nothing before or behind it', () => {
  const [first] = changesOf(source, items, [5]);
  expect(first).toEqual({
    line: 5,
    before: '- [ ] Image size comfortably under 200MB',
    after: '- [ ] Image size under 200 MB',
  });
});

it('replaces the one cell of a row that says it', () => {
  const [row] = changesOf(source, items, [14]);
  expect(row?.after).toBe('| 1 | Image size under 90 MB | |');
});

it('proposes only sentences that are understood to claim something', () => {
  const changes = changesOf(source, items);
  expect(changes.map(({ line }) => line)).toContain(5);
  for (const { after } of changes) {
    const table = after.startsWith('|') ? '| # | Criterion | Measure |\n| --- | --- | --- |\n' : '';
    const [item] = interpret(
      parseSpec(Buffer.from(`# T\n\n## Success Criteria\n\n${table}${after}\n`), 's.md'),
      checks,
      new Date(),
    );
    expect(item?.verdict).toBe('checkable');
  }
});

it.each([
  ['an item of two lines', 8],
  ['a row that says it in two cells', 15],
  ['what nothing is near', 10],
  ['what is understood', 6],
  ['no item', 2],
])('refuses %s', (_, line) => {
  expect(() => changesOf(source, items, [line])).toThrow(
    `No sentence is proposed for line ${line}`,
  );
});
