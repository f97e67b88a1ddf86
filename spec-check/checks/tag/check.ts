import * as z from 'zod';
import { defineCheck, type Values } from '../../model/check.ts';

export const tag = defineCheck({
  title: 'A tag of the image',
  proof: "The engine's list of the image's tags: one is the tag asked for, a version, or a commit.",
  language: {
    with: 'image container docker ours tag own every now with registry use push two carry',
    senses: [
      // The version of Node is another one.
      { says: 'tag version', unless: 'runtime-name', params: { form: 'version' } },
      { says: 'tag commit', with: 'used', params: { form: 'commit' } },
      {
        says: 'tag {tag}',
        unless: 'used',
        with: 'version',
        params: named,
        also: ({ one, has }) => {
          const registries = one('tag')?.match(/^[\w-]+\.[\w.-]+(?=\/)/g) ?? [];
          return has('push') ? [{ check: 'push', params: { registries } }] : [];
        },
      },
    ],
    examples: ['The image is tagged with a semantic version', 'The image is tagged `1.4.0`'],
  },
  faults: [
    ['no version', 'accepts-anything', 'form=version', /No tag is a semantic version/],
    ['no commit', 'accepts-anything', 'form=commit', /No tag is a commit/],
  ],
  params: z
    .strictObject({
      tag: z.string().min(1).optional().describe('`1.4.0`, or `name:1.4.0`'),
      form: z.enum(['version', 'commit']).optional().describe('A semantic version, or a commit'),
    })
    .refine((claim) => (claim.tag === undefined) !== (claim.form === undefined), {
      message: 'either tag=1.4.0 or form=version or form=commit',
    }),
  describe: ({ tag: name, form }) =>
    form === undefined ? `the image has the tag ${name}` : `the image has a tag that is a ${form}`,
  needs: ['engine', 'image'],
  run: async (claim, { engine, image }, { signal }) => {
    const format = '{{range .RepoTags}}{{println .}}{{end}}';
    const inspect = ['image', 'inspect', '--format', format, image.id];
    const listed = await engine.docker.read(inspect, { signal });
    return judgeTag(claim, listed.split('\n').filter(Boolean), image.id);
  },
});

/** "The version and `latest`" are two tags. */
function named({ one, has }: Values) {
  const tag = one('tag');
  return tag === 'latest' && has('version') ? [{ form: 'version' }, { tag }] : { tag };
}

/** Semantic version, with or without `v`: semver.org, 2.0.0. */
const semver = /^v?(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;
/** A commit as git abbreviates it, or whole; a number alone is none. */
const commit = /^(?=.*[a-f])(?:sha-|git-)?[0-9a-f]{7,40}$/;

/** Whether one of the image's tags is as claimed; `tags` are `name:tag`. */
export function judgeTag(
  { tag = '', form }: { tag?: string | undefined; form?: 'version' | 'commit' | undefined },
  tags: readonly string[],
  id: string,
) {
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
  return {
    holds: found.length > 0,
    evidence: `Tagged ${found.join(', ')}`,
    wrong: `No tag is ${is}: ${all}`,
    actual: all,
    fix: `Tag it: docker tag ${id.slice(0, 19)} NAME:${example}`,
    command: `docker image inspect --format '{{.RepoTags}}' ${id}`,
  };
}
