import type { Facts } from './facts.ts';
import type { Lie } from './lying-proxy.ts';

/** Something that goes wrong: `it runs as root`, with what a spec has to promise against it; undefined where an image has no place for it. */
export type Fault = readonly [
  fault: string,
  promise: string | ((facts: Facts) => string | undefined),
  made: Made | ((facts: Facts) => Made),
  /** Scored apart: the proposals for others are made without a look at these. */
  heldOut?: 'held out',
];

/** How an image or its API becomes another. */
export interface Made {
  /** A file that is added. */
  readonly file?: readonly [name: string, content: string | Buffer];
  /** Of a Dockerfile. */
  readonly lines?: readonly string[];
  /** A script that starts the program, which is in `"$@"`. */
  readonly start?: string;
  /** What is answered to requests of these kinds. */
  readonly lie?: { readonly of: string; readonly tell: Lie };
}
