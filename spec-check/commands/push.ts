import { findEngine } from '../docker/engine.ts';
import { parseRepository, type Repository } from '../docker/registry/refused.ts';
import { readPackageJson } from '../init/project.ts';
import {
  type LocalImage,
  localImage,
  PushError,
  pushStep,
  type Step,
  stepsOf,
} from '../push/push.ts';
import { type LeftOut, type Tag, tagsOf } from '../push/tags.ts';
import { workingTree } from '../push/working-tree.ts';
import { interruptible } from './run/interruption.ts';

/** What the command line gives, as commander reads it. */
export interface PushOptions {
  readonly to: readonly string[];
  readonly release?: string;
  readonly latest?: boolean;
  readonly dryRun: boolean;
}

/** `spec-check push`: the tags and what they are for on stdout, progress on stderr. Returns the exit code. */
export async function push(reference: string, options: PushOptions): Promise<number> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const print = (line: string) => process.stdout.write(`${line}\n`);
  const repositories = options.to.map(repositoryOf);
  return interruptible(async (signal) => {
    const { docker } = await findEngine({ log: say, signal });
    const image = await localImage(docker, reference, signal);
    const { version, revision } = await releaseOf(image, options.release);
    if (image.revision === undefined) {
      say(
        `The image does not say which commit it was built from: ${revision.slice(0, 12)}, the one here, is taken.`,
      );
    }
    const plan = tagsOf({ version, revision }, { latest: options.latest });
    if (!plan.ok) throw new PushError('bad-release', plan.problem, plan.hint);

    for (const line of explained(plan.tags, plan.leftOut)) print(line);
    if (options.dryRun) {
      for (const line of commands(image, repositories, plan.tags)) print(line);
    }
    const steps = await stepsOf(image, repositories, plan.tags, { docker, signal }).catch(
      (error: unknown) => {
        if (!options.dryRun || !(error instanceof PushError) || !error.outside) throw error;
        say(`What is there now is not known. ${error.message}\n  ${error.hint}`);
        return [];
      },
    );
    for (const step of steps) {
      if (options.dryRun) say(`${step.reference}: ${stateOf(step)}`);
      else if (step.there === 'same') print(`${step.reference} is there already: ${step.digest}`);
      else {
        say(
          `Pushing ${step.reference}${step.there === 'other' ? `, which was ${step.digest}` : ''}`,
        );
        const digest = await pushStep(image, step, { docker, signal });
        print(`${step.reference} is ${digest}`);
      }
    }
    print(
      options.dryRun
        ? 'Nothing was pushed.'
        : `The registry has all ${steps.length} tags. Pin it: docker pull ${steps[0]?.repository.name}:${version}`,
    );
    return 0;
  }, 'Interrupted. Tags that were named above are pushed, others are not.');
}

function repositoryOf(name: string): Repository {
  const repository = parseRepository(name);
  if (repository !== undefined) return repository;
  const last = name.split('/').at(-1) ?? '';
  throw new PushError(
    'bad-repository',
    `"${name}" is no name of a repository.`,
    /[:@]/.test(last)
      ? `Leave the tag out, push gives its own: --to ${name.replace(/[:@][^/]*$/, '')}`
      : 'Lower-case letters, digits, and . _ - between them: --to ghcr.io/acme/task-api',
  );
}

/** The version and the commit, after whatever speaks against them has spoken. */
async function releaseOf(
  image: LocalImage,
  asked: string | undefined,
): Promise<{ readonly version: string; readonly revision: string }> {
  const folder = process.cwd();
  const tree = await workingTree(folder);
  if (tree === undefined) {
    throw new PushError(
      'no-commit',
      'There is no git commit here that the image could be of.',
      'Run this in the repository it was built from.',
    );
  }
  if (tree.changed.length > 0) {
    const more = tree.changed.length > 5 ? `\n    and ${tree.changed.length - 5} more` : '';
    throw new PushError(
      'tree-dirty',
      `The tree has changes that no commit has, so no version names what was built:\n    ${tree.changed.slice(0, 5).join('\n    ')}${more}`,
      'Commit them (git commit), or put them aside (git stash --include-untracked); then build again.',
    );
  }
  if (image.revision !== undefined && !tree.revision.startsWith(image.revision)) {
    throw new PushError(
      'other-commit',
      `The image was built from commit ${image.revision.slice(0, 12)}, and this is ${tree.revision.slice(0, 12)}.`,
      `Build again: docker build --build-arg REVISION=$(git rev-parse HEAD) -t ${image.reference} .`,
    );
  }
  const version =
    asked?.replace(/^v(?=\d)/, '') ?? image.version ?? (await readPackageJson(folder)).version;
  if (version === undefined) {
    throw new PushError(
      'no-version',
      'Neither the image nor a package.json says which version this is.',
      'Say it: --release 1.0.0',
    );
  }
  if (image.version !== undefined && image.version !== version) {
    throw new PushError(
      'other-version',
      `The image says of itself that it is version ${image.version}, and this would be ${version}.`,
      `Build again: docker build --build-arg VERSION=${version} -t ${image.reference} .`,
    );
  }
  return { version, revision: tree.revision };
}

function explained(tags: readonly Tag[], leftOut: readonly LeftOut[]): readonly string[] {
  const width = Math.max(...[...tags, ...leftOut].map(({ name }) => name.length));
  return [
    ...tags.map(({ name, why }) => `  ${name.padEnd(width)}  ${why}`),
    ...leftOut.map(({ name, why }) => `  ${name.padEnd(width)}  left out: ${why}`),
  ];
}

function commands(
  image: LocalImage,
  repositories: readonly Repository[],
  tags: readonly Tag[],
): readonly string[] {
  return repositories.flatMap(({ name }) =>
    tags.flatMap((tag) => [
      `docker tag ${image.reference} ${name}:${tag.name}`,
      `docker push ${name}:${tag.name}`,
    ]),
  );
}

function stateOf({ there, digest }: Step): string {
  if (there === 'nothing') return 'new';
  return there === 'same' ? `there already (${digest})` : `moves from ${digest}`;
}
