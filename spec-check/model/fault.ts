/** A promise that an image breaks, and the words by which its check must say why. */
export interface Fault {
  /** What is wrong, in a few words. */
  readonly name: string;
  /** An image of `prove/images.ts` by its name, or one of its own. */
  readonly image: string | Variant;
  readonly promise: string;
  /** In evidence, actual or diagnosis. */
  readonly says: RegExp;
}

/** A promise that an image keeps in a way of its own: the check must pass it. */
export interface GoodShape {
  /** What is unusual, in a few words. */
  readonly name: string;
  /** An image of `prove/shapes.ts` by its name, or one of its own. */
  readonly image: string | Variant;
  readonly promise: string;
}

/** How an image is made and checked. */
export interface Variant {
  /** Stage of `prove/image/Dockerfile`, `good` unless given. */
  readonly target?: string;
  readonly args?: Readonly<Record<string, string>>;
  /** `linux/amd64`, instead of the engine's own. */
  readonly platform?: string;
  /** Of `prove/foreign/Dockerfile` instead: another language, another framework. */
  readonly foreign?: true;
  /** A Dockerfile that the run builds by itself. */
  readonly dockerfile?: string;
  /** Other files of that Dockerfile's folder, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Empty files there that can be executed, and empty folders. */
  readonly executables?: readonly string[];
  readonly folders?: readonly string[];
  /** Push to a registry that keeps nothing, or something else. */
  readonly registry?: 'forgets' | 'swaps';
  /** Front matter of the spec, YAML. */
  readonly frontMatter?: string;
}

/** Faults of promises that are written out as the check itself: name, image, parameters, what the check says. */
export function faultsOf(
  check: string,
  rows: readonly (readonly [name: string, image: Fault['image'], params: string, says: RegExp])[],
): readonly Fault[] {
  return rows.map(([name, image, params, says]) => {
    return { name, image, promise: writtenOut(check, params), says };
  });
}

/** The same of one image that keeps them, with each of these parameters. */
export function goodShapesOf(
  check: string,
  image: GoodShape['image'],
  rows: readonly string[] = [''],
): readonly GoodShape[] {
  return rows.map((params) => {
    return { name: `${check} holds`, image, promise: writtenOut(check, params) };
  });
}

function writtenOut(check: string, params: string): string {
  return `In words of its own\n  <!-- check: ${[check, params].join(' ').trim()} -->`;
}
