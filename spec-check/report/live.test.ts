import { stripVTControlCharacters } from 'node:util';
import type { PlannedItem, RunEvent } from '../model/events.ts';
import { screen } from './live.ts';
import { sampleRun } from './tests/sample-run.ts';

const item = sampleRun.report.items.find(({ kind }) => kind === 'criterion');
const [first] = item?.checks ?? [];
if (item === undefined || first === undefined) throw new Error('Expected a check in the sample');

const promise = (text: string, ...descriptions: string[]): PlannedItem => ({
  item: { ...item, text, status: 'UNVERIFIED', evidence: 'Not understood' },
  checkable: descriptions.length > 0,
  descriptions,
});

const planned: RunEvent = {
  type: 'planned',
  items: [
    promise('Image size under 200MB', 'size'),
    promise('Runs as nobody', 'user'),
    promise('No secrets, and a port', 'secrets', 'port'),
    promise('Is nice'),
  ],
  checks: 4,
  leftOut: 0,
};

const started = (name: string, what: string, at: number): RunEvent => ({
  type: 'started',
  name,
  what,
  at,
});

const finished = (what: string, status: 'PASS' | 'FAIL'): RunEvent => ({
  type: 'finished',
  name: first.check,
  what,
  result: { ...first, status },
  at: 2000,
});

const room = { columns: 60, rows: 24 };

function shown(events: readonly RunEvent[], now = 5000, size = room): readonly string[] {
  return stripVTControlCharacters(screen(events, now, size)).split('\n');
}

describe('the live screen', () => {
  it('has a line for each promise, with a sign that needs no colour', () => {
    const lines = shown([
      planned,
      started('image-size', 'size', 0),
      started('non-root', 'user', 0),
      started('no-secrets', 'secrets', 1000),
      finished('size', 'PASS'),
      finished('user', 'FAIL'),
      finished('port', 'PASS'),
    ]);
    expect(lines[0]).toBe('✓ Image size under 200MB');
    expect(lines[1]).toBe('✗ Runs as nobody');
    // Half of it holds, which is nothing yet.
    expect(lines[2]).toMatch(/^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] No secrets, and a port$/);
    expect(lines.join('\n')).toContain('1 of 4 hold · no-secrets 4 s');
  });

  it('waits with a promise whose resources are not there, and says what is being made', () => {
    const waiting: readonly RunEvent[] = [planned, started('build', 'build', 1000)];
    expect(shown(waiting)[0]).toBe('  Image size under 200MB');
    expect(shown(waiting).join('\n')).toContain('0 of 4 hold · build 4 s');
    const there: readonly RunEvent[] = [
      ...waiting,
      { type: 'finished', name: 'build', what: 'build', at: 2000 },
      started('image-size', 'size', 3000),
    ];
    expect(shown(there)[0]).toMatch(/^[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] Image size/);
    expect(shown(there).join('\n')).toContain('0 of 4 hold · image-size 2 s');
  });

  it('shows a promise as failed as soon as a part of it has', () => {
    const lines = shown([planned, started('port', 'port', 0), finished('secrets', 'FAIL')]);
    expect(lines[2]).toBe('✗ No secrets, and a port');
  });

  it.each([
    [20, 24],
    [60, 4],
    [200, 50],
    [1, 1],
  ])('is never wider or higher than %d × %d', (columns, rows) => {
    const long: RunEvent = {
      type: 'planned',
      items: Array.from({ length: 40 }, (_, index) =>
        promise(
          `Promise ${index} ${'with many words '.repeat(9)}\u001B[2J\n日本語の文章 👩‍👩‍👧‍👦`,
          `w${index}`,
        ),
      ),
      checks: 40,
      leftOut: 0,
    };
    const lines = shown(
      [long, { type: 'progress', message: `日本語 ${'x'.repeat(300)}`, isDetail: false, at: 1 }],
      9,
      { columns, rows },
    );
    expect(lines.length).toBeLessThanOrEqual(Math.max(rows, 4));
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(Math.max(columns, 3));
  });

  it('keeps what failed in sight when there is no room for all', () => {
    const many = Array.from({ length: 30 }, (_, index) => promise(`Promise ${index}`, `w${index}`));
    const lines = shown(
      [
        { type: 'planned', items: many, checks: 30, leftOut: 0 },
        ...many.map((_, index) => finished(`w${index}`, index === 29 ? 'FAIL' : 'PASS')),
      ],
      9,
      { columns: 40, rows: 10 },
    );
    expect(lines[0]).toBe('✗ Promise 29');
    expect(lines.join('\n')).toContain('… and 24 more');
  });
});

/** Columns of a terminal: East Asian characters and pictures take two. */
function widthOf(line: string): number {
  return [...new Intl.Segmenter().segment(line)].reduce(
    (sum, { segment }) => sum + (/\p{Emoji_Presentation}|[\u3000-\u9FFF]/u.test(segment) ? 2 : 1),
    0,
  );
}
