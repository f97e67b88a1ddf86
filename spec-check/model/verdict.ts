/** What was measured, with its unit in the name: `{ bytes: 115971584 }`, `{ ms: 12 }`, `{ uid: 1000 }`. */
type Figure = string | number | boolean;
export type Measured = Readonly<
  Record<string, Figure | readonly (string | Readonly<Record<string, Figure>>)[]>
>;

interface Proven {
  readonly evidence: string;
  readonly measured?: Measured | undefined;
  readonly command?: string | undefined;
}

export interface Fail extends Proven {
  readonly status: 'FAIL';
  /** Where it says more than the check's own description of what it measures. */
  readonly expected?: string | undefined;
  readonly actual: string;
  /** The probable cause, one sentence. */
  readonly diagnosis?: string | undefined;
  /** What to change, one sentence. */
  readonly fix: string;
  /** What the API did, where that shows that it is not well: its end or its logs may say why. */
  readonly unwell?: 'server error' | 'broken connection' | undefined;
  /** Stable name of a cause that other checks meet too: `container-exit`. */
  readonly cause?: string | undefined;
}

/** What a check may say: only the runner makes an ERROR, so "could not tell" is never a "no". */
export type Verdict =
  | (Proven & { readonly status: 'PASS'; readonly standIn?: string | undefined })
  | Fail;

/** The image is at fault (it dies, never answers): the check FAILs. Other exceptions are ERRORs. */
export class ImageFault extends Error {
  readonly fail: Omit<Fail, 'status'>;
  /** The evidence without its probable cause. */
  readonly symptom: string;

  constructor(fail: Omit<Fail, 'status'>, symptom = fail.evidence) {
    super(fail.evidence);
    this.fail = fail;
    this.symptom = symptom;
  }
}

/** Makes the item AMBIGUOUS: the image does not tell which of several things is meant; the hint says what to add to the spec. */
export class Ambiguous extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

export interface Judgement extends Omit<Fail, 'status' | 'actual'> {
  readonly holds: boolean;
  /** In place of `evidence` where it does not hold. */
  readonly wrong?: string | undefined;
  readonly actual?: string | undefined;
  /** Of a PASS: what stood in for the thing named. */
  readonly standIn?: string | undefined;
}

/** What a check says: a verdict, or what was found in the words of both outcomes. */
export type Found = Verdict | Judgement;

/** PASS with the evidence, or FAIL with what to do. */
export function verdictOf(found: Found): Verdict {
  if (!('holds' in found)) return found;
  const { holds, evidence, wrong = evidence, actual = evidence, standIn, ...rest } = found;
  const { measured, command, diagnosis } = rest;
  return holds
    ? { status: 'PASS', evidence, measured, command, standIn }
    : { status: 'FAIL', evidence: wrong, actual, diagnosis, ...rest };
}

/** What is not as promised, what to change, and the probable cause. */
export type Wrong = readonly [evidence: string, fix: string, diagnosis?: string];

/** FAIL with the first thing that is wrong, PASS where nothing is. */
export function judgedBy(
  wrongs: readonly (Wrong | false | undefined)[],
  told: Omit<Judgement, 'holds' | 'wrong' | 'fix' | 'diagnosis'>,
): Judgement {
  const found = wrongs.find((wrong) => wrong !== false && wrong !== undefined);
  const [wrong, fix = '', diagnosis] = found || [];
  return { ...told, holds: wrong === undefined, wrong, fix, diagnosis };
}
