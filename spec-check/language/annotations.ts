import type { ListItem } from 'mdast';
import { type ExplicitCheck, SpecError, type Waiver } from './spec.ts';

/** The checks and the waiver that are written out under an item, and belong to it because they are nested. */
export function readAnnotations(item: ListItem): {
  readonly explicit: readonly ExplicitCheck[];
  readonly waiver: Waiver | undefined;
} {
  const explicit: ExplicitCheck[] = [];
  let waiver: Waiver | undefined;
  for (const { value, line, fence } of blocks(item)) {
    if (fence !== undefined) {
      explicit.push({ check: fence, line, params: { source: value } });
      continue;
    }
    const comment = /^<!--\s*([\w-]+)\s*:\s*([\s\S]*?)\s*-->$/.exec(value.trim());
    if (comment === null) continue;
    const [, word = '', rest = ''] = comment;
    if (word === 'check') {
      const [check = '', ...pairs] = splitWords(rest);
      explicit.push({ check, line, params: readPairs(pairs, line) });
    } else if (word === 'waive') {
      waiver = readWaiver(readPairs(splitWords(rest), line), line);
    }
  }
  return { explicit, waiver };
}

/** Fenced blocks whose language names a check. */
const fences = new Set(['http', 'sh', 'sql']);

interface Block {
  readonly value: string;
  readonly line: number;
  readonly fence: string | undefined;
}

function* blocks(item: ListItem): Generator<Block> {
  for (const child of item.children) {
    const line = child.position?.start.line ?? 1;
    if (child.type === 'html') yield { value: child.value, line, fence: undefined };
    if (child.type === 'code' && fences.has(child.lang ?? ''))
      yield { value: child.value, line, fence: child.lang ?? '' };
    if (child.type === 'paragraph') {
      for (const node of child.children) {
        if (node.type === 'html')
          yield { value: node.value, line: node.position?.start.line ?? line, fence: undefined };
      }
    }
  }
}

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
