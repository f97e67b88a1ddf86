import { attesterOf, type KeyOptions } from '../attest/attest.ts';
import { attestable } from '../attest/statement.ts';
import { findEngine } from '../docker/engine.ts';
import { repositoryOf } from '../docker/registry/refused.ts';
import { readPackageJson } from '../init/project.ts';
import { pushStep, stepsOf } from '../push/push.ts';
import { localImage, releaseOf, tagsOf } from '../push/release.ts';
import { interruptible } from './run/interruption.ts';
import { readReport } from './run/read-report.ts';

interface PushOptions extends KeyOptions {
  readonly to: readonly string[];
  readonly release?: string;
  readonly latest?: boolean;
  readonly dryRun: boolean;
  readonly report?: string;
}

/** `spec-check push`: the tags and what they are for on stdout, progress on stderr. Returns the exit code. */
export async function push(reference: string, options: PushOptions): Promise<number> {
  const { to, release, latest, dryRun } = options;
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const print = (line: string) => process.stdout.write(`${line}\n`);
  const repositories = to.map(repositoryOf);
  const report = options.report === undefined ? undefined : await readReport(options.report);
  const attest = report && (await attesterOf(options));
  return interruptible(async (signal) => {
    const { docker } = await findEngine({ log: say, signal });
    const engine = { docker, signal };
    const image = await localImage(reference, docker, signal);
    if (report) attestable(report, image.id);
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
    const images = new Set<string>();
    for (const step of steps.flat()) {
      const { reference: tag, repository, same, digest: before } = step;
      if (!same) say(`Pushing ${tag}${before === undefined ? '' : `, which was ${before}`}`);
      const digest = same ? before : await pushStep(image, step, engine);
      print(`${tag} is ${same ? 'there already: ' : ''}${digest}`);
      images.add(`${repository.name}@${digest}`);
    }
    for (const pushed of images)
      if (report && attest) print(await attest(report, signal, pushed));
      else say(`Nothing is attested of ${pushed}: that needs --report and --attest.`);
    print(`The registry has all tags. Pin it: docker pull ${to[0]}:${version}`);
    return 0;
  }, 'Interrupted. Tags that were named above are pushed, others are not.');
}
