import { distance } from 'fastest-levenshtein';
import { type ExplicitCheck, SpecError, type Waiver } from '../../model/spec.ts';

/** What the comments in a piece of HTML ask for. */
export interface Annotations {
  readonly explicit: readonly ExplicitCheck[];
  readonly waiver: Waiver | undefined;
}

/** Reads `<!-- check: … -->` and `<!-- waive: … -->`, in any case. Throws SpecError for a mistake in one. */
export function readComments(html: string, firstLine: number): Annotations {
  const explicit: ExplicitCheck[] = [];
  let waiver: Waiver | undefined;
  for (const { 0: whole, 1: body = '', index } of html.matchAll(/<!--([\s\S]*?)-->/g)) {
    const line = firstLine + html.slice(0, index).split('\n').length - 1;
    const [, given = '', colon, rest = ''] =
      /^\s*([\w-]+)(\s*:)?\s*([\s\S]*?)\s*$/.exec(body) ?? [];
    const word = meant(given.toLowerCase(), colon !== undefined, rest);
    if (word === undefined) continue;
    if (colon === undefined || word !== given.toLowerCase()) {
      throw new SpecError('malformed-annotation', `Expected "${word}:", got ${whole}.`, {
        line,
        hint: `Write <!-- ${word}: ${rest} -->`,
      });
    }
    const words = splitWords(rest);
    if (word === 'check')
      explicit.push({ check: words[0] ?? '', line, params: readPairs(words.slice(1), line) });
    else waiver = readWaiver(readPairs(words, line), line);
  }
  return { explicit, waiver };
}

/** `check` or `waive`, misspelt too, where what follows reads like one; undefined for a mere remark. */
function meant(given: string, colon: boolean, rest: string): 'check' | 'waive' | undefined {
  const word = (['check', 'waive'] as const).find((known) => distance(known, given) <= 2);
  if (word === given && colon) return word;
  return /^(?:[\w-]+\s+)?[\w-]+=\S/.test(rest) ? word : undefined;
}

/** The check that a fenced block is, by its language; undefined for a block that only shows something. */
export function fencedCheck(language: string | null | undefined): string | undefined {
  return fences[(language ?? '').toLowerCase()];
}

const fences: Readonly<Record<string, string>> = {
  http: 'http',
  rest: 'http',
  sh: 'sh',
  bash: 'sh',
  shell: 'sh',
  sql: 'sql',
};

/** Splits at white space outside double quotes. */
function splitWords(text: string): string[] {
  return text.match(/[^\s"]*(?:"[^"]*"[^\s"]*)+|[^\s"]+/g) ?? [];
}

function readPairs(words: readonly string[], line: number): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=');
      if (at < 1) {
        throw new SpecError('malformed-annotation', `Expected key=value, got "${word}".`, {
          line,
          hint: 'Write <!-- check: health path=/healthz status=200 --> or <!-- waive: reason="…" until=2027-01-31 -->',
        });
      }
      return [word.slice(0, at), word.slice(at + 1).replace(/^"|"$/g, '')];
    }),
  );
}

function readWaiver(
  { reason = '', until = '', ...others }: Record<string, string>,
  line: number,
): Waiver {
  const hint = 'Write <!-- waive: reason="why, and who decided" until=2027-01-31 -->';
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw new SpecError(
      'malformed-waiver',
      `A waiver has a reason and a date, and no "${unknown}".`,
      { line, hint },
    );
  if (reason.trim() === '')
    throw new SpecError('waiver-without-reason', 'A waiver needs a reason.', { line, hint });
  const date = new Date(`${until}T00:00:00Z`);
  if (
    !/^\d{4}-\d{2}-\d{2}$/.test(until) ||
    Number.isNaN(date.getTime()) ||
    date.toISOString().slice(0, 10) !== until
  ) {
    throw new SpecError(
      'malformed-waiver',
      `Expected a date as until=YYYY-MM-DD, got "${until}".`,
      { line, hint },
    );
  }
  return { reason, until, line };
}
