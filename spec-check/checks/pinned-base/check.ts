import * as z from 'zod';
import { type Pinning, pinningOf } from '../../dockerfile/reference.ts';
import { type NamedImage, namedImages, stagesOf } from '../../dockerfile/used-stages.ts';
import { Ambiguous, defineCheck, type Verdict } from '../../model/check.ts';
import { faults, goodShapes } from './faults.ts';
import { language } from './language.ts';

/** Base images are pinned. */
export const pinnedBase = defineCheck({
  id: 'pinned-base',
  title: 'Base images are pinned',
  proof:
    'Every image that the Dockerfile starts from or copies from, build arguments filled in by their defaults, has a tag that begins with a version, or a digest.',
  instruction: 'FROM',
  language,
  faults,
  goodShapes,
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
  const command = "grep -nE '^(ARG|FROM|COPY --from)' Dockerfile";
  const unknown = images.find(({ reference }) => reference === undefined);
  if (unknown !== undefined) {
    throw new Ambiguous(
      `Line ${unknown.line} of the Dockerfile leaves the base image to a build argument without a default`,
      'Give the argument a default: ARG BASE=node:24.1.0',
    );
  }
  const shown = images.map(({ reference, line }) => `${reference} (line ${line})`);
  const loose = images.flatMap(({ reference = '' }, index) =>
    firmness.indexOf(pinningOf(reference)) < firmness.indexOf(to) ? [shown[index]] : [],
  );
  if (loose.length === 0) {
    return {
      status: 'PASS',
      evidence: images.length === 0 ? 'Every stage is FROM scratch' : shown.join(', '),
      command,
    };
  }
  return {
    status: 'FAIL',
    evidence: `Not pinned to ${words[to]}: ${loose.join(', ')}`,
    expected: `${words[to]} in every FROM and COPY --from`,
    actual: shown.join(', '),
    diagnosis: 'The name can mean another image tomorrow.',
    fix: 'Name the version, or the digest that docker image inspect shows: FROM node:24.1.0@sha256:…',
    command,
  };
}
