import type { Build } from '../model/resources.ts';
import { Ambiguous } from '../model/verdict.ts';
import { copiedFrom, readStages, type Stage, type Step, stageNamed } from './read.ts';

/** The stages of the Dockerfile that was built. Throws Ambiguous for an image that was given: it does not hold its Dockerfile. */
export function stagesOf(build: Build): readonly Stage[] {
  if (build.kind === 'given') {
    throw new Ambiguous(
      'The promise is about the Dockerfile, and only an image was given',
      'Run beside the Dockerfile, without --image.',
    );
  }
  const stages = readStages(build.dockerfile.text);
  if (stages.length === 0) throw new Error(`${build.dockerfile.path} has no FROM`);
  return stages;
}

/** What a step takes files from beside the build context: `COPY --from`, `RUN --mount=from=`. */
export function takenFrom(step: Step): readonly string[] {
  const copy = copiedFrom(step);
  const mounts = step.flags.flatMap((flag) => /^--mount=.*\bfrom=([^,]+)/.exec(flag)?.[1] ?? []);
  return copy === undefined ? mounts : [copy, ...mounts];
}

/** The stages that a build of the last one runs, in order. */
export function usedStages(stages: readonly Stage[]): readonly Stage[] {
  const used = new Set<Stage>();
  const visit = (stage: Stage | undefined) => {
    if (stage === undefined || used.has(stage)) return;
    used.add(stage);
    visit(stage.parent);
    const before = stages.slice(0, stages.indexOf(stage));
    for (const name of stage.steps.flatMap(takenFrom)) visit(stageNamed(before, name));
  };
  visit(stages.at(-1));
  return stages.filter((stage) => used.has(stage));
}

/** An image that a Dockerfile names; `reference` is undefined where a build argument without default decides. */
export interface NamedImage {
  readonly reference: string | undefined;
  readonly line: number;
}

/** Every image that a Dockerfile starts from or takes files from: no stages, not `scratch`. */
export function namedImages(stages: readonly Stage[]): readonly NamedImage[] {
  return stages.flatMap((stage, index): NamedImage[] => [
    ...(stage.parent !== undefined || stage.image === 'scratch'
      ? []
      : [{ reference: stage.image, line: stage.line }]),
    ...stage.steps.flatMap((step) =>
      takenFrom(step)
        .filter((name) => stageNamed(stages.slice(0, index), name) === undefined)
        .map((name) => ({ reference: name.includes('$') ? undefined : name, line: step.line })),
    ),
  ]);
}

/** The images by name. Throws Ambiguous where a build argument without a default leaves one open. */
export function knownImages(images: readonly NamedImage[]) {
  return images.map(({ reference, line }) => {
    if (reference !== undefined) return { reference, line };
    throw new Ambiguous(
      `Line ${line} of the Dockerfile leaves the image to a build argument without a default`,
      'Give the argument a default: ARG BASE=node:24.1.0',
    );
  });
}

/** `node:24 (line 2), …` */
export function shownImages(images: readonly NamedImage[]): string {
  const shown = images.map(({ reference, line }) => `${reference} (line ${line})`);
  return shown.join(', ') || 'Every stage is FROM scratch';
}
