import type { Fail, Verdict } from '../../model/check.ts';
import type { Image } from '../../model/resources.ts';
import { isKnown, type Program } from '../architecture/programs.ts';

/** Values that a build leaves when nobody gave one, names that move, and templates not filled in: they say nothing. */
const placeholders =
  /^(?:|unknown|none|null|undefined|todo|tbd|fixme|change-?me|n\/a|-|\.\.\.|dev|local|HEAD|(?:refs\/heads\/)?(?:main|master|trunk)|version|revision|commit|sha)$|\{\{.*\}\}|\$\{?\w+\}?|\$\(.*\)|^<[^>]*>$|%\w+%|@\w+@|^__\w+__$/i;

/** Whether the image has these labels, with values that say something, or with this value. */
export function judgeLabels(
  { keys, value }: { readonly keys: readonly string[]; readonly value?: string | undefined },
  { config, reference }: Pick<Image, 'config' | 'reference'>,
): Verdict {
  const command = `docker image inspect --format '{{json .Config.Labels}}' ${reference}`;
  const said = keys.map((key) => `${key}=${config.labels[key] ?? '(none)'}`).join(', ');
  const wrong = keys.filter((key) => {
    const label = config.labels[key];
    if (label === undefined) return true;
    return value === undefined ? placeholders.test(label.trim()) : label !== value;
  });
  if (wrong.length === 0) return { status: 'PASS', evidence: said, command };
  const missing = wrong.filter((key) => config.labels[key] === undefined);
  return {
    status: 'FAIL',
    evidence:
      missing.length > 0
        ? `The image has no label ${missing.join(', ')}`
        : `Labels with another or an empty value: ${wrong.join(', ')}`,
    expected: keys.map((key) => `${key}=${value ?? '(a value)'}`).join(', '),
    actual: said,
    fix: `Add to the last stage: ${wrong.map((key) => `LABEL ${key}="${value ?? '…'}"`).join(' and ')}`,
    command,
  };
}

/** A FAIL unless the image's configuration names each of these platforms, `linux/amd64`; an image on an engine is for one. */
export function failOfPlatform(
  { platforms }: { readonly platforms: readonly string[] },
  { os, architecture, reference }: Pick<Image, 'os' | 'architecture' | 'reference'>,
): Fail | undefined {
  const own = `${os}/${architecture}`;
  const missing = platforms.filter((platform) => platform !== own);
  if (missing.length === 0) return undefined;
  return {
    status: 'FAIL',
    evidence: `The image is for ${own}, and not for ${missing.join(', ')}`,
    expected: platforms.join(', '),
    actual: own,
    diagnosis:
      'What an engine builds by itself is for one platform: its own, or that of --platform.',
    fix: `Build for each: docker buildx build --platform ${platforms.join(',')}`,
    command: inspectCommand(reference),
  };
}

/**
 * Whether these programs of the image are compiled for the architecture in its configuration. Throws when
 * that cannot be told: there is none, or the architecture is not known.
 */
export function judgePrograms(
  { os, architecture, reference }: Pick<Image, 'os' | 'architecture' | 'reference'>,
  programs: readonly Program[],
): Verdict {
  const own = `${os}/${architecture}`;
  if (!isKnown(architecture)) throw new Error(`programs for ${own} cannot be told from others`);
  const [first] = programs;
  if (first === undefined)
    throw new Error(
      `the image says ${own}, and no program is in its PATH or named by ENTRYPOINT and CMD`,
    );
  // What an amd64 runs as well.
  const runs = architecture === 'amd64' ? ['amd64', '386'] : [architecture];
  const foreign = programs.find((program) => !runs.includes(program.architecture));
  const look = (file: string) =>
    `docker create --name look ${reference} none; docker cp --follow-link look:${file} - | tar -xO | file -; docker rm look`;
  if (foreign === undefined) {
    const others = programs.length - 1;
    return {
      status: 'PASS',
      evidence: `The image is for ${own}, and so is ${first.path}${others === 0 ? '' : `, with ${others} other program${others === 1 ? '' : 's'}`}`,
      measured: { programs: programs.length },
      command: `${inspectCommand(reference)}; ${look(first.path)}`,
    };
  }
  return {
    status: 'FAIL',
    evidence: `The image says ${own}, and its ${foreign.path} is for ${foreign.architecture}`,
    expected: `programs for ${architecture}`,
    actual: `a program for ${foreign.architecture}`,
    diagnosis:
      'The last stage has its files from a stage or a machine of another platform than the image is labelled with.',
    fix: 'Take --platform=$BUILDPLATFORM off the FROM of whatever the last stage takes programs from, or compile them for $TARGETARCH.',
    command: `${inspectCommand(reference)}; ${look(foreign.path)}`,
  };
}

function inspectCommand(reference: string): string {
  return `docker image inspect --format '{{.Os}}/{{.Architecture}}' ${reference}`;
}

/** Semantic version, with or without `v`: semver.org, 2.0.0. */
const semver = /^v?(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;
/** A commit as git abbreviates it, or whole; a number alone is none. */
const commit = /^(?=.*[a-f])(?:sha-|git-)?[0-9a-f]{7,40}$/;

/** A tag by its name, or by what it is. */
export interface TagClaim {
  readonly tag?: string | undefined;
  readonly form?: 'version' | 'commit' | undefined;
}

/** Whether one of the image's tags is as claimed; `tags` are `name:tag`. */
export function judgeTag({ tag, form }: TagClaim, tags: readonly string[], id: string): Verdict {
  const command = `docker image inspect --format '{{.RepoTags}}' ${id}`;
  const names = tags.map((reference) => reference.slice(reference.lastIndexOf(':') + 1));
  const fits = (name: string, index: number) =>
    form === 'version'
      ? semver.test(name)
      : form === 'commit'
        ? commit.test(name)
        : name === tag || tags[index] === tag;
  const wanted = form === 'version' ? 'a semantic version' : form === 'commit' ? 'a commit' : tag;
  const found = tags.filter((_tag, index) => fits(names[index] ?? '', index));
  if (found.length > 0) return { status: 'PASS', evidence: `Tagged ${found.join(', ')}`, command };
  return {
    status: 'FAIL',
    evidence: `No tag is ${wanted}: ${tags.join(', ') || '(none)'}`,
    expected: `a tag that is ${wanted}`,
    actual: tags.join(', ') || '(none)',
    fix: `Tag it: docker tag ${id.slice(0, 19)} NAME:${form === 'version' ? '1.2.3' : form === 'commit' ? '$(git rev-parse --short HEAD)' : tag}`,
    command,
  };
}
