import * as z from 'zod';
import { referenceParts } from '../../dockerfile/reference.ts';
import { type NamedImage, namedImages, stagesOf } from '../../dockerfile/used-stages.ts';
import { Ambiguous, defineCheck, type Verdict } from '../../model/check.ts';
import { faults, goodShapes } from './faults.ts';
import { language } from './language.ts';

/** No base image is latest. */
export const noLatestTag = defineCheck({
  id: 'no-latest-tag',
  title: 'No base image is latest',
  proof:
    'Every image that the Dockerfile starts from or copies from, build arguments filled in by their defaults: its tag is not latest, and it has one or a digest.',
  instruction: 'FROM',
  language,
  faults,
  goodShapes,
  params: z.strictObject({}),
  describe: () => 'no base image has the tag latest, or none',
  needs: ['build'],
  run: async (_params, { build }) => judgeLatest(namedImages(stagesOf(build))),
});

export function judgeLatest(images: readonly NamedImage[]): Verdict {
  const command = "grep -nE '^(ARG|FROM|COPY --from)' Dockerfile";
  const shown = images.map(({ reference, line }) => `${reference ?? '?'} (line ${line})`);
  const latest = images.flatMap(({ reference }, index) => {
    if (reference === undefined) return [];
    const { tag, digest } = referenceParts(reference);
    return tag === 'latest' || (tag === undefined && digest === undefined) ? [shown[index]] : [];
  });
  if (latest.length > 0) {
    return {
      status: 'FAIL',
      evidence: `latest, or no tag, which means latest: ${latest.join(', ')}`,
      expected: 'a tag other than latest in every FROM and COPY --from',
      actual: shown.join(', '),
      fix: 'Name the version: FROM node:24.1.0',
      command,
    };
  }
  const unknown = images.find(({ reference }) => reference === undefined);
  if (unknown !== undefined) {
    throw new Ambiguous(
      `Line ${unknown.line} of the Dockerfile leaves the base image to a build argument without a default`,
      'Give the argument a default: ARG BASE=node:24.1.0',
    );
  }
  const evidence = images.length === 0 ? 'Every stage is FROM scratch' : shown.join(', ');
  return { status: 'PASS', evidence, command };
}
