import * as z from 'zod';
import { type Predicate, predicateSchema, testResult } from './statement.ts';

/** What must hold before a digest is deployed. */
export interface Wanted {
  /** `sha256:…` */
  readonly digest: string;
  /** As in the statement: `ghcr.io/acme/task-api`. */
  readonly repository: string;
  /** SHA-256 of the spec; undefined for the one that was attested. */
  readonly spec: string | undefined;
  /** Milliseconds. */
  readonly maxAge: number;
  readonly strict: boolean;
  readonly now: number;
}

export type Decision =
  | { readonly proven: true; readonly predicate: Predicate }
  | {
      readonly proven: false;
      readonly code: string;
      readonly message: string;
      readonly hint: string;
    };

/** What the statements that the key signed prove. The newest of a spec counts, and each doubt refuses. */
export function decide(
  { signed, others }: { readonly signed: readonly unknown[]; readonly others: number },
  { digest, repository, spec, maxAge, strict, now }: Wanted,
): Decision {
  const again = 'Prove it and attest it: spec-check check --image IMAGE --attest KEY';
  if (signed.length === 0)
    return others === 0
      ? refused('not-attested', 'Nothing is attested of this image.', again)
      : refused(
          'other-key',
          `No attestation of this image is signed by this key; ${others} by others, or changed since.`,
          'Name the key of whoever proved it: --key',
        );
  const about = signed.flatMap((statement) => {
    const { data } = head.safeParse(statement);
    return data?.subject.some((one) => one.digest.sha256 === digest.replace('sha256:', ''))
      ? data
      : [];
  });
  if (about.length === 0)
    return refused('other-image', 'What this key signed is about another image.', again);
  const read = about.map(({ subject, predicate }) => ({
    ours: subject.some(({ name }) => [repository, ''].includes(name)),
    ...predicateSchema.safeParse(predicate),
  }));
  const told = read.flatMap(({ ours, data }) => {
    if (data === undefined) return [];
    const [{ digest, annotations }] = data.configuration;
    return { ours, data, spec: digest.sha256, finished: Date.parse(annotations.finished) };
  });
  if (told.length < read.length)
    return refused(
      'unreadable',
      'This key signed an attestation that this version cannot read.',
      'Use the version of spec-check that made it, or a newer one.',
    );
  const ofSpec = told.filter((one) => one.spec === (spec ?? told[0]?.spec));
  if (spec === undefined && ofSpec.length < told.length)
    return refused('several-specs', 'Several specs are attested.', 'Name one: --spec FILE');
  // Of the same moment, what failed counts.
  const newestFirst = ofSpec.toSorted(
    (a, b) => b.finished - a.finished || Number(holds(a.data)) - Number(holds(b.data)),
  );
  const [newest] = newestFirst;
  if (newest === undefined)
    return refused('other-spec', 'The image was proven by another spec than this one.', again);
  const own = newestFirst.find(({ ours }) => ours);
  const broken = [newest, own].find((one) => one && !holds(one.data));
  if (broken !== undefined) {
    const { failedTests, configuration } = broken.data;
    const why = failedTests.join('; ') || 'no promise was proven';
    const when = configuration[0].annotations.finished;
    return refused('failed', `The newest attestation (${when}) says FAILED: ${why}.`, again);
  }
  if (own === undefined)
    return refused(
      'other-repository',
      `The image was proven as another repository than ${repository}.`,
      'If it was promoted from there, name that one: --attested-as REPOSITORY',
    );
  if (newest.finished > now + clockSkew)
    return refused(
      'dated-ahead',
      'The newest attestation is dated in the future.',
      'Set the clocks.',
    );
  if (now - own.finished > maxAge)
    return refused(
      'too-old',
      `The newest proof is of ${new Date(own.finished).toISOString()}.`,
      again,
    );
  const substituted = promisesOf(own.data).find(({ proof }) => proof === 'stand-in');
  if (strict && substituted !== undefined)
    return refused(
      'stand-in',
      `A substitute was used for: ${substituted.text}`,
      'Prove it on the real thing: check --strict tells how.',
    );
  return { proven: true, predicate: own.data };
}

/** Milliseconds that the clocks of two machines may differ by. */
const clockSkew = 5 * 60_000;

const head = z.object({
  _type: z.literal(['https://in-toto.io/Statement/v1', 'https://in-toto.io/Statement/v0.1']),
  subject: z.array(
    z.object({ name: z.string().default(''), digest: z.record(z.string(), z.string()) }),
  ),
  predicateType: z.literal(testResult),
  predicate: z.unknown(),
});

/** The summary alone is not believed. */
function holds(predicate: Predicate): boolean {
  const words = promisesOf(predicate).map(({ status }) => status);
  return (
    predicate.result !== 'FAILED' &&
    predicate.failedTests.length === 0 &&
    words.includes('PASS') &&
    words.every((word) => word === 'PASS' || word === 'WAIVED')
  );
}

export function promisesOf({ configuration }: Predicate) {
  return configuration[0].annotations.promises;
}

function refused(code: string, message: string, hint: string): Decision {
  return { proven: false, code, message, hint };
}
