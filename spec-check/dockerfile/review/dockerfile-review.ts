import { type Finding, inReadingOrder } from '../../model/finding.ts';
import { ignoreRules } from '../dockerignore.ts';
import { chainOf, copied, fromContext, readStages, type Stage, type Step } from '../read.ts';
import { projectInstall } from './packages.ts';
import { security } from './security.ts';
import { start } from './start.ts';
import { reviewSteps, warning } from './step-rules.ts';

/** What a careful reader says of a Dockerfile and its `dockerignore` (undefined: none). */
export function reviewDockerfile(
  dockerfile: string,
  dockerignore: string | undefined,
  today = new Date(),
): Finding[] {
  const stages = readStages(dockerfile);
  const last = stages.at(-1);
  const malformed = stages.find((stage) => !isWellFormed(stage));
  if (last === undefined || malformed !== undefined) {
    const message =
      malformed === undefined
        ? 'The Dockerfile has no FROM: nothing can be built.'
        : `FROM ${malformed.from} names no image that an engine accepts: nothing can be built.`;
    const fix = /^\s*FORM\s/im.test(dockerfile)
      ? 'Did you mean FROM where it says FORM?'
      : 'Begin with the image to build on, in lower case: FROM node:24-bookworm-slim, or FROM node:24-bookworm-slim AS build';
    const code = malformed === undefined ? 'no-from' : 'bad-from';
    return [{ code, level: 'error', line: malformed?.line ?? null, message, fix }];
  }
  return inReadingOrder([
    ...reviewSteps(stages),
    ...security(stages, last, today),
    ...stages.flatMap(copiedTooEarly),
    ...context(stages, chainOf(last), dockerignore),
    ...start(last),
  ]);
}

/** As a builder reads it; a name from a build argument without a default is not known here. */
function isWellFormed({ from, image, parent }: Stage): boolean {
  const [, written] = /^(\S+)(?: AS [a-z][\w.-]*)?$/i.exec(from) ?? [];
  if (written === undefined) return false;
  return parent !== undefined || /["'$]/.test(written) || imageName.test(image ?? '');
}

const imageName = /^(?:[\w.-]+(?::\d+)?\/)?[a-z\d][a-z\d._/-]*(?::\w[\w.-]*)?(?:@\w+:[a-f\d]+)?$/;

const copiesAll = (step: Step): boolean =>
  fromContext(step) &&
  copied(step).sources.some((source) => /^(?:\.?\/|\.|(?:\.\/)?\*)$/.test(source));

function copiedTooEarly(stage: Stage): Finding[] {
  const found = projectInstall(stage);
  const copy = found?.copies.find(copiesAll);
  if (copy === undefined) return [];
  return warning(
    copy.line,
    'copy-before-install',
    `The whole source is copied before dependencies are installed (line ${found?.install.line}): every change of a file installs them again.`,
    'Copy the manifest and lock file first (COPY package.json package-lock.json ./), install, then copy the source.',
  );
}

function context(stages: readonly Stage[], image: readonly Step[], dockerignore?: string) {
  const steps = stages.flatMap((stage) => stage.steps);
  const all = steps.find(copiesAll);
  const first = all ?? steps.find(fromContext);
  const node = steps.some(
    ({ keyword, text }) => keyword !== 'COPY' && /\b(npm|yarn|pnpm|node)\b/.test(text),
  );
  // Without those that it copies, the image would not build.
  const copied = steps.some((step) => fromContext(step) && /\bnode_modules\b/.test(step.text));
  const unwanted = ['.git', '.env', ...(node && !copied ? ['node_modules'] : [])];
  if (dockerignore === undefined && first !== undefined) {
    const message =
      all !== undefined && image.includes(all)
        ? `There is no .dockerignore: ${unwanted.join(', ')} get into the image, and change its cache.`
        : 'There is no .dockerignore: the whole folder, .git too, is sent to the builder.';
    const fix = `Add a .dockerignore with: ${unwanted.join(', ')}`;
    return warning(first.line, 'no-dockerignore', message, fix);
  }
  const { ignores } = ignoreRules(dockerignore ?? '');
  const passing = unwanted.filter((name) => !ignores(name)).join(', ');
  if (all === undefined || passing === '') return [];
  const message = `.dockerignore lets ${passing} through, and COPY takes the whole folder.`;
  return warning(all.line, 'dockerignore-gaps', message, `Add to .dockerignore: ${passing}`);
}
