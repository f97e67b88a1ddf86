import type { Finding } from '../../model/finding.ts';
import { ignoreRules } from '../dockerignore.ts';
import { chainOf, commandsOf, copied, copiedFrom, type Stage, type Step } from '../read.ts';
import { installsProject } from './packages.ts';
import { warning } from './step-rules.ts';

/**
 * What makes every build slow, or two builds of one tree different. `dockerignore` is the file's text,
 * undefined when there is none.
 */
export function caching(stages: readonly Stage[], dockerignore: string | undefined): Finding[] {
  return [...stages.flatMap(copiedTooEarly), ...context(stages, dockerignore)];
}

/** Copies the whole build context. */
function copiesAll(step: Step): boolean {
  return (
    fromContext(step) &&
    copied(step).sources.some((source) => ['.', './', '/', '*', './*'].includes(source))
  );
}

export function fromContext(step: Step): boolean {
  return (
    (step.keyword === 'COPY' || step.keyword === 'ADD') &&
    copiedFrom(step) === undefined &&
    !/^<<|https?:\/\//.test(step.text)
  );
}

function copiedTooEarly(stage: Stage): Finding[] {
  const steps = chainOf(stage);
  const install = steps.findIndex(
    (step) => step.keyword === 'RUN' && commandsOf(step).some(installsProject),
  );
  const copy = steps.findIndex(copiesAll);
  const step = steps[copy];
  // Told once, in the stage where it stands.
  if (step === undefined || install < copy || !stage.steps.includes(step)) return [];
  return [
    warning(
      step.line,
      'copy-before-install',
      `The whole source is copied before dependencies are installed (line ${steps[install]?.line}): every change of a file installs them again.`,
      'Copy the manifest and lock file first (COPY package.json package-lock.json ./), install, then copy the source.',
    ),
  ];
}

/** What reaches the build, and with COPY . the image. */
function context(stages: readonly Stage[], dockerignore: string | undefined): Finding[] {
  const steps = stages.flatMap((stage) => stage.steps);
  const all = steps.find(copiesAll);
  const some = steps.find(fromContext);
  const node = steps.some(
    ({ keyword, text }) => keyword !== 'COPY' && /\b(npm|yarn|pnpm|node)\b/.test(text),
  );
  const unwanted = ['.git', '.env', ...(node ? ['node_modules'] : [])];
  if (dockerignore === undefined) {
    if (some === undefined) return [];
    return [
      warning(
        (all ?? some).line,
        'no-dockerignore',
        all === undefined || !chainOf(stages.at(-1)).includes(all)
          ? 'There is no .dockerignore: the whole folder, .git too, is sent to the builder.'
          : `There is no .dockerignore: ${unwanted.join(', ')} get into the image, and change its cache.`,
        `Add a .dockerignore with: ${unwanted.join(', ')}`,
      ),
    ];
  }
  const { ignores } = ignoreRules(dockerignore);
  const passing = unwanted.filter((name) => !ignores(name));
  if (all === undefined || passing.length === 0) return [];
  return [
    warning(
      all.line,
      'dockerignore-gaps',
      `.dockerignore lets ${passing.join(', ')} through, and COPY takes the whole folder.`,
      `Add to .dockerignore: ${passing.join(', ')}`,
    ),
  ];
}
