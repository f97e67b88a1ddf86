/** A promise that an image of `prove/images.ts` breaks, and words of the evidence that say why. */
export type Fault = readonly [name: string, image: string, promise: string, says: RegExp];

/** A promise that an image of `prove/shapes.ts` keeps in a way of its own: the check must pass it. */
export type GoodShape = readonly [image: string, promise?: string];

/** A line of a spec: as it stands, or made of parameters of the check (`path=/srv`, or nothing), written out below; what follows three backticks is its block. */
export function promiseLine(check: string, promise = ''): string {
  const [sentence = '', block] = promise.split(' ```');
  if (block !== undefined)
    return `${sentence}\n\`\`\`${check}\n${block}\n\`\`\``.replace(/\n(?=.)/g, '\n  ');
  if (promise !== '' && !/^\w+=/.test(promise)) return promise;
  return `In words of your own\n  <!-- check: ${`${check} ${promise}`.trim()} -->`;
}

export interface Variant {
  /** Stage of `prove/image/Dockerfile`: the one of this name, else `good`, unless given. */
  readonly target?: string;
  /** FAULT is its name unless given: what the program breaks, or does in a way of its own. */
  readonly args?: Readonly<Record<string, string>>;
  /** `linux/amd64`, instead of the engine's own. */
  readonly platform?: string;
  /** Folder of `prove/projects` that is built instead: the one of this name, if there is one, unless given. */
  readonly project?: string;
  /** Push to a registry that keeps nothing, or something else. */
  readonly registry?: 'forgets' | 'swaps';
  /** FAULT of the version before it, which the front matter then names. */
  readonly previous?: string | undefined;
  /** Front matter of the spec, YAML. */
  readonly frontMatter?: string;
}
