import path from 'node:path';
import type { Finding } from '../../model/finding.ts';
import { ignoreRules } from '../dockerignore.ts';
import {
  chainOf,
  commandsOf,
  copied,
  copiedFrom,
  type Stage,
  type Step,
  stageNamed,
} from '../read.ts';
import { fromContext, installsDevelopment, projectInstall, prunes } from './packages.ts';
import { warning } from './step-rules.ts';

/** What is copied and installed twice, too early, or beyond what runs, in the stage `last`. */
export function copies(stages: readonly Stage[], last: Stage, dockerignore: string | undefined) {
  return [
    ...developmentTools(stages, last),
    ...permissions(chainOf(last)),
    ...stages.flatMap(copiedTooEarly),
    ...context(stages, chainOf(last), dockerignore),
  ];
}

function developmentTools(stages: readonly Stage[], last: Stage): Finding[] {
  const copies = chainOf(last).filter((step) => copiesModules(step, stages.slice(0, -1)));
  return [developmentInstall(last), ...copies].flatMap((step) => {
    if (step === undefined) return [];
    const message = `Development tools (compilers, test runners) come into the final image by this ${step.keyword}.`;
    const fix =
      'npm ci --omit=dev for what runs; build in an earlier stage, where development tools may stay.';
    return warning(step.line, 'dev-dependencies', message, fix);
  });
}

/** The first install of a stage that brings development tools along and keeps them. */
function developmentInstall(stage: Stage): Step | undefined {
  let production = false;
  return chainOf(stage).find((step) => {
    production ||=
      step.keyword === 'ENV' &&
      step.settings.some(([name, value]) => name === 'NODE_ENV' && value === 'production');
    return (
      step.keyword === 'RUN' &&
      !prunes(step) &&
      commandsOf(step).some((command) => installsDevelopment(command, production))
    );
  });
}

/** Whether a step copies the node_modules of such an install, or the folder with them in it. */
function copiesModules(step: Step, earlier: readonly Stage[]): boolean {
  const source = step.keyword === 'COPY' && stageNamed(earlier, copiedFrom(step) ?? '');
  const install = source ? developmentInstall(source) : undefined;
  if (!source || install === undefined) return false;
  const later = chainOf(source).slice(chainOf(source).indexOf(install) + 1);
  const kept = [install.folder, path.posix.resolve(install.folder, 'node_modules')];
  return (
    !later.some(prunes) &&
    copied(step).sources.some((source) => kept.includes(path.posix.resolve(install.folder, source)))
  );
}

/** `chown -R` of copied files writes them a second time, into a layer of its own. */
function permissions(steps: readonly Step[]): Finding[] {
  const targets: string[] = [];
  return steps.flatMap((step) => {
    if (step.keyword === 'COPY' || step.keyword === 'ADD')
      targets.push(path.posix.resolve(step.folder, copied(step).target));
    if (step.keyword !== 'RUN') return [];
    const changed = commandsOf(step).find((command) =>
      changedPaths(command).some((changed) => {
        const full = path.posix.resolve(step.folder, changed);
        return targets.some((target) => within(target, full) || within(full, target));
      }),
    );
    if (changed === undefined) return [];
    const [program = '', option] = changed.startsWith('chown')
      ? ['chown', '--chown=node:node']
      : ['chmod', '--chmod=… (BuildKit)'];
    const message = `${program} -R of files copied before writes all of them again: they are in the image twice.`;
    return warning(step.line, 'permissions-layer', message, `Give it when copying: COPY ${option}`);
  });
}

function changedPaths(command: string): readonly string[] {
  const [, options = '', operands = ''] =
    /^(?:chown|chmod)((?:\s+-{1,2}[\w-]+)*)\s+(.*)$/.exec(command) ?? [];
  return /\s-\w*R|--recursive/.test(options) ? operands.split(/\s+/).slice(1) : [];
}

function within(inner: string, outer: string): boolean {
  return `${inner}/`.startsWith(outer === '/' ? outer : `${outer}/`);
}

function copiesAll(step: Step): boolean {
  return (
    fromContext(step) &&
    copied(step).sources.some((source) => /^(?:\.?\/|\.|(?:\.\/)?\*)$/.test(source))
  );
}

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

function context(
  stages: readonly Stage[],
  image: readonly Step[],
  dockerignore: string | undefined,
): Finding[] {
  const steps = stages.flatMap((stage) => stage.steps);
  const all = steps.find(copiesAll);
  const first = all ?? steps.find(fromContext);
  const node = steps.some(
    ({ keyword, text }) => keyword !== 'COPY' && /\b(npm|yarn|pnpm|node)\b/.test(text),
  );
  const unwanted = ['.git', '.env', ...(node ? ['node_modules'] : [])];
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
