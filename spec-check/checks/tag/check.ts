import * as z from 'zod';
import type { Slots } from '../../language/template.ts';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { judgeTag, type TagClaim } from './judge.ts';

/** How the image is tagged. */
export const tag = defineCheck({
  id: 'tag',
  title: 'A tag of the image',
  proof: "The engine's list of the image's tags: one is the tag asked for, a version, or a commit.",
  topics: ['tag', 'tags', 'tagging', 'versioning'],
  examples: [
    'The image is tagged with a semantic version',
    'The image is tagged with the git commit hash',
    'The image is tagged `1.4.0`',
  ],
  sentences: [
    {
      template:
        '<image> tagged [its|exact]* (semantic version|version|version number|release version|app version|application version|semver|semver version|semantic version number|semantic version tag|semver tag)',
      params: () => asked({ form: 'version' }),
    },
    {
      template:
        '<image> tagged [its|short|exact|full|current]* [git|source]* (commit|commit hash|commit sha|sha|git hash|revision|commit id) [of [source|code|git|commit]* [commit]]',
      params: () => asked({ form: 'commit' }),
    },
    { template: '<image> (tagged|has tag|carries tag|bears tag|gets tag) {tag}', params: named },
    { template: '<image> tag {tag}', params: named },
  ],
  faults,
  params: z
    .strictObject({
      tag: z.string().min(1).optional().describe('`1.4.0`, or `name:1.4.0`'),
      form: z
        .enum(['version', 'commit'])
        .optional()
        .describe('Any tag that is a semantic version, or a git commit'),
    })
    .refine((claim) => (claim.tag === undefined) !== (claim.form === undefined), {
      message: 'either tag=1.4.0 or form=version or form=commit',
    }),
  describe: ({ tag: name, form }) =>
    form === undefined ? `the image has the tag ${name}` : `the image has a tag that is a ${form}`,
  needs: ['engine', 'image'],
  run: async (claim, { engine, image }, { signal }) => {
    const listed = await engine.docker.read(
      ['image', 'inspect', '--format', '{{range .RepoTags}}{{println .}}{{end}}', image.id],
      { signal },
    );
    return judgeTag(claim, listed.split('\n').filter(Boolean), image.id);
  },
});

function asked(claim: TagClaim): TagClaim {
  return claim;
}

function named({ tag: name }: Slots): TagClaim {
  return { tag: String(name) };
}
