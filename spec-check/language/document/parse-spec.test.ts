import { SpecError } from '../../model/spec.ts';
import { parseSpec } from './parse-spec.ts';

const parse = (text: string) => parseSpec(Buffer.from(text), 'spec.md');
const criteria = (text: string) =>
  parse(`# T\n\n${text}`).items.filter(({ kind }) => kind === 'criterion');

function refusal(text: string | Uint8Array): SpecError {
  try {
    const { mistakes } = parseSpec(typeof text === 'string' ? Buffer.from(text) : text, 'spec.md');
    if (mistakes[0] !== undefined) throw mistakes[0];
  } catch (error) {
    if (error instanceof SpecError) return error;
    throw error;
  }
  throw new Error('The spec was accepted.');
}

describe('an item', () => {
  it('is its whole text, wrapped lines and emphasis included', () => {
    const [item] = criteria(
      '## Success Criteria\n\n- [ ] Image size is *well*\n  under **200MB** at\n  `/x`\n',
    );
    expect(item).toMatchObject({
      text: 'Image size is well under 200MB at `/x`',
      line: 5,
      section: ['Success Criteria'],
    });
  });

  it.each([
    '## Success Criteria',
    '### 3. Success criteria',
    '## ✅ Acceptance Criteria',
    '#### Definition of Done',
    'Success Criteria\n---',
    '## Success Criteria ##',
  ])('is found below %j', (heading) => {
    expect(criteria(`${heading}\n\n- [ ] a\n`)).toHaveLength(1);
  });

  it.each([
    '- a\n- b',
    '* a\n* b',
    '+ a\n+ b',
    '1. a\n2. b',
    '- [x] a\n- [ ] b',
    '| Criterion | Status |\n|---|---|\n| a | PASS |\n| b | |',
  ])('is found in a list of any kind: %j', (list) => {
    expect(criteria(`## Success Criteria\n\n${list}\n`).map(({ text }) => text)).toEqual([
      'a',
      'b',
    ]);
  });

  it('may hold others, and none is lost; one that ends in a colon only heads them', () => {
    const items = criteria('## Success Criteria\n\n- [ ] a\n  - [ ] b\n- Group:\n  - c\n');
    expect(items.map(({ text, section }) => [text, section.at(-1)])).toEqual([
      ['a', 'Success Criteria'],
      ['b', 'Success Criteria'],
      ['Group', 'Success Criteria'],
      ['c', 'Group'],
    ]);
  });

  it('has its bold label and the headings above it', () => {
    const [item] = parse(
      '# T\n\n## Constraints\n\n### Image Size\n\n- **Target**: Under 200MB\n\n## Success Criteria\n\n- a\n',
    ).items;
    expect(item).toMatchObject({
      kind: 'constraint',
      label: 'Target',
      section: ['Constraints', 'Image Size'],
    });
  });

  it('has the checks and the waiver nested under it', () => {
    const [item] = criteria(
      '## Success Criteria\n\n- [ ] a\n  <!-- check: health path=/healthz status=200 -->\n  <!-- waive: reason="known, see #7" until=2027-01-31 -->\n\n  ```http\n  GET /x\n  ```\n',
    );
    expect(item?.explicit).toEqual([
      { check: 'health', line: 6, params: { path: '/healthz', status: '200' } },
      { check: 'http', line: 9, params: { source: 'GET /x' } },
    ]);
    expect(item?.waiver).toMatchObject({ reason: 'known, see #7', until: '2027-01-31' });
  });
});

describe('a spec that cannot be used', () => {
  const fine = '\n\n## Success Criteria\n\n- [ ] a\n';

  it.each<[string, string | Uint8Array, string, number | undefined]>([
    ['empty', '  \n', 'spec-empty', undefined],
    ['binary', new Uint8Array([0x89, 0x50, 0xff, 0x00]), 'spec-not-text', undefined],
    ['with NUL', 'a\0b', 'spec-not-text', undefined],
    ['without criteria', '# T\n\n## Intent\n\ntext\n', 'no-criteria', undefined],
    [
      'with criteria in a code block only',
      '# T\n\n```\n## Success Criteria\n- [ ] a\n```\n',
      'no-criteria',
      undefined,
    ],
    ['with an open fence', `# T${fine}\n\`\`\`sh\nrest\n`, 'open-fence', 7],
    ['with a loose check', `# T${fine}\n\n<!-- check: health path=/x -->\n`, 'loose-annotation', 8],
    [
      'with a malformed check',
      '# T\n\n## Success Criteria\n\n- [ ] a\n  <!-- check: health path -->\n',
      'malformed-annotation',
      6,
    ],
    [
      'with a waiver without a reason',
      '# T\n\n## Success Criteria\n\n- [ ] a\n  <!-- waive: until=2027-01-01 -->\n',
      'waiver-without-reason',
      6,
    ],
    [
      'with a waiver until no day',
      '# T\n\n## Success Criteria\n\n- [ ] a\n  <!-- waive: reason="x" until=2027-02-31 -->\n',
      'malformed-waiver',
      6,
    ],
    ['with unknown front matter', `---\nports: 80\n---\n# T${fine}`, 'unknown-setting', 2],
    ['with malformed front matter', `---\nport: [\n---\n# T${fine}`, 'malformed-front-matter', 2],
  ])('%s', (_what, text, code, line) => {
    expect(refusal(text)).toMatchObject({ code, line });
    expect(refusal(text).hint).not.toBe('');
  });
});

it.each([
  ['```markdown', '```'],
  ['Here is the spec:\n\n~~~md', '~~~\n\n'],
  ['````markdown', '````'],
])('reads a spec that was pasted whole in a fence: %j', (open, close) => {
  const inside = '# T\n\n## Success Criteria\n\n- a\n- b\n\n```sh\ndocker build .\n```\n';
  const { title, items } = parse(`${open}\n${inside}${close}`);
  const first = open.split('\n').length + 5;
  expect([title, ...items.map(({ text, line }) => [text, line])]).toEqual([
    'T',
    ['a', first],
    ['b', first + 1],
  ]);
});

it('reads no example in a fence as the spec', () => {
  const example = '```markdown\n## Success Criteria\n\n- x\n```\n';
  expect(parse(`# T\n\n## Success Criteria\n\n- a\n\n${example}`).items).toHaveLength(1);
  expect(refusal(`# T\n\nSpecs look so:\n\n${example}`).code).toBe('no-criteria');
});

it('reads defaults from front matter', () => {
  expect(
    parse('---\nport: 9000\nresource: /items\n---\n# T\n\n## Success Criteria\n\n- a\n').defaults,
  ).toEqual({ port: 9000, resource: '/items' });
});

it('takes a line for the image that it names first, where the front matter has one of that name', () => {
  const front = '---\nimages: { Jobs: jobs/Dockerfile }\n---\n';
  const { items } = parse(
    `${front}# T\n\n## Success Criteria\n\n- Jobs Dockerfile builds\n- Jobs run as root\n- Image builds\n- Web image builds\n`,
  );
  expect(items.map(({ image }) => image)).toEqual(['Jobs', undefined, undefined, undefined]);
});
