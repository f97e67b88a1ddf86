import { baseOf, chainOf, copiedFrom, readStages, type Stage, stageNamed } from './read.ts';
import { referenceParts } from './reference.ts';
import { usedStages } from './used-stages.ts';

/** The images that the last stage comes from, with the build arguments; `isCopied`: by files, on scratch; `elsewhere`: those that leave nothing in it; `earlier`: of the stages before it that the build uses. */
export function basesOf(dockerfile: string, buildArgs: Readonly<Record<string, string>>) {
  const stages = readStages(dockerfile, buildArgs);
  const last = stages.at(-1);
  const roots = stages.map((stage) => baseOf(stage) ?? '');
  const isCopied = last !== undefined && roots.at(-1) === 'scratch';
  const images = isCopied ? [...new Set(copiedInto(stages, last))] : roots.slice(-1);
  const elsewhere = new Set(roots.filter((image) => ![...images, 'scratch'].includes(image)));
  const earlier = usedStages(stages)
    .slice(0, -1)
    .map((stage) => baseOf(stage) ?? '');
  return { images, isCopied, elsewhere: [...elsewhere], earlier };
}

/** Images from which files came into a stage that began empty, through all stages they passed. */
const copiedInto = (stages: readonly Stage[], stage: Stage): string[] =>
  chainOf(stage).flatMap((step) => {
    const source = step.keyword === 'COPY' ? copiedFrom(step) : undefined;
    if (source === undefined) return [];
    const from = stageNamed(stages.slice(0, stages.indexOf(stage)), source);
    if (from === undefined) return [source];
    const root = baseOf(from) ?? '';
    return root === 'scratch' ? copiedInto(stages, from) : [root];
  });

/** Languages whose official image has another name. */
const families = new Map([
  ['java', /^(?:eclipse-temurin|amazoncorretto|ibm-semeru-runtimes|openjdk|sapmachine)$/],
  ['dotnet', /\/dotnet\/(?:aspnet|runtime|runtime-deps|sdk)$/],
  ['deno', /^denoland\/deno$/],
  ['bun', /^oven\/bun$/],
]);

/** The same image under two names: `node:24` and `docker.io/library/node:24`; a digest only counts where both have one. In `anyVariant` the tag has all parts of the other one: `node:24.1-bookworm-slim` is a `node:24-slim`, and an `alpine` is in `node:24-alpine3.22`. */
export function sameImage(one: string, other: string, anyVariant = false): boolean {
  const [left, right] = [referenceParts(one), referenceParts(other)];
  const parts = (left.tag ?? '').split('-');
  const has = (part: string) =>
    parts.some(
      (own) => [own, own.replace(/[\d.]+$/, '')].includes(part) || own.startsWith(`${part}.`),
    );
  const isDebian = right.name === 'debian' && /slim|bookworm|bullseye|trixie/.test(left.tag ?? '');
  if (anyVariant && right.tag === undefined && (isDebian || has(right.name))) return true;
  const isOfFamily = anyVariant && families.get(right.name)?.test(left.name);
  if (left.name !== right.name && !isOfFamily) return false;
  if (left.digest && right.digest) return left.digest === right.digest;
  if (anyVariant) return !right.tag || right.tag.split('-').every(has);
  const [tag, otherTag] = [left, right].map((parts) => parts.tag ?? (parts.digest || 'latest'));
  return tag === otherTag;
}
