import { baseOf, chainOf, copiedFrom, readStages, type Stage, stageNamed } from './read.ts';
import { referenceParts } from './reference.ts';

/** The images that the last stage of a Dockerfile comes from. */
export interface Bases {
  /** References with every build argument filled in. */
  readonly images: readonly string[];
  /** `from`: the chain of FROM ends in one image; `copy`: it ends in scratch, and files come from these. */
  readonly via: 'from' | 'copy';
  /** Images of stages that leave nothing in the last one. */
  readonly elsewhere: readonly string[];
}

/** Resolves FROM as a build does: defaults of ARG, overridden by `--build-arg`, through all stages. */
export function basesOf(dockerfile: string, buildArgs: Readonly<Record<string, string>>): Bases {
  const stages = readStages(dockerfile, buildArgs);
  const last = stages.at(-1);
  if (last === undefined) return { images: [], via: 'from', elsewhere: [] };
  const root = baseOf(last) ?? '';
  const images = root === 'scratch' ? [...new Set(copiedInto(stages, last))] : [root];
  const all = stages.map((stage) => baseOf(stage) ?? '').filter((image) => image !== 'scratch');
  return {
    images,
    via: root === 'scratch' ? 'copy' : 'from',
    elsewhere: [...new Set(all)].filter((image) => !images.includes(image)),
  };
}

/** Images from which files came into a stage that began empty, through all stages they passed. */
function copiedInto(stages: readonly Stage[], stage: Stage): string[] {
  return chainOf(stage).flatMap((step) => {
    const source = step.keyword === 'COPY' ? copiedFrom(step) : undefined;
    if (source === undefined) return [];
    const from = stageNamed(stages.slice(0, stages.indexOf(stage)), source);
    if (from === undefined) return [source];
    const root = baseOf(from) ?? '';
    return root === 'scratch' ? copiedInto(stages, from) : [root];
  });
}

/** The same image under two names: `node:24` and `docker.io/library/node:24`; a digest only counts where both have one. */
export function sameImage(one: string, other: string): boolean {
  const [left, right] = [referenceParts(one), referenceParts(other)];
  if (left.name !== right.name) return false;
  if (left.digest && right.digest) return left.digest === right.digest;
  const [tag, otherTag] = [left, right].map((parts) => parts.tag ?? (parts.digest || 'latest'));
  return tag === otherTag;
}
