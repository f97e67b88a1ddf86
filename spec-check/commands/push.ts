import { findEngine } from '../docker/engine.ts';
import { parseRepository, type Repository } from '../docker/registry/refused.ts';
import { readPackageJson } from '../init/project.ts';
import { SpecError } from '../model/spec.ts';
import { pushStep, stepsOf } from '../push/push.ts';
import { localImage, releaseOf, tagsOf } from '../push/release.ts';
import { interruptible } from './run/interruption.ts';

/** `spec-check push`: the tags and what they are for on stdout, progress on stderr. Returns the exit code. */
export async function push(
  reference: string,
  options: { to: readonly string[]; release?: string; latest?: boolean; dryRun: boolean },
): Promise<number> {
  const { to, release, latest, dryRun } = options;
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const print = (line: string) => process.stdout.write(`${line}\n`);
  const repositories = to.map(repositoryOf);
  return interruptible(async (signal) => {
    const { docker } = await findEngine({ log: say, signal });
    const engine = { docker, signal };
    const image = await localImage(reference, docker, signal);
    const { version: ofPackage } = await readPackageJson(process.cwd());
    const versions = { asked: release, package: ofPackage };
    const { version, revision } = await releaseOf(image, process.cwd(), versions);
    if (image.revision === undefined)
      say(
        `The image does not say which commit it was built from: ${revision.slice(0, 12)}, the one here, is taken.`,
      );
    const tags = tagsOf({ version, revision }, latest);
    const width = Math.max(...tags.map(({ name }) => name.length));
    for (const { name, why, kind } of tags)
      print(`  ${name.padEnd(width)}  ${kind === 'left out' ? 'left out: ' : ''}${why}`);
    if (dryRun) {
      for (const repository of to)
        for (const { name } of tags.filter(({ kind }) => kind !== 'left out'))
          print(`docker tag ${reference} ${repository}:${name}\ndocker push ${repository}:${name}`);
      print('Nothing was pushed.');
      return 0;
    }
    const steps = await Promise.all(repositories.map((one) => stepsOf(image, one, tags, engine)));
    for (const step of steps.flat()) {
      const { reference: tag, same, digest } = step;
      if (same) print(`${tag} is there already: ${digest}`);
      else {
        say(`Pushing ${tag}${digest === undefined ? '' : `, which was ${digest}`}`);
        print(`${tag} is ${await pushStep(image, step, engine)}`);
      }
    }
    print(`The registry has all tags. Pin it: docker pull ${to[0]}:${version}`);
    return 0;
  }, 'Interrupted. Tags that were named above are pushed, others are not.');
}

function repositoryOf(name: string): Repository {
  const repository = parseRepository(name);
  if (repository !== undefined) return repository;
  const tagged = /[:@][^/]*$/;
  throw new SpecError('bad-repository', `"${name}" is no name of a repository.`, {
    hint: tagged.test(name)
      ? `Leave the tag out, push gives its own: --to ${name.replace(tagged, '')}`
      : 'Lower-case letters, digits, and . _ - between them: --to ghcr.io/acme/task-api',
  });
}
