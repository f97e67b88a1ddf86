import fc from 'fast-check';
import { SpecError } from '../../model/spec.ts';
import { seed } from '../../tests/tools/seed.ts';
import { lookAlikes } from './look-alikes.ts';
import { parseSpec } from './parse-spec.ts';

/** Text, line and kind of every item that is no mere paragraph. */
function lines(section: string): readonly string[] {
  const spec = `# Notes\n\n## Success Criteria\n\n${section}\n`;
  return parseSpec(Buffer.from(spec), 'spec.md')
    .items.filter(({ form }) => form === 'item')
    .map(({ text, line, kind }) => `${line} ${kind}: ${text}`);
}

describe('promises are found', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'in an HTML list',
      '<ol>\n<li>a</li>\n<li>\n  <b>b</b>\n  c\n</li>\n</ol>',
      ['6 criterion: a', '7 criterion: b c'],
    ],
    [
      'in an HTML table',
      '<table>\n<tr><th>x</th></tr>\n<tr><td>Size</td><td>&lt; 9MB</td></tr>\n</table>',
      ['7 criterion: Size: < 9MB'],
    ],
    [
      'in a block that unfolds',
      '<details><summary>More</summary>\n- [ ] a\n</details>\n\n- b',
      ['6 criterion: a', '9 criterion: b'],
    ],
    [
      'in one that is out of scope',
      '<details>\n<summary>Out of scope</summary>\n\n- [ ] a\n\n</details>\n\n- b',
      ['8 non-goal: a', '12 criterion: b'],
    ],
    ['indented too far', '### Size\n\n    - [ ] a\n    2. b', ['7 criterion: a', '8 criterion: b']],
    [
      'beside a table of contents',
      '- [a](#a)\n- [b](https://example.org/1)\n- [ ] [c](#c) is met',
      ['5 context: a', '6 criterion: b', '7 criterion: c is met'],
    ],
    [
      'with other bullets',
      '• a\n☐ b\n\n[ ] c',
      ['5 criterion: a', '6 criterion: b', '8 criterion: c'],
    ],
    [
      'with letters and numbers of their own',
      'a) x\nb) y\n\nAC-1: z',
      ['5 criterion: x', '6 criterion: y', '8 criterion: z'],
    ],
    ['without a blank', '-[ ] a', ['5 criterion: a']],
    [
      'in scenarios of a line',
      '- WHEN a THEN b\n- AND c\n- When d, then e',
      ['5 criterion: WHEN a THEN b', '6 criterion: AND c', '7 criterion: When d, then e'],
    ],
    [
      'named outside of a section',
      '- a\n\n## Team\n\n- Done when: b',
      ['5 criterion: a', '9 criterion: Done when: b'],
    ],
    ['in a quotation', '> - [ ] a', ['5 criterion: a']],
    [
      'in a table with remarks',
      '| Metric | Target | Notes |\n|-|-|-|\n| User | non-root | UID (1001) |\n| Size | < 9MB | see #3 |',
      ['7 criterion: User: non-root (UID ,1001,)', '8 criterion: Size: < 9MB'],
    ],
    [
      'in a table that says how and what is expected',
      '| Check | Command | Expected |\n|-|-|-|\n| Health | `curl localhost:1/h` | 200 |\n| Size | look | < 9MB |',
      ['7 criterion: Health: `curl localhost:1/h` → 200', '8 criterion: Size: < 9MB (look)'],
    ],
    [
      'in a table',
      '| # | Criterion | Target | Evidence |\n|-|-|-|-|\n| 1 | Size | < 9MB | seen |\n| 2 | Root | | |',
      ['7 criterion: Size: < 9MB', '8 criterion: Root'],
    ],
    [
      'in a table whose first column has no title',
      '| | Target |\n|-|-|\n| Logs | < 9MB |\n| ✅ | Root |\n| AC-1 | User |',
      ['7 criterion: Logs: < 9MB', '8 criterion: Root', '9 criterion: User'],
    ],
    [
      'in a table without titles',
      '| | |\n|-|-|\n| Size | < 9MB |\n\n| # | |\n|-|-|\n| 1 | Root |',
      ['7 criterion: Size: < 9MB', '11 criterion: Root'],
    ],
    [
      'in steps',
      '- **Given** a\n- **When** b.\n- **Then** c\n- d',
      ['7 criterion: Given a, When b, Then c', '8 criterion: d'],
    ],
    [
      'in steps that promise two things',
      '- When a\n- Then b\n- And c',
      ['6 criterion: When a, Then b', '7 criterion: When a, Then c'],
    ],
    [
      'in steps of a paragraph each',
      '**Given** a\n\n**When** b\n\n**Then** c\n\n**And** d',
      ['9 criterion: Given a, When b, Then c', '11 criterion: Given a, When b, Then d'],
    ],
    [
      'in steps of a paragraph',
      'Given a\nWhen b\nThen c',
      ['5 criterion: Given a, When b, Then c'],
    ],
    [
      'in steps of a block',
      '```gherkin\nScenario: x\n  When b\n  Then c\n```',
      ['8 criterion: When b, Then c'],
    ],
    [
      'below tasks',
      '- [ ] Task 1\n  - Acceptance criteria:\n    - [x] a',
      ['5 criterion: Task 1', '7 criterion: a'],
    ],
    [
      'in steps of one item',
      '- Given a\n  When b\n  Then c',
      ['5 criterion: Given a, When b, Then c'],
    ],
    [
      'in steps below the name of their scenario',
      'Scenario: x\n  Given a\n  Then b',
      ['6 criterion: Given a, Then b'],
    ],
    [
      'beside what only says when and by whom',
      '**Priority**: Must Have\n\n- a',
      ['7 criterion: a'],
    ],
    ['with letters and dots', 'a. x\nb. y', ['5 criterion: x', '6 criterion: y']],
    ['and questions are none', '- a\n- what of b?', ['5 criterion: a', '6 context: what of b?']],
    [
      'with a check box anywhere',
      '- a\n\n## Team\n\n- Ada\n- [ ] b',
      ['5 criterion: a', '9 context: Ada', '10 criterion: b'],
    ],
    [
      'but not under future work',
      '- a\n\n## Future work\n\n- [ ] b',
      ['5 criterion: a', '9 context: b'],
    ],
  ])('%s', (_where, section, expected) => {
    expect(lines(section)).toEqual(expected);
  });

  it.each([
    'Every list is sorted by name.',
    'All items are checked by the API.',
    'The OpenAPI document describes each endpoint.',
  ])('in a sentence with a word for lists, which is not about this one: %s', (sentence) => {
    const spec = `## Success Criteria\n\n- a\n\n${sentence}\n`;
    const { items } = parseSpec(Buffer.from(spec), 'spec.md');
    expect(items.map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
      'criterion: a',
      `criterion: ${sentence}`,
    ]);
  });

  it.each(['This list was agreed with operations.', 'The criteria below are reviewed monthly.'])(
    'and a sentence about the list is none: %s',
    (sentence) => {
      const spec = `## Success Criteria\n\n${sentence}\n\n- a\n`;
      const { items } = parseSpec(Buffer.from(spec), 'spec.md');
      expect(items.map(({ kind }) => kind)).toEqual(['context', 'criterion']);
    },
  );

  it.each(['# Notes\n\n- a\n', '- a\n', '## Team\n\n1. a\n', '\u{FEFF}# N\r\n\r\n- a\r\n'])(
    'in a document whose headings say nothing: %j',
    (text) => {
      const { items } = parseSpec(Buffer.from(text), 'spec.md');
      expect(items.map(({ kind, text: said }) => [kind, said])).toEqual([['criterion', 'a']]);
    },
  );
});

/** The texts of all items; undefined for a spec that is refused for an open fence. */
function textsOf(text: string): string | undefined {
  try {
    const { items } = parseSpec(Buffer.from(text), 'spec.md');
    return items.map((item) => item.text).join('\n');
  } catch (error) {
    if (error instanceof SpecError && error.code === 'open-fence') return undefined;
    throw error;
  }
}

it('every line of the raw text that looks like a promise is in an item, whatever stands around it', () => {
  const lists = [
    '- [ ] ',
    '* ',
    '1. ',
    '    - [ ] ',
    '> - ',
    '  - ',
    '\t* ',
    '+ ',
    '- **L**: ',
    '| ',
    '<li>',
    '- Given ',
  ];
  const others = [
    '',
    '',
    'text',
    '  text',
    'Text.',
    'Given x',
    '## Notes',
    '### Checks',
    '| x | y |',
    '|---|---|',
    '- f:',
  ];
  const html = [
    '<ul>',
    '</ul>',
    '<details>',
    '</details>',
    '<summary>Out of scope</summary>',
    '**K:**',
    '[^n]: o',
    '---',
    '```',
  ];
  const block = fc.constantFrom(...lists, ...lists, ...others, ...html);
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 25 }), (blocks) => {
      const rows = blocks.map((one, index) => (lists.includes(one) ? `${one}w${index}w` : one));
      const fences = rows.filter((row) => row === '```').length;
      const text = `# T\n\n## Criteria\n\n- first\n\n${rows.join('\n')}\n${fences % 2 === 1 ? '```\n' : ''}`;
      const items = textsOf(text);
      if (items === undefined) return;
      for (const { text: raw } of lookAlikes(text)) {
        const [word] = /w\d+w/.exec(raw) ?? [];
        if (word !== undefined) expect(items).toContain(word);
      }
    }),
    { numRuns: 300, seed },
  );
});

it('a line that the reader does not see becomes an item that no check covers', () => {
  const text = '# T\n\n## Criteria\n\n- a\n\n[^1]: Note.\n\n    - [ ] b\n';
  const { items } = parseSpec(Buffer.from(text), 'spec.md');
  expect(items.map(({ text: said, doubt }) => [said, doubt !== ''])).toEqual([
    ['a', false],
    ['- [ ] b', true],
  ]);
});

it.each([
  '### Image size under 9MB\n\n- a',
  '**Image size under 9MB:**\n\n- a',
  '### It is signed\n\n### It starts',
])('a heading that promises is read as well: %j', (section) => {
  const spec = `# Notes\n\n## Success Criteria\n\n${section}\n`;
  const [item] = parseSpec(Buffer.from(spec), 'spec.md').items;
  expect(item).toMatchObject({ kind: 'criterion', line: 5, form: 'paragraph' });
});

describe('a check written out', () => {
  const explicit = (below: string) =>
    parseSpec(Buffer.from(`# T\n\n## Criteria\n\n- [ ] a\n  ${below}\n`), 'spec.md');

  it.each([
    ['<!-- Check: health path=/x -->', 'health'],
    ['<!-- CHECK : health path=/x --> (agreed in May)', 'health'],
    ['<!--- check: health path=/x --->', 'health'],
    ['```HTTP\n  GET /x\n  ```', 'http'],
    ['```bash\n  false\n  ```', 'sh'],
    ['```Shell\n  false\n  ```', 'sh'],
  ])('is read whatever its case: %j', (below, check) => {
    const { items } = explicit(below);
    expect(items.map((item) => item.explicit.map((one) => one.check))).toEqual([[check]]);
    expect(items[0]?.doubt).toBe('');
  });

  it.each([
    '<!-- chekc: health path=/x -->',
    '<!-- check health path=/x -->',
    '<!-- wave: until=2030-01-01 -->',
    '<!-- spec-check: image-size max=1MB -->',
    '<!-- @check: health path=/x -->',
    '<!-- verify: health path=/x -->',
  ])('is a mistake when it is misspelt: %s', (below) => {
    expect(explicit(below).mistakes[0]).toMatchObject({ code: 'malformed-annotation', line: 6 });
  });

  it('in a row of a table belongs to the row, and in an item of its own to nothing', () => {
    const row = '| Criterion |\n|---|\n| b <!-- check: health path=/x --> |';
    const spec = parseSpec(Buffer.from(`# T\n\n## Criteria\n\n${row}\n`), 'spec.md');
    expect(spec.items[0]?.explicit).toMatchObject([{ check: 'health', params: { path: '/x' } }]);
    expect(explicit('- <!-- check: health path=/x -->').mistakes[0]?.code).toBe('loose-annotation');
  });
});

it('headings are named where no criteria are', () => {
  const text = '# Notes\n\n## Background\n\nText.\n';
  expect(() => parseSpec(Buffer.from(text), 'spec.md')).toThrow(SpecError);
  expect(() => parseSpec(Buffer.from(text), 'spec.md')).toThrow(/"Notes", "Background"/);
});

describe('sentences of paragraphs', () => {
  const read = (text: string) =>
    parseSpec(Buffer.from(`# T\n\n${text}\n\n## Criteria\n\n- z\n`), 'spec.md')
      .items.filter((item) => item.text !== 'z')
      .map(({ kind, line, text: said }) => `${line} ${kind}: ${said}`);

  it.each<[string, string, readonly string[]]>([
    [
      'behind a label in the same paragraph',
      'Constraints:\nThe user is app.\nPort 81 is exposed.',
      ['4 constraint: The user is app.', '5 constraint: Port 81 is exposed.'],
    ],
    [
      'behind a bold label',
      '**Requirements**:\nThe user\nis app.',
      ['4 constraint: The user is app.'],
    ],
    [
      'in the paragraph behind a label',
      'Requirements:\n\nIt starts.',
      ['5 constraint: It starts.'],
    ],
    [
      'on lines that break',
      '## Checks\n\nUser: app  \nPort: 81\\\nHealthy',
      ['5 criterion: User: app', '6 criterion: Port: 81', '7 criterion: Healthy'],
    ],
    [
      'on lines with labels',
      '## Checks\n\nUser: app\nPort: 81',
      ['5 criterion: User: app', '6 criterion: Port: 81'],
    ],
    [
      'but not where the second changes the first',
      '## Checks\n\nSize: 9MB  \nunless DEBUG is set',
      ['5 criterion: Size: 9MB unless DEBUG is set'],
    ],
    [
      'in bold above a list',
      '## Checks\n\n**The user is app within 5 s**\n\n- a',
      ['5 criterion: The user is app within 5 s', '7 criterion: a'],
    ],
    ['in bold alone', '**The user must be app**', ['3 context: The user must be app']],
    [
      'under a topic',
      '## Docker\n\nThe user must be app. Ada agreed.',
      ['5 criterion: The user must be app. Ada agreed.'],
    ],
    [
      'where a heading says nothing',
      '## Team\n\nThe user shall be app.',
      ['5 context: The user shall be app.'],
    ],
    [
      'with an id',
      '## Checks\n\n**FR-1**: a\n**FR-2** b',
      ['5 criterion: FR-1: a', '6 criterion: FR-2 b'],
    ],
  ])('%s', (_where, text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  it('are counted apart from the items', () => {
    const text = Buffer.from('# T\n\n## Criteria\n\n- z\n\nThe user must be app.\n');
    expect(parseSpec(text, 'spec.md').promiseLines).toEqual([7]);
  });
});
