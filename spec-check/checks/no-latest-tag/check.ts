import * as z from 'zod';
import { referenceParts } from '../../dockerfile/reference.ts';
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
  params: z.strictObject({}),
  describe: () => 'no base image has the tag latest, or none',
  needs: ['build'],
  run: async (_params, { build }) => judgeLatest(namedImages(stagesOf(build))),
});

export function judgeLatest(images: readonly NamedImage[]): Verdict {
  const known = knownImages(images);
  const latest = known.filter(({ reference }) => {
    const { tag, digest } = referenceParts(reference);
    return tag === 'latest' || (tag === undefined && digest === undefined);
  });
  return judged({
    holds: latest.length === 0,
    evidence: shownImages(known),
    wrong: `latest, or no tag, which means latest: ${shownImages(latest)}`,
    expected: 'a tag other than latest in every FROM and COPY --from',
    fix: 'Name the version: FROM node:24.1.0',
    command: "grep -nE '^(ARG|FROM|COPY --from)' Dockerfile",
  });
}
