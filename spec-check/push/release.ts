import { execa } from 'execa';
import * as z from 'zod';
import type { Docker } from '../model/docker.ts';
import { SpecError } from '../model/spec.ts';

/** Reads the image that is to be pushed. Throws SpecError when there is none. */
export async function localImage(reference: string, docker: Docker, signal: AbortSignal) {
  const format = '{{.Id}} {{json .Config.Labels}}';
  const found = await docker.run(['image', 'inspect', '--format', format, reference], { signal });
  if (found.exitCode !== 0)
    throw new SpecError('no-such-image', `There is no image ${reference} on this engine.`, {
      hint: `Build it: docker build --build-arg VERSION=1.0.0 --build-arg REVISION=$(git rev-parse HEAD) -t ${reference} .`,
    });
  const [, id = '', json = ''] = /^(\S+) (.*)/s.exec(found.stdout) ?? [];
  const labels = z.record(z.string(), z.string()).nullable().parse(JSON.parse(json)) ?? {};
  const version = labels['org.opencontainers.image.version'];
  const revision = labels['org.opencontainers.image.revision'];
  return {
    reference,
    id,
    // Undefined for a placeholder.
    version: version === '0.0.0' ? undefined : version || undefined,
    revision: /^[\da-f]{7,64}$/.test(revision ?? '') ? revision : undefined,
  };
}

export type LocalImage = Awaited<ReturnType<typeof localImage>>;

/** A tag, why it is there, and whether a later push may give it other content; or why it is left out. */
export type Tag = Readonly<Record<'name' | 'why', string>> & {
  readonly kind: 'fixed' | 'moves' | 'left out';
};

/** What an image is a release of: a semantic version without a `v`, and the full git hash of HEAD. */
export type Release = Awaited<ReturnType<typeof releaseOf>>;

/** Version and git hash never change again; `MAJOR.MINOR` and, if wanted, `latest` move with every release but a pre-release. Throws SpecError. */
export function tagsOf({ version, revision }: Release, latest = true): readonly Tag[] {
  const [, major, minor, preRelease] = semanticVersion.exec(version) ?? [];
  if (major === undefined)
    throw new SpecError('bad-release', `"${version}" is no semantic version that a tag can hold.`, {
      hint: 'Give MAJOR.MINOR.PATCH without "+", such as --release 1.4.2, or 1.5.0-rc.1 for a pre-release.',
    });
  const line = `${major}.${minor}`;
  const commit = `git-${revision.slice(0, 12)}`;
  const newest = 'the newest release, for who names no version: moves';
  const preview = preRelease !== undefined && `${version} is a pre-release`;
  const tags: readonly (readonly [Tag['kind'], string, string, leftOut?: string | false])[] = [
    ['fixed', version, 'this release: never given other content'],
    ['fixed', commit, 'the commit it was built from: never given other content'],
    ['moves', line, `the newest ${line}.x: moves with each patch`, preview],
    ['moves', 'latest', newest, preview || (!latest && '--no-latest')],
  ];
  return tags.map(([kind, name, why, leftOut]) =>
    leftOut ? { name, why: leftOut, kind: 'left out' } : { name, why, kind },
  );
}

/** The grammar of semver.org, version 2.0.0, but for what a tag cannot hold: major, minor, pre-release. */
const semanticVersion =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?$/;

/** What an image of this folder's tree is a release of. Throws SpecError for whatever speaks against it. */
export async function releaseOf(
  image: LocalImage,
  folder: string,
  versions: { readonly asked: string | undefined; readonly package: string | undefined },
) {
  const git = async (...args: readonly string[]) => {
    const options = { cwd: folder, reject: false, timeout: 30_000 };
    const { exitCode, stdout } = await execa('git', args, options);
    return exitCode === 0 ? stdout : undefined;
  };
  const revision = await git('rev-parse', '--verify', 'HEAD');
  const status = await git('status', '--porcelain', '--untracked-files=normal', '--', '.');
  if (revision === undefined || status === undefined)
    throw new SpecError('no-commit', 'There is no git commit here that the image could be of.', {
      hint: 'Run this in the repository it was built from.',
    });
  const changed = status.split('\n').slice(0, 5).join('\n');
  if (status !== '')
    throw new SpecError('tree-dirty', `The tree has changes that no commit has:\n${changed}`, {
      hint: 'Commit or stash them (git stash --include-untracked); then build again.',
    });
  const build = (argument: string) =>
    `Build again: docker build --build-arg ${argument} -t ${image.reference} .`;
  if (image.revision !== undefined && !revision.startsWith(image.revision))
    throw new SpecError('other-commit', `The image was built from commit ${image.revision}.`, {
      hint: build('REVISION=$(git rev-parse HEAD)'),
    });
  const version = versions.asked?.replace(/^v(?=\d)/, '') ?? image.version ?? versions.package;
  if (version === undefined)
    throw new SpecError('no-version', 'Neither the image nor package.json says a version.', {
      hint: 'Say it: --release 1.0.0',
    });
  if (image.version !== undefined && image.version !== version)
    throw new SpecError('other-version', `The image says that it is version ${image.version}.`, {
      hint: build(`VERSION=${version}`),
    });
  return { version, revision };
}
