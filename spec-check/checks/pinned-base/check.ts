import * as z from 'zod';
import { pinningOf } from '../../dockerfile/reference.ts';
import { judgeImages } from '../../dockerfile/used-stages.ts';
import { defineCheck } from '../../model/check.ts';

export const pinnedBase = defineCheck({
  title: 'Base images are pinned',
  proof:
    'Every image that the Dockerfile starts from or copies from, build arguments filled in by their defaults, has a tag that begins with a version, or a digest.',
  instruction: 'FROM',
  language: {
    rather: 'latest image tag only',
    with: 'or image container dockerfile docker ours system it base-image use every tag exact-version version digest stage two runtime-name now present pin',
    params: (values) => ({ to: values.has('digest') && !values.has('or') ? 'digest' : 'version' }),
    senses: [
      { says: 'pin|exact base-image|from-line|runtime-name', unless: 'database' },
      { says: 'base-image|from-line exact-version|digest use|pin|tag|with|for|carry' },
      { says: 'pin image|digest exact-version|digest', with: 'exact' },
      { says: 'exact-version such|line {image}', unless: 'tag label', with: 'argument ,' },
    ],
    examples: ['Base image version pinned', 'Base images are pinned by digest'],
  },
  faults: [
    ['no tag', 'bad-dockerfile', '', /Not pinned to .* node .line 2/],
    ['latest', 'sham-dockerfile', '', /Not pinned to .* node:latest/],
    ['a tag that moves', 'pins-by-version', 'to=digest', /Not pinned to a digest/],
  ],
  goodShapes: [['good-dockerfile', 'to=exact']],
  params: z.strictObject({
    to: z
      .enum(['version', 'exact', 'digest'])
      .default('version')
      .describe('`version`: at least one number; `exact`: three numbers or a digest'),
  }),
  describe: ({ to }) => `every base image is pinned to ${words[to]}`,
  needs: ['build'],
  run: ({ to }, { build }) => {
    const least = firmness.indexOf(to);
    const isFirm = (reference: string) => firmness.indexOf(pinningOf(reference)) >= least;
    return judgeImages(build, isFirm, `Not pinned to ${words[to]}`);
  },
});

const words = {
  version: 'a version or a digest',
  exact: 'a version of three numbers or a digest',
  digest: 'a digest',
};

const firmness = ['none', 'version', 'exact', 'digest'];
