/** Something that goes wrong, what a spec has to promise against it (undefined where an image has no place for it), and how it is made. */
export type Fault = readonly [fault: string, promise: string | undefined, made: Made];

/** How an image becomes another. */
export interface Made {
  /** Of a Dockerfile. */
  readonly lines?: readonly string[];
  /** A script that starts the program, which is in `"$@"`. */
  readonly start?: string;
}
