import { judged } from '../../model/judged.ts';
import type { Verdict } from '../../model/verdict.ts';

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
  return judged({
    holds: found.length > 0,
    evidence: `Tagged ${found.join(', ')}`,
    wrong: `No tag is ${wanted}: ${tags.join(', ') || '(none)'}`,
    expected: `a tag that is ${wanted}`,
    actual: tags.join(', ') || '(none)',
    fix: `Tag it: docker tag ${id.slice(0, 19)} NAME:${form === 'version' ? '1.2.3' : form === 'commit' ? '$(git rev-parse --short HEAD)' : tag}`,
    command,
  });
}
