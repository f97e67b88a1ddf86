/** What was measured, with its unit in the name: `{ bytes: 115971584 }`, `{ ms: 12 }`, `{ uid: 1000 }`. */
export type Measured = Readonly<Record<string, string | number | boolean | readonly string[]>>;

interface Proven {
  /** One line that a person understands and can repeat. */
  readonly evidence: string;
  readonly measured?: Measured;
  /** What to type to see it by hand. */
  readonly command?: string;
}

/** The claim was measured and holds. `standIn` names what stood in for the named thing and how to check the real one. */
export interface Pass extends Proven {
  readonly status: 'PASS';
  readonly standIn?: string;
}

/** The claim was measured and does not hold. */
export interface Fail extends Proven {
  readonly status: 'FAIL';
  readonly expected: string;
  readonly actual: string;
  /** The probable cause, one sentence. */
  readonly diagnosis?: string;
  /** What to change, one sentence. */
  readonly fix: string;
  /** Stable name of a cause that other checks meet too: `container-exit`. */
  readonly cause?: string;
}

/** What a check may say: only the runner makes an ERROR, so "could not tell" is never a "no". */
export type Verdict = Pass | Fail;

/** The image is at fault (it dies, never answers): the check FAILs. Other exceptions are ERRORs. */
export class ImageFault extends Error {
  readonly fail: Omit<Fail, 'status'>;

  constructor(fail: Omit<Fail, 'status'>) {
    super(fail.evidence);
    this.name = 'ImageFault';
    this.fail = fail;
  }
}

/**
 * The promise can mean several things for this image, and the image does not tell which: no resource
 * to try CRUD on, credentials that nobody gave. Thrown in a check, it makes the item AMBIGUOUS; the
 * hint says what to add to the spec.
 */
export class Ambiguous extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'Ambiguous';
    this.hint = hint;
  }
}
