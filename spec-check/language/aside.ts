import type { Term } from './terms.ts';
import { stem } from './words.ts';

/**
 * What a line says beside its promise, recognised and not claimed: praise, purpose, means, what was
 * reached so far, an example, a reference. Anything that negates, excepts, conditions or limits is none
 * of these, whatever stands around it.
 */
export type AsideRole =
  | 'praise'
  | 'purpose'
  | 'means'
  | 'reached so far'
  | 'example'
  | 'reference'
  | 'reason';

/** What the words of a parenthesis, or of the end of a clause, are for; undefined where they may be part of the promise. */
export function asideRole(terms: readonly Term[], inside: boolean): AsideRole | undefined {
  const stems = terms
    .filter(({ concepts, raw }) => !concepts.has('(') && !/^[,;/&]+$/.test(raw))
    .flatMap(({ raw }) => raw.split(/[\s-]+/).map(stem));
  const first = stems[0] ?? '';
  if (
    inside &&
    /^(?:§[\d.]+|#\d+|[A-Z]{1,4}-?\d+)$/.test(
      terms
        .map(({ raw }) => raw)
        .join('')
        .toLowerCase(),
    )
  )
    return 'reference';
  if (terms.some(limits) || stems.some((one) => limiting.has(one))) return undefined;
  // "e.g." and values: any other word may say something.
  const values = terms
    .slice(1)
    .every(({ role, values: own }) => role !== 'word' || Object.keys(own).length > 0);
  if (inside && values && /^(?:e\.?g\.?|example)$/.test(first)) return 'example';
  if (terms.some(({ concepts }) => measured.some((kind) => concepts.has(kind))))
    return inside && stems.some((one) => reached.has(one)) ? 'reached so far' : undefined;
  if (inside && stems.every((one) => praise.has(one))) return 'praise';
  if (first === 'because' || first === 'since') return 'reason';
  if (means.has(first) || (inside && first === 'see')) return 'means';
  const known = terms
    .slice(1)
    .every(
      ({ role, concepts, raw }) =>
        role !== 'word' ||
        concepts.size > 0 ||
        purposes.has(stem(raw)) ||
        purposeful.has(stem(raw)),
    );
  if (first === 'to' && known && purposeful.has(stems[1] ?? '')) return 'purpose';
  if (first === 'in' && known && stems[1] === 'order') return 'purpose';
  if (first === 'for' && stems.slice(1).every((one) => purposes.has(one))) return 'purpose';
  return undefined;
}

/** Whether a word can begin what a clause says beside its promise, where no parenthesis shows it. */
export function opensAside(word: Term | undefined): boolean {
  return /^(?:because|since|via|using|through|thanks|to|in|for)$/i.test(word?.raw ?? '');
}

function limits({ role, concepts }: Term): boolean {
  return role === 'not' || role === 'if' || concepts.has('only');
}

const measured = ['{bytes}', '{ms}', '{count}', '{bytes-only}', '{ms-only}', '{number}'];
const set = (words: string): ReadonlySet<string> => new Set(words.split(' ').map(stem));

/** Words that limit a promise to a time, a place or a part of it. */
const limiting = set(
  'except unless only but until however instead dev development staging test testing debug ci windows mac macos during before after partly mostly some other than',
);
const reached = set(
  'achieved currently current actual now measured was reached today target goal expected estimated so far final result ideally',
);
const praise = set(
  'small smaller smallest slim secure safe safer fast faster quick lean light lightweight minimal simple clean modern stable lts good better best practice download size attack surface hardened security and or for industry standard ✅ ✓ done important critical recommended by docker nice tiny a the is more as',
);
const means = set('via using through thanks');
const purposeful = set(
  'reduce minimize minimise keep improve ensure avoid optimize optimise speed save help allow enable prevent limit protect simplify make track cut shrink lower support increase maximize decrease exploit leverage benefit harden let guarantee facilitate follow satisfy comply',
);
const purposes = set(
  'fast quick rapid small startup pulls pull deploys security safety hardening performance production portability reliability caching speed simplicity compliance deployment deployments container containers health tracking orchestration orchestrator platforms platform monitoring kubernetes docker better faster smaller builds build images image size efficiency the a and app application service flask express fastapi api web server node python optimization optimal layer cache consistency stability readability scalability observability load balancer balancers defense depth in of reasons good use best practice practices',
);
