import { judged, type Verdict } from '../../model/verdict.ts';

/** Semantic version, with or without `v`: semver.org, 2.0.0. */
const semver = /^v?(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;
/** A commit as git abbreviates it, or whole; a number alone is none. */
const commit = /^(?=.*[a-f])(?:sha-|git-)?[0-9a-f]{7,40}$/;

/** Whether one of the image's tags is as claimed; `tags` are `name:tag`. */
export function judgeTag(
  { tag = '', form }: { tag?: string | undefined; form?: 'version' | 'commit' | undefined },
  tags: readonly string[],
  id: string,
): Verdict {
  const forms = {
    version: { is: 'a semantic version', fits: semver, example: '1.2.3' },
    commit: { is: 'a commit', fits: commit, example: '$(git rev-parse --short HEAD)' },
  };
  const { is, fits, example } = form ? forms[form] : { is: tag, fits: undefined, example: tag };
  const found = tags.filter((reference) => {
    const name = reference.slice(reference.lastIndexOf(':') + 1);
    return fits?.test(name) ?? [name, reference].includes(tag);
  });
  const all = tags.join(', ') || '(none)';
  return judged({
    holds: found.length > 0,
    evidence: `Tagged ${found.join(', ')}`,
    wrong: `No tag is ${is}: ${all}`,
    expected: `a tag that is ${is}`,
    actual: all,
    fix: `Tag it: docker tag ${id.slice(0, 19)} NAME:${example}`,
    command: `docker image inspect --format '{{.RepoTags}}' ${id}`,
  });
}
