import type { Facts } from './facts.ts';
import type { Lie } from './lying-proxy.ts';

/** Something that goes wrong: `it runs as root`, with what a spec has to promise against it; nothing where there is no place for it. */
export type Fault = readonly [
  fault: string,
  promise: string | ((facts: Facts) => string | undefined),
  made: Change | ((facts: Facts) => Change) | Deceit,
  /** Scored apart: the proposals for others are made without a look at these. */
  heldOut?: 'held out',
];

/** Done to the image, in this order. */
export interface Change {
  /** In a folder of its own. */
  readonly file?: readonly [name: string, content: string | Buffer];
  /** Of a Dockerfile. */
  readonly lines?: readonly string[];
  /** A script that starts the program, which is in `"$@"`. */
  readonly start?: string;
}

/** A proxy before the API that lies about requests of these kinds. */
export interface Deceit {
  readonly of: string;
  readonly lie: Lie;
}
