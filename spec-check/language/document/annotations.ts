import { distance } from 'fastest-levenshtein';
import * as z from 'zod';
import { type ExplicitCheck, SpecError, type Waiver } from '../../model/spec.ts';

export type Annotations = Readonly<ReturnType<typeof readComments>>;

/** Reads `<!-- check: … -->` and `<!-- waive: … -->`, in any case; what is wrong with one goes to `mistakes`. */
export function readComments(html: string, firstLine: number, mistakes: SpecError[]) {
  const explicit: ExplicitCheck[] = [];
  let found: Waiver | undefined;
  for (const { 0: whole, 1: body = '', index } of html.matchAll(/<!--([\s\S]*?)-->/g)) {
    const line = firstLine + html.slice(0, index).split('\n').length - 1;
    const [, given = '', colon, rest = ''] =
      /^[\s-]*(@?\w[\w-]*)(\s*[:=])?\s*([\s\S]*?)[\s-]*$/.exec(body) ?? [];
    const word = meant(given.toLowerCase().replace(/^(?:@|spec-)(?=check)/, ''), colon, rest);
    if (word === undefined) continue;
    // Splits at white space outside double quotes.
    const [name = '', ...words] = rest.match(/[^\s"]*(?:"[^"]*"[^\s"]*)+|[^\s"]+/g) ?? [];
    try {
      if (colon?.trim() !== ':' || word !== given.toLowerCase()) {
        const told = { line, hint: `Write <!-- ${word}: ${rest} -->` };
        throw new SpecError('malformed-annotation', `Expected "${word}:", got ${whole}.`, told);
      }
      if (word === 'check') explicit.push({ check: name, line, params: readPairs(words, line) });
      else found = readWaiver(readPairs([name, ...words].filter(Boolean), line), line);
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      mistakes.push(error);
    }
  }
  return { explicit, waiver: found };
}

/** `check` or `waive`, misspelt too, where what follows reads like one; undefined for a mere remark. */
function meant(given: string, colon: string | undefined, rest: string) {
  const near = (['check', 'waive'] as const).find((known) => distance(known, given) <= 2);
  const word = /^(?:verify|assert)$/.test(given) ? 'check' : near;
  if (word === given && colon) return word;
  return /^(?:[\w-]+\s+)?[\w-]+=\S/.test(rest) ? word : undefined;
}

/** The check that a fenced block is, by its language; undefined for a block that only shows something. */
export function fencedCheck(language: string | null | undefined): string | undefined {
  const name = (language ?? '').toLowerCase();
  if (/^(?:sh|bash|shell)$/.test(name)) return 'sh';
  return name === 'rest' ? 'http' : /^(?:http|sql)$/.exec(name)?.[0];
}

const readPairs = (words: readonly string[], line: number): Record<string, string> =>
  Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=');
      if (at < 1)
        throw new SpecError('malformed-annotation', `Expected key=value, got "${word}".`, {
          line,
          hint: 'Write <!-- check: health path=/healthz status=200 --> or <!-- waive: reason="…" until=2027-01-31 -->',
        });
      return [word.slice(0, at), word.slice(at + 1).replace(/^"|"$/g, '')];
    }),
  );

const waiver = z.strictObject({
  reason: z.string('a reason').trim().min(1, 'a reason'),
  until: z.iso.date('a date as until=YYYY-MM-DD'),
});

function readWaiver(given: Record<string, string>, line: number): Waiver {
  const read = waiver.safeParse(given);
  if (read.success) return { ...read.data, line };
  const [issue] = read.error.issues;
  throw new SpecError(
    issue?.path[0] === 'reason' ? 'waiver-without-reason' : 'malformed-waiver',
    issue?.code === 'unrecognized_keys'
      ? `A waiver has a reason and a date, and no "${issue.keys[0]}".`
      : `A waiver needs ${issue?.message}.`,
    { line, hint: 'Write <!-- waive: reason="why, and who decided" until=2027-01-31 -->' },
  );
}
