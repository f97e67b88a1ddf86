import { isDeepStrictEqual } from 'node:util';
import type { AnyCheck, Claim } from '../model/check.ts';
import { type Settings, settingsOf } from '../model/settings.ts';
import type { Interpretation, Meaning, OpenClaim, Spec, SpecItem } from '../model/spec.ts';
import { described, type Language, languageOf } from './clauses.ts';
import { namesOf } from './components.ts';
import { contextLabels, plainHeading } from './document/headings.ts';
import { readWritten } from './explicit.ts';
import { doubtful } from './frame.ts';
import { conflict, pairs } from './review/contradictions.ts';
import { understand } from './sentence.ts';
import { suggestion } from './suggest.ts';

/** What every item of a spec asks for on the day `today`. Throws SpecError for a bad check. */
export function interpret(spec: Spec, checks: readonly AnyCheck[], today: Date): Interpretation[] {
  const namesIn = namesOf(spec);
  const language = languageOf(checks);
  const written = readWritten(spec, checks);
  const interpreted = spec.items.map((item): Interpretation => {
    const { names, subjects, note, question } = namesIn(item);
    const read = understand(item, { ...language, names, subjects });
    const [against] = pairs(read.checks)
      .flatMap((both) => conflict(...both, checks) ?? [])
      .filter(({ code }) => code !== 'two-limits');
    // What says itself which Dockerfile it is about leaves nothing open.
    const isClear = read.checks.every(({ params }) => /[DC]\w+file/.test(JSON.stringify(params)));
    const asks = against?.reason ?? (isClear ? '' : question);
    const said = asks ? doubtful('ambiguous', asks) : { ...read, reason: read.reason || note };
    const combined = combine(item, said, written.get(item) ?? [], language);
    const runs = combined.checks.some(({ check }) =>
      definition(check, checks)?.needs.some((need) => need.startsWith('container')),
    );
    const words = [item.text, ...item.explicit.flatMap(({ params }) => Object.keys(params))];
    const asked = runs ? otherDatabase(words.join(' '), spec.defaults) : undefined;
    const meaning = asked === undefined ? combined : doubtful('ambiguous', asked);
    const settled = meaning.checks.map(({ check, params }) => {
      const own = definition(check, checks);
      const parsed = own?.params.parse(params);
      const settled = own?.settled?.(parsed, settingsOf(spec.defaults, item.image)) ?? parsed;
      // Parameters of a check are an object.
      return { check, params: settled as Claim['params'] };
    });
    const promised = item.kind === 'context' ? 'constraint' : item.kind;
    const kind = meaning.verdict === 'context' && item.kind !== 'non-goal' ? 'context' : promised;
    return { item: { ...item, kind }, ...withWaiver({ ...meaning, checks: settled }, item, today) };
  });
  return interpreted.map((one) => (one.open ? inContext(one, one.open, interpreted) : one));
}

/** The question where a line names a kind of database that the project does not have. */
function otherDatabase(text: string, { database }: Settings): string | undefined {
  const [own, other, named] =
    database === 'mysql'
      ? ['MySQL', 'Postgres', /(?<![\w-])(?:postgres(?:ql)?|neon|supabase)(?![\w-])/i]
      : ['Postgres', 'MySQL', /(?<![\w-])(?:mysql|mariadb)(?![\w-])/i];
  if (database === 'none' || !named.test(text)) return undefined;
  return `It says ${other}, and the container is given a ${own} (database: in the front matter says which)`;
}

/** What one line leaves open and exactly one value of other lines settles; two of them leave it open for good. */
function inContext(
  asking: Interpretation,
  { check, params, parameter, like }: OpenClaim,
  all: readonly Interpretation[],
): Interpretation {
  const said = all.flatMap(({ verdict, checks, item: { line } }) =>
    checks.flatMap((claim) => {
      const value = claim.params[parameter];
      const fits = verdict === 'checkable' && claim.check === check && like.test(String(value));
      return fits ? [{ value, line }] : [];
    }),
  );
  const values = [...new Set(said.map(({ value }) => value))];
  const [first] = said;
  if (first === undefined)
    return { ...asking, reason: `${asking.reason} Or the image settles it when it runs.` };
  if (values.length > 1)
    return { ...asking, open: undefined, reason: `${asking.reason} (${values.join(' or ')}?)` };
  const from = `${first.value} is said in line ${first.line}`;
  const claim = { check, params: { ...params, [parameter]: first.value } };
  return { ...asking, verdict: 'checkable', checks: [claim], reason: from, from, open: undefined };
}

/** Sections of what is delivered: a line of theirs promises when it is understood, and explains when it is not. */
const inScope =
  /^\W*(?:(?:in|proposed|our|the|technical|project) )?(?:scope|deliverables|goals)(?: of .+)?\W*$/i;

/** What an item means with the checks that are written out under it. */
function combine(item: SpecItem, meaning: Meaning, explicit: readonly Claim[], language: Language) {
  const { kind, doubt, form, text } = item;
  const none = (verdict: Meaning['verdict'], reason: string) => ({ verdict, reason, checks: [] });
  if (kind === 'non-goal')
    return none('context', item.note || 'a non-goal: not promised, not checked');
  const delivered = form === 'item' && inScope.test(item.section.at(-1) ?? '');
  if (kind === 'context' && !(delivered && meaning.verdict === 'checkable'))
    return none('context', item.note);
  const said = form === 'item' || (promises.test(text) && !/^\/[a-z_]+ [~@%"\d]/.test(text));
  if (doubt !== '' && (said || meaning.verdict === 'checkable')) return none('unverified', doubt);
  if (explicit.length > 0) return withExplicit(meaning, explicit, language);
  const headings = [item.label, item.section.at(-1)];
  if (kind === 'constraint' && headings.some((one = '') => contextLabels.test(plainHeading(one))))
    return none('context', 'explains, promises nothing');
  if (meaning.verdict !== 'unverified') return meaning;
  if (!said) return none('context', 'prose, promises nothing that could be measured');
  const near = suggestion(item, language);
  if (near === undefined) return meaning;
  return { ...meaning, instead: near, reason: `${meaning.reason}. Did you mean: "${near}"` };
}

/** Words by which a paragraph promises something; without one it only explains. */
const promises =
  /\b(must|shall|never|required|at most|at least|under|below|within|no more than|cannot|should)\b|\d/i;

/** A check written out binds the item; it must not contradict what the sentence was understood to mean. */
function withExplicit(meaning: Meaning, requests: readonly Claim[], { checks }: Language): Meaning {
  for (const said of meaning.checks) {
    const written = requests.find(
      ({ check, params }) => check === said.check && !isDeepStrictEqual(params, said.params),
    );
    if (written === undefined) continue;
    const [one, other] = [said, written].map((claim) => described(claim, checks));
    const reason = `The sentence means "${one}", and the check written below it "${other}"`;
    return { verdict: 'ambiguous', reason, checks: [] };
  }
  const also = meaning.checks.filter(({ check }) => !requests.some((one) => one.check === check));
  return { verdict: 'checkable', reason: '', checks: [...requests, ...also] };
}

const definition = (check: string, checks: readonly AnyCheck[]): AnyCheck | undefined =>
  checks.find(({ id }) => id === check);

/** Not required until the end of the waiver's day, UTC; required, and failed, after it. */
function withWaiver(meaning: Meaning, { waiver }: SpecItem, today: Date): Meaning {
  if (waiver === undefined || meaning.verdict === 'context') return meaning;
  const { until, reason: why } = waiver;
  const ended = `Its waiver ended on ${until} (${why}): remove it, and meet the promise`;
  return today.toISOString().slice(0, 10) > until
    ? { verdict: 'expired', checks: [], reason: ended }
    : { verdict: 'waived', checks: [], reason: `Waived until ${until}: ${why}` };
}
