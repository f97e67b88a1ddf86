import { isDeepStrictEqual } from 'node:util';
import type { AnyCheck, Claim } from '../model/check.ts';
import type { Interpretation } from '../model/interpretation.ts';
import type { Spec, SpecItem } from '../model/spec.ts';
import { contextLabels, plainHeading } from './document/headings.ts';
import { readWritten } from './explicit.ts';
import type { Meaning } from './meaning.ts';
import { type Language, languageOf, understand } from './sentence.ts';
import { suggestion } from './suggest.ts';
import { tokenize } from './words.ts';

/**
 * What every item of a spec asks for. Throws SpecError for an explicit check that does not exist or
 * has wrong parameters. `today` decides whether a waiver is still in force.
 */
export function interpret(spec: Spec, checks: readonly AnyCheck[], today: Date): Interpretation[] {
  const names = new Set(
    tokenize(spec.title)
      .flatMap((token) => (token.kind === 'word' ? [token.raw.toLowerCase()] : []))
      .filter((word) => !misleading.has(word)),
  );
  const language = languageOf(checks, names);
  const written = readWritten(spec, checks);
  return spec.items.map((item) => {
    const explicit = written.get(item) ?? [];
    const meaning = understand(item, language);
    const combined = combine(item, meaning, explicit, language);
    const settled = combined.checks.map(({ check, params }) => ({
      check,
      // Parameters of a check are an object.
      params: checks
        .find(({ id }) => id === check)
        ?.settled(params, spec.defaults) as Claim['params'],
    }));
    return withWaiver({ ...combined, checks: settled }, today);
  });
}

/** Words of a title that would make another image out of "the … image". */
const misleading = new Set(
  'base builder dev development test testing debug staging old previous specification spec container image no not without'.split(
    ' ',
  ),
);

function combine(
  item: SpecItem,
  meaning: Meaning,
  explicit: readonly Claim[],
  language: Language,
): Interpretation {
  if (item.kind === 'non-goal')
    return context(item, item.note || 'a non-goal: not promised, not checked');
  if (item.kind === 'context') return context(item, item.note);
  if (
    item.doubt !== '' &&
    (item.form === 'item' || meaning.verdict === 'checkable' || promises.test(item.text))
  )
    return { item, verdict: 'unverified', reason: item.doubt, checks: [] };
  if (explicit.length > 0) return withExplicit(item, meaning, explicit, language.checks);
  if (item.kind === 'constraint' && isExplanation(item))
    return context(item, 'explains, promises nothing');
  if (meaning.verdict === 'context') return context(item, meaning.reason);
  if (meaning.verdict === 'unverified') {
    if (item.form === 'paragraph' && !promises.test(item.text))
      return context({ ...item }, 'prose, promises nothing that could be measured');
    const near = suggestion(item, language);
    return {
      item,
      verdict: 'unverified',
      reason: `${meaning.reason}${near === undefined ? '' : `. Did you mean: "${near}"`}`,
      checks: [],
    };
  }
  return { item, verdict: meaning.verdict, reason: meaning.reason, checks: meaning.checks };
}

/** Words by which a paragraph promises something; without one it only explains. */
const promises =
  /\b(must|shall|never|required|at most|at least|under|below|within|no more than|cannot|should)\b|\d/i;

function context(item: SpecItem, reason: string): Interpretation {
  return {
    item: item.kind === 'non-goal' ? item : { ...item, kind: 'context' },
    verdict: 'context',
    reason,
    checks: [],
  };
}

function isExplanation({ label, section }: SpecItem): boolean {
  return (
    contextLabels.test(plainHeading(label ?? '')) ||
    contextLabels.test(plainHeading(section.at(-1) ?? ''))
  );
}

/** A check written out binds the item; it must not contradict what the sentence was understood to mean. */
function withExplicit(
  item: SpecItem,
  meaning: Meaning,
  requests: readonly Claim[],
  checks: readonly AnyCheck[],
): Interpretation {
  const against = (meaning.verdict === 'checkable' ? meaning.checks : []).find((said) =>
    requests.some(
      (written) => written.check === said.check && !isDeepStrictEqual(written.params, said.params),
    ),
  );
  if (against !== undefined) {
    const written = requests.find(({ check }) => check === against.check);
    return {
      item,
      verdict: 'ambiguous',
      reason: `The sentence means "${describe(against, checks)}", and the check written below it "${written === undefined ? '' : describe(written, checks)}"`,
      checks: [],
    };
  }
  const said =
    meaning.verdict === 'checkable'
      ? meaning.checks.filter(({ check }) => !requests.some((written) => written.check === check))
      : [];
  return { item, verdict: 'checkable', reason: '', checks: [...requests, ...said] };
}

function describe(request: Claim, checks: readonly AnyCheck[]): string {
  return checks.find(({ id }) => id === request.check)?.describe(request.params) ?? request.check;
}

/** Not required until the end of the waiver's day, UTC; required, and failed, after it. */
function withWaiver(interpretation: Interpretation, today: Date): Interpretation {
  const { waiver } = interpretation.item;
  if (waiver === undefined || interpretation.verdict === 'context') return interpretation;
  const over = today.toISOString().slice(0, 10) > waiver.until;
  return over
    ? {
        ...interpretation,
        verdict: 'expired',
        checks: [],
        reason: `Its waiver ended on ${waiver.until} (${waiver.reason}): remove it, and meet the promise`,
      }
    : {
        ...interpretation,
        verdict: 'waived',
        checks: [],
        reason: `Waived until ${waiver.until}: ${waiver.reason}`,
      };
}
