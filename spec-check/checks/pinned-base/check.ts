import * as z from 'zod';
import { type Pinning, pinningOf } from '../../dockerfile/reference.ts';
import {
  knownImages,
  type NamedImage,
  namedImages,
  shownImages,
  stagesOf,
} from '../../dockerfile/used-stages.ts';
import { defineCheck } from '../../model/check.ts';
import { judged } from '../../model/judged.ts';
import type { Verdict } from '../../model/verdict.ts';
import { language } from './language.ts';

export const pinnedBase = defineCheck({
  id: 'pinned-base',
  title: 'Base images are pinned',
  proof:
    'Every image that the Dockerfile starts from or copies from, build arguments filled in by their defaults, has a tag that begins with a version, or a digest.',
  instruction: 'FROM',
  language,
  faults: [
    ['no tag', 'has a bad Dockerfile', '', /Not pinned to .* node .line 2/],
    ['latest', 'has a sham Dockerfile', '', /Not pinned to .* node:latest/],
    ['a tag that moves', 'pins by version', 'to=digest', /Not pinned to a digest/],
  ],
  goodShapes: [['has a good Dockerfile', 'to=exact']],
  params: z.strictObject({
    to: z
      .enum(['version', 'exact', 'digest'])
      .default('version')
      .describe('`version`: at least one number; `exact`: three numbers or a digest'),
  }),
  describe: ({ to }) => `every base image is pinned to ${words[to]}`,
  needs: ['build'],
  run: async ({ to }, { build }) => judgePinned(to, namedImages(stagesOf(build))),
});

const words = {
  version: 'a version or a digest',
  exact: 'a version of three numbers or a digest',
  digest: 'a digest',
} as const;

const firmness: readonly Pinning[] = ['none', 'version', 'exact', 'digest'];

export function judgePinned(
  to: 'version' | 'exact' | 'digest',
  images: readonly NamedImage[],
): Verdict {
  const known = knownImages(images);
  const loose = known.filter(
    ({ reference }) => firmness.indexOf(pinningOf(reference)) < firmness.indexOf(to),
  );
  return judged({
    holds: loose.length === 0,
    evidence: shownImages(known),
    wrong: `Not pinned to ${words[to]}: ${shownImages(loose)}`,
    expected: `${words[to]} in every FROM and COPY --from`,
    fix: 'Name the version, or the digest that docker image inspect shows: FROM node:24.1.0@sha256:…',
    command: "grep -nE '^(ARG|FROM|COPY --from)' Dockerfile",
  });
}
