import type { Lie } from '../resources/lying-proxy.ts';

/** Something that goes wrong, what a spec has to promise against it (undefined where an image has no place for it), and how it is made. */
export type Fault = readonly [fault: string, promise: string | undefined, made: Made];

/** How an image or its API becomes another. */
export interface Made {
  /** Of a Dockerfile. */
  readonly lines?: readonly string[];
  /** A script that starts the program, which is in `"$@"`. */
  readonly start?: string;
  /** What is answered to requests of this kind. */
  readonly lie?: { readonly to: RegExp; readonly tell: Lie };
}
