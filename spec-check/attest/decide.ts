import * as z from 'zod';
import { type Predicate, predicateSchema, testResult } from './statement.ts';

export interface Wanted {
  readonly digest: string;
  /** SHA-256 of the spec; else the one that was attested. */
  readonly spec?: string | undefined;
  /** Milliseconds, as `now`. */
  readonly maxAge?: number;
  readonly strict: boolean;
  readonly now: number;
}

/** Whether the statements that the key signed prove it: the newest of the spec counts, and each doubt refuses. */
export function decide(signed: readonly unknown[], others: number, wanted: Wanted) {
  const { digest, spec, maxAge = Infinity, strict, now } = wanted;
  const about = signed.flatMap((one) => {
    const { data } = statement.safeParse(one);
    const subject = data?.subject.find(({ digest: { sha256 } }) => `sha256:${sha256}` === digest);
    return subject ? [{ ...data, repository: subject.name }] : [];
  });
  const told = about.flatMap(({ repository, predicate }) => {
    const { data } = predicateSchema.safeParse(predicate);
    return data ? [{ ...data, repository, holds: holds(data) }] : [];
  });
  const specs = new Set(told.map(specOf));
  // Of the same moment, what failed counts.
  const [newest] = told
    .filter((one) => specOf(one) === (spec ?? specOf(one)))
    .toSorted((a, b) => ended(b) - ended(a) || Number(a.holds) - Number(b.holds));
  const finished = newest ? ended(newest) : 0;
  const when = new Date(finished).toISOString();
  const leaning = newest && promisesOf(newest).find(({ proof }) => proof === 'stand-in');
  const refusals: readonly (readonly [boolean, string, string])[] = [
    [signed.length + others === 0, 'not-attested', 'nothing is attested of this image'],
    [
      signed.length === 0,
      'other-key',
      `none of ${others} attestations is by this signer, as it was signed`,
    ],
    [about.length === 0, 'other-image', 'what this key signed is about something else'],
    [told.length < about.length, 'unreadable', 'an attestation needs a newer spec-check'],
    [!spec && specs.size > 1, 'several-specs', `${specs.size} specs are attested; name it: --spec`],
    [newest === undefined, 'other-spec', 'it was proven by another spec, or an older one'],
    [!newest?.holds, 'failed', `on ${when} it failed: ${newest?.failedTests.join('; ')}`],
    [finished > now + clockSkew, 'dated-ahead', `the proof is dated in the future: ${when}`],
    [now - finished > maxAge, 'too-old', `the newest proof is of ${when}`],
    [strict && !!leaning, 'stand-in', `a substitute was used for: ${leaning?.text}`],
  ];
  const [, code, reason] = refusals.find(([refuses]) => refuses) ?? [];
  return { proven: code === undefined, code, reason, predicate: newest };
}

/** Milliseconds that the clocks of two machines may differ by. */
const clockSkew = 5 * 60_000;

const digest = z.record(z.string(), z.string());
const statement = z.object({
  _type: z.literal(['https://in-toto.io/Statement/v1', 'https://in-toto.io/Statement/v0.1']),
  subject: z.array(z.object({ name: z.string().default(''), digest })),
  predicateType: z.literal(testResult),
  predicate: z.unknown(),
});

/** The summary alone is not believed. */
function holds(predicate: Predicate): boolean {
  const words = promisesOf(predicate).map(({ status }) => status);
  const isGood = words.includes('PASS') && words.every((word) => /^(PASS|WAIVED)$/.test(word));
  return isGood && predicate.result !== 'FAILED' && predicate.failedTests.length === 0;
}

export const promisesOf = ({ configuration }: Predicate) => configuration[0].annotations.promises;

const specOf = ({ configuration }: Predicate) => configuration[0].digest.sha256;

const ended = ({ configuration }: Predicate) => Date.parse(configuration[0].annotations.finished);
