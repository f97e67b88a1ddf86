import { checks } from '../checks/index.ts';
import type { Interpretation } from '../model/spec.ts';
import { parseSpec } from './document/parse-spec.ts';
import { interpret } from './interpret.ts';

const today = new Date('2026-06-15T12:00:00Z');

function read(below: string, sentence = 'Health is OK at `/healthz`'): Interpretation {
  const indented = below
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
  const text = `# Task API\n\n## Success Criteria\n\n- [ ] ${sentence}\n${indented}\n`;
  const [item] = interpret(parseSpec(Buffer.from(text), 'spec.md'), checks, today);
  if (item === undefined) throw new Error('No item was read.');
  return item;
}

describe('a check written under an item', () => {
  it('is what the item asks for', () => {
    const { verdict, checks: requests } = read(
      '<!-- check: health path=/healthz status=200 -->',
      'The orchestrator is satisfied',
    );
    expect(verdict).toBe('checkable');
    expect(requests).toEqual([{ check: 'health', params: { path: '/healthz', status: 200 } }]);
  });

  it.each<[string, object]>([
    ['responds-within path=/health ms=50', { path: '/health', op: '<=', ms: 50, method: 'GET' }],
    ['starts-within op=< ms=5000', { op: '<', ms: 5000 }],
    ['memory-under bytes=100000000', { op: '<=', bytes: 100_000_000 }],
    ['graceful-shutdown', { withinMs: 10_000 }],
    ['read-only', {}],
  ])('takes what is left out as usual: %s', (written, params) => {
    const { checks: requests } = read(`<!-- check: ${written} -->`, 'Operations are satisfied');
    expect(requests).toEqual([{ check: written.split(' ')[0], params }]);
  });

  it('adds to what the sentence means by other checks', () => {
    const { checks: requests } = read(
      '<!-- check: non-root root=false -->',
      'Image size under 200MB',
    );
    expect(requests.map(({ check }) => check)).toEqual(['non-root', 'image-size']);
  });

  it('must not contradict the sentence', () => {
    const found = read(
      '<!-- check: image-size op=< bytes=900000000 basis=unpacked -->',
      'Image size under 200MB',
    );
    expect(found.verdict).toBe('ambiguous');
    expect(found.reason).toContain('900,000,000');
  });

  it.each([
    ['```http\nGET /x\n\nHTTP 200\n```', 'http', 'GET /x\n\nHTTP 200'],
    ['```sh\ntest -s x\n```', 'sh', 'test -s x'],
    ['```sql\nselect 1\n-- 1\n```', 'sql', 'select 1\n-- 1'],
  ])('is a block whose language is a check: %j', (below, check, source) => {
    expect(read(below, 'The orchestrator is satisfied')).toMatchObject({
      verdict: 'checkable',
      checks: [{ check, params: { source } }],
    });
  });

  it.each([
    ['```http\nGET /x\n```', 'HTTP 422'],
    ['```http\nGET x\n\nHTTP 200\n```', 'GET /health'],
    ['```http\nGET /x\nno header\n\nHTTP 200\n```', 'a header'],
    ['```http\nGET /x\n\nHTTP ok\n```', 'HTTP 422'],
    ['```sql\nselect 1\n```', 'the rows'],
    ['```sql\n-- 1\n```', 'a query'],
    ['```sh\n\n```', 'a command'],
  ])('is refused as a block that cannot be read: %j', (below, says) => {
    const message = expect.stringMatching(`^The \\w+ block cannot be read: .*${says}`);
    expect(() => read(below)).toThrow(expect.objectContaining({ code: 'bad-parameter', message }));
  });

  it.each<[string, string, string]>([
    ['<!-- check: helth path=/x -->', 'unknown-check', '"health"'],
    ['<!-- check: health path=/x state=200 -->', 'bad-parameter', 'For example'],
    ['<!-- check: health path=x -->', 'bad-parameter', 'For example'],
    ['<!-- check: health path=/x statu=200 -->', 'bad-parameter', 'Did you mean status=…?'],
    ['<!-- check: image-size mx=200MB -->', 'bad-parameter', 'Did you mean max=…?'],
    ['<!-- check: image-size op=~ bytes=1 basis=unpacked -->', 'bad-parameter', 'For example'],
  ])('is refused when it is mistyped: %s', (below, code, hint) => {
    expect(() => read(below)).toThrow(
      expect.objectContaining({ code, line: 6, hint: expect.stringContaining(hint) }),
    );
  });
});

describe('a waiver', () => {
  const waive = (until: string) => `<!-- waive: reason="known" until=${until} -->`;

  it.each([
    ['2026-06-15', 'waived'],
    ['2026-06-14', 'expired'],
    ['2027-01-31', 'waived'],
  ])('until %s is %s', (until, verdict) => {
    expect(read(waive(until), 'Image size under 200MB')).toMatchObject({ verdict, checks: [] });
  });
});

describe('what is not understood', () => {
  it('names the word, and the nearest sentence that would be', () => {
    const { verdict, reason } = read('', 'Image size under 200MB on weekends');
    expect(verdict).toBe('unverified');
    expect(reason).toContain('"weekends"');
    expect(reason).toContain('Image size under 200 MB');
  });

  it('is told apart from what has two meanings, which are both named', () => {
    const { verdict, reason } = read('', 'Image size under 200Mb');
    expect(verdict).toBe('ambiguous');
    expect(reason).toMatch(/bits or bytes/);
  });
});

it('a ticked box is no evidence: it asks for the same as an open one', () => {
  const text = (tick: string) =>
    `# T\n\n## Success Criteria\n\n- [${tick}] Image size under 200MB\n`;
  const of = (tick: string) =>
    interpret(parseSpec(Buffer.from(text(tick)), 's.md'), checks, today).map(
      ({ checks: requests, verdict }) => ({ requests, verdict }),
    );
  expect(of('x')).toEqual(of(' '));
});

describe('a paragraph among the constraints', () => {
  const paragraph = (text: string) => {
    const spec = `# T\n\n## Constraints\n\n${text}\n\n## Success Criteria\n\n- a container builds\n`;
    return interpret(parseSpec(Buffer.from(spec), 's.md'), checks, today)[0];
  };

  it('is a promise when it reads as one', () => {
    expect(paragraph('The image must stay under 200MB.')?.checks).toHaveLength(1);
  });

  it('is not dropped when it promises something that no check covers', () => {
    expect(paragraph('The image must be delightful.')?.verdict).toBe('unverified');
  });

  it('is context when it only explains', () => {
    expect(paragraph('We care about small images.')?.verdict).toBe('context');
  });
});

it('front matter says what a sentence leaves open', () => {
  const text = (front: string) =>
    `${front}# T\n\n## Success Criteria\n\n- CRUD works\n- GET \`/health\` returns 200\n`;
  const params = (front: string) =>
    interpret(parseSpec(Buffer.from(text(front)), 's.md'), checks, today).flatMap((item) =>
      item.checks.map((request) => request.params),
    );
  expect(params('')).toEqual([{}, { path: '/health', status: 200 }]);
  expect(params('---\nresource: /notes\nbasePath: /api/v1\n---\n')).toEqual([
    { resource: '/api/v1/notes' },
    // A sentence says its whole path.
    { path: '/health', status: 200 },
  ]);
  expect(params('---\nresource: /api/v1/notes\nbasePath: /api/v1/\n---\n')).toEqual([
    { resource: '/api/v1/notes' },
    { path: '/health', status: 200 },
  ]);
});

describe('a path that a line leaves open', () => {
  const readFirst = (...sentences: string[]) => {
    const text = `# T\n\n## Success Criteria\n\n${sentences.map((line) => `- ${line}\n`).join('')}`;
    const [one] = interpret(parseSpec(Buffer.from(text), 's.md'), checks, today);
    if (one === undefined) throw new Error('No item was read.');
    return one;
  };

  it.each(['Health check returns 200', 'The health endpoint works', 'Health endpoint responds'])(
    'is taken from another line, which is named: %s',
    (sentence) => {
      const settled = readFirst(sentence, '`/healthz` answers', 'GET /items returns 200');
      expect(settled).toMatchObject({
        verdict: 'checkable',
        reason: '/healthz is said in line 6',
        checks: [{ check: 'health', params: { path: '/healthz' } }],
      });
    },
  );

  it('stays open with two of them, and is not asked of the image then', () => {
    const open = readFirst('Health check returns 200', '`/healthz` answers', '`/live` answers');
    expect(open).toMatchObject({ verdict: 'ambiguous', checks: [], open: undefined });
    expect(open.reason).toContain('(/healthz or /live?)');
  });

  it('is asked of the image where no line says it', () => {
    const { verdict, reason, open } = readFirst(
      'Health check returns 200',
      'GET /items returns 200',
    );
    expect([verdict, open?.params]).toEqual(['ambiguous', { status: 200 }]);
    expect(reason).toContain('the image settles it when it runs');
  });

  it.each([
    'Health endpoints respond',
    'Health check returns 200 and the API is friendly',
    'Health check does not return 200',
    'Health check returns 200 on staging',
  ])('is settled for no other sentence: %s', (sentence) => {
    expect(readFirst(sentence, '`/healthz` answers').verdict).not.toBe('checkable');
  });
});

it.each([
  'Container runs as non-root user (owner: @ops)',
  'Container runs as non-root user — see #12',
])('does not stumble over whom or what to ask: %s', (sentence) => {
  expect(read('', sentence).verdict).toBe('checkable');
});

it('an alert holds a promise like any other quotation', () => {
  const text =
    '# T\n\n## Success Criteria\n\n- a\n\n> [!IMPORTANT]\n> The image must be smaller than 1MB.\n';
  const items = interpret(parseSpec(Buffer.from(text), 'spec.md'), checks, new Date());
  expect(items.at(-1)).toMatchObject({ verdict: 'checkable', item: { line: 8 } });
});

it.each([
  'Verify the container runs as root',
  'For security the container runs as root',
  'Confirmed that the container runs as root',
])('a nested line that begins like a hint and promises is no hint: %s', (line) => {
  const text = `# T\n\n## Success Criteria\n\n- Image size under 200MB\n  - ${line}\n`;
  expect(interpret(parseSpec(Buffer.from(text), 'spec.md'), checks, new Date())[1]).toMatchObject({
    verdict: expect.not.stringMatching('context'),
  });
});

it.each([
  ['No shell in the image on Tuesdays', 'Tuesdays'],
  ['No critical CVEs in the base image', 'base image'],
  ['Container runs as non-root under Windows', 'Windows'],
  ['Health check endpoint responds at `/health` via gRPC', 'gRPC'],
  ['All CRUD endpoints work through the gateway', 'gateway'],
  ['Data survives a reboot of the host', 'reboot'],
  ['**Polite** – Shuts down gracefully on SIGTERM', 'Polite'],
])('names the word on which it fails: %s', (sentence, word) => {
  expect(read('', sentence).reason).toContain(`Not understood: "${word}"`);
});
