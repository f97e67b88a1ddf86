import { referenceParts } from '../../dockerfile/reference.ts';
import { judgeImages } from '../../dockerfile/used-stages.ts';
import { defineCheck } from '../../model/check.ts';

export const noLatestTag = defineCheck({
  title: 'No base image is latest',
  proof:
    'Every image that the Dockerfile starts from or copies from, build arguments filled in by their defaults: its tag is not latest, and it has one or a digest.',
  instruction: 'FROM',
  language: {
    with: 'image container dockerfile docker ours system it base-image use every tag exact-version version stage runtime-name pin now used file instruction present carry argument',
    // That base images are pinned is promised as well.
    params: ({ has }) => (has('pin') && has('base-image') ? [] : {}),
    senses: [
      { says: 'latest', not: 1 },
      { says: 'latest avoid' },
      { says: 'latest recreate exact-version|version|pin|digest', with: 'exact', params: {} },
    ],
    examples: ['No `latest` tag', 'Does not use the latest tag', 'Specific tags, not :latest'],
  },
  faults: [
    ['no tag', 'bad-dockerfile', '', /latest, or no tag.* node .line 2/],
    ['latest', 'sham-dockerfile', '', /node:latest/],
  ],
  goodShapes: [['good-dockerfile']],
  needs: ['build'],
  run: (_params, { build }) =>
    judgeImages(build, isVersioned, 'latest, or no tag, which means latest'),
});

function isVersioned(reference: string): boolean {
  const { tag, digest } = referenceParts(reference);
  return tag !== 'latest' && (tag ?? digest) !== undefined;
}
