import type { Build, Dockerfile } from '../model/resources.ts';
import { Ambiguous } from '../model/verdict.ts';
import { readStages, type Stage, type Step, stageNamed } from './read.ts';

/** The Dockerfile that was built. Throws Ambiguous for an image that was given: it does not hold its Dockerfile. */
export function dockerfileOf(build: Build): Dockerfile {
  if (build.kind !== 'given') return build.dockerfile;
  throw new Ambiguous(
    'The promise is about the Dockerfile, and only an image was given',
    'Run beside the Dockerfile, without --image.',
  );
}

export function stagesOf(build: Build): readonly Stage[] {
  const { text, path } = dockerfileOf(build);
  const stages = readStages(text);
  if (stages.length === 0) throw new Error(`${path} has no FROM`);
  return stages;
}

/** What a step takes files from beside the build context: `COPY --from`, `RUN --mount=from=`. */
export const takenFrom = ({ flags }: Step): readonly string[] =>
  flags.flatMap((flag) => /^--(?:from|mount=.*\bfrom)=([^,]+)/.exec(flag)?.[1] ?? []);

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

/** Every image that a Dockerfile names; `reference` is undefined where an ARG decides. */
export const namedImages = (stages: readonly Stage[]) =>
  stages.flatMap((stage, index) => [
    ...(stage.parent !== undefined || stage.image === 'scratch'
      ? []
      : [{ reference: stage.image, line: stage.line }]),
    ...stage.steps.flatMap((step) =>
      takenFrom(step)
        .filter((name) => stageNamed(stages.slice(0, index), name) === undefined)
        .map((name) => ({ reference: name.includes('$') ? undefined : name, line: step.line })),
    ),
  ]);

/** Whether every image named `holds`; `wrong` says of the others why not. Throws Ambiguous for an open ARG. */
export function judgeImages(build: Build, holds: (reference: string) => boolean, wrong: string) {
  const images = namedImages(stagesOf(build)).map(({ reference, line }) => {
    if (reference === undefined)
      throw new Ambiguous(
        `Line ${line} of the Dockerfile leaves the image to a build argument without a default`,
        'Give the argument a default: ARG BASE=node:24.1.0',
      );
    return { text: `${reference} (line ${line})`, holds: holds(reference) };
  });
  const list = (some: typeof images) => some.map((image) => image.text).join(', ');
  const others = images.filter((image) => !image.holds);
  return {
    holds: others.length === 0,
    evidence: list(images) || 'Every stage is FROM scratch',
    wrong: `${wrong}: ${list(others)}`,
    fix: 'Name the version, or the digest that docker image inspect shows: FROM node:24.1.0@sha256:…',
    command: "grep -nE '^(ARG|FROM|COPY --from)' Dockerfile",
  };
}
