import { referenceParts } from '../../dockerfile/reference.ts';
import { judgeImages } from '../../dockerfile/used-stages.ts';
import { defineCheck } from '../../model/check.ts';
import { language } from './language.ts';

export const noLatestTag = defineCheck({
  id: 'no-latest-tag',
  title: 'No base image is latest',
  proof:
    'Every image that the Dockerfile starts from or copies from, build arguments filled in by their defaults: its tag is not latest, and it has one or a digest.',
  instruction: 'FROM',
  language,
  faults: [
    ['no tag', 'has a bad Dockerfile', '', /latest, or no tag.* node .line 2/],
    ['latest', 'has a sham Dockerfile', '', /node:latest/],
  ],
  goodShapes: [['has a good Dockerfile']],
  needs: ['build'],
  run: (_params, { build }) =>
    judgeImages(build, isVersioned, {
      expected: 'a tag other than latest',
      wrong: 'latest, or no tag, which means latest',
    }),
});

function isVersioned(reference: string): boolean {
  const { tag, digest } = referenceParts(reference);
  return tag !== 'latest' && (tag ?? digest) !== undefined;
}
