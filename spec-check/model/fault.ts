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

/** A fault of the check itself, written out with these parameters: `path=/srv`, or nothing. */
export type FaultRow = readonly [name: string, image: Fault['image'], params: string, says: RegExp];

/** An image that keeps the promise of the check itself, written out with these parameters. */
export type GoodRow = readonly [image: GoodShape['image'], params?: string];

export function faultOf(check: string, fault: Fault | FaultRow): Fault {
  if (!('0' in fault)) return fault;
  const [name, image, params, says] = fault;
  return { name, image, promise: writtenOut(check, params), says };
}

export function goodShapeOf(check: string, shape: GoodShape | GoodRow): GoodShape {
  if (!('0' in shape)) return shape;
  const [image, params = ''] = shape;
  return { name: `${check} holds`, image, promise: writtenOut(check, params) };
}

function writtenOut(check: string, params: string): string {
  return `In words of its own\n  <!-- check: ${[check, params].join(' ').trim()} -->`;
}
