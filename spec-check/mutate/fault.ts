import type { Image } from '../model/resources.ts';

/** What is known of the unchanged image: faults, and promises against them, are made from it. */
export type Facts = Pick<Image, 'config' | 'bytes' | 'port'>;

/** Something that goes wrong: `it runs as root`, with what a spec has to promise against it; undefined where an image has no place for it. */
export type Fault = readonly [
  fault: string,
  promise: string | ((facts: Facts) => string | undefined),
  made: Made | ((facts: Facts) => Made),
  /** Scored apart: the proposals for others are made without a look at these. */
  heldOut?: 'held out',
];

/** How an image becomes another. */
export interface Made {
  /** A file that is added. */
  readonly file?: readonly [name: string, content: string | Buffer];
  /** Of a Dockerfile. */
  readonly lines?: readonly string[];
  /** A script that starts the program, which is in `"$@"`. */
  readonly start?: string;
}
