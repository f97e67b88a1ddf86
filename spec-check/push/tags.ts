/** What is known of the tree that the image was built from. */
export interface Release {
  /** Semantic version, without a `v`. */
  readonly version: string;
  /** Full git hash of HEAD. */
  readonly revision: string;
}

/** A tag, why it is there, and whether a later push may give it other content. */
export interface Tag {
  readonly name: string;
  readonly why: string;
  readonly moves: boolean;
}

export type TagPlan =
  | { readonly ok: true; readonly tags: readonly Tag[]; readonly leftOut: readonly LeftOut[] }
  | { readonly ok: false; readonly problem: string; readonly hint: string };

/** A tag that a reader may miss, and why it is not there. */
export interface LeftOut {
  readonly name: string;
  readonly why: string;
}

/**
 * The tags of a release: its version and its git hash, which never change again, and `MAJOR.MINOR` and
 * `latest`, which move with every release. A pre-release gets no tag that moves: who asks for those
 * expects a release. `latest: true` insists on it, which a pre-release refuses.
 */
export function tagsOf(
  { version, revision }: Release,
  { latest }: { readonly latest: boolean | undefined },
): TagPlan {
  const parts = semanticVersion.exec(version);
  if (parts === null) {
    return {
      ok: false,
      problem: `"${version}" is no semantic version.`,
      hint: 'Give MAJOR.MINOR.PATCH, such as --release 1.4.2, or 1.5.0-rc.1 for a pre-release.',
    };
  }
  const [, major, minor, , preRelease, build] = parts;
  if (build !== undefined) {
    return {
      ok: false,
      problem: `A tag cannot hold "+": ${version}.`,
      hint: `Leave the build's own words out: --release ${version.split('+')[0]}`,
    };
  }
  const fixed: Tag[] = [
    { name: version, why: 'this release: never given other content', moves: false },
    {
      name: `git-${revision.slice(0, 12)}`,
      why: 'the commit it was built from: never given other content',
      moves: false,
    },
  ];
  if (preRelease !== undefined) {
    if (latest === true) {
      return {
        ok: false,
        problem: `${version} is a pre-release, and "latest" is what people get who name no version.`,
        hint: 'Leave --latest out, or push a release.',
      };
    }
    const why = `${version} is a pre-release`;
    const leftOut = [`${major}.${minor}`, 'latest'].map((name) => ({ name, why }));
    return { ok: true, tags: fixed, leftOut };
  }
  const line: Tag = {
    name: `${major}.${minor}`,
    why: `the newest ${major}.${minor}.x: moves with each patch`,
    moves: true,
  };
  if (latest === false) {
    return { ok: true, tags: [...fixed, line], leftOut: [{ name: 'latest', why: '--no-latest' }] };
  }
  const newest: Tag = {
    name: 'latest',
    why: 'the newest release, for who names no version: moves',
    moves: true,
  };
  return { ok: true, tags: [...fixed, line, newest], leftOut: [] };
}

/** The grammar of semver.org, version 2.0.0: major, minor, patch, pre-release, build. */
const semanticVersion =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$/;
