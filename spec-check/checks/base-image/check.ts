import * as z from 'zod';
import { basesOf, sameImage } from '../../dockerfile/bases.ts';
import { defineCheck, type Values } from '../../model/check.ts';
import { baseStandIn } from '../../model/format.ts';

export const baseImage = defineCheck({
  title: 'The base image is the one chosen',
  proof:
    'The FROM that the build resolves, with its build arguments: the image that what runs was taken from.',
  instruction: 'FROM',
  conflict: (first, second) =>
    first.stages === 'build' ||
    second.stages === 'build' ||
    sameImage(first.image, second.image, second.anyVariant) ||
    sameImage(second.image, first.image, first.anyVariant)
      ? undefined
      : { code: 'two-bases', reason: 'the image has one base' },
  language: {
    with: 'image container dockerfile docker ours system it stage final-stage used base-image target now runtime-version variant distroless small present for resource_create write instruction instruction-name project-root',
    senses: [
      {
        says: '{image} base-image|used|build|final-stage|pin',
        with: 'run stated first',
        unless: 'push → user',
        rather: 'full image base-image runtime-name runtime-version latest {image}',
        params: named,
      },
      {
        says: '{image} base-image|used every|two stage',
        params: { image: '{image}', stages: 'all' },
      },
      {
        says: '{image} base-image|used|build|: build-stage',
        with: 'final-stage {runtime}',
        unless: 'multi-stage',
        params: ({ one, count, has }) =>
          count('{image}') === 1 &&
          count('build-stage') === 1 &&
          (!has(':') || /:/.test(one('image') ?? ''))
            ? {
                image: one('image'),
                stages: has('final-stage') ? 'all' : 'build',
                ...(has('runtime-version') && { anyVariant: true }),
              }
            : [],
      },
      {
        says: '{image} multi-stage',
        with: 'use with build-stage two',
        params: (values) =>
          values.count('{image}') === 1 && values.count('build-stage') === values.count('two')
            ? named(values)
            : [],
        also: [{ check: 'multi-stage', params: {} }],
      },
    ],
    examples: ['**Base image**: node:24-bookworm-slim', 'Built on `python:3.13-slim`'],
  },
  faults: [
    ['another base', 'other-base', 'image=python:3.13-slim', /builds on node:24-bookworm-slim/],
    ['not used', 'unused-base', 'image=node:24-bookworm-slim', /nothing of it is in the image/],
    ['by none before', 'other-base', 'image=golang:1.25 stages=build', /before the last build on/],
    ['by one', 'unused-base', 'image=node:24-bookworm-slim stages=all', /nothing of it is in the/],
  ],
  params: z.strictObject({
    image: z.string().describe('As FROM names it: `node:24-bookworm-slim`'),
    anyVariant: z.boolean().optional().describe('Any tag that has all parts of this one'),
    stages: z
      .enum(['all', 'build'])
      .optional()
      .describe('Every stage must build on it; or one before the last'),
  }),
  describe: ({ image, stages, anyVariant }) =>
    `${stages === 'all' ? 'every stage' : stages === 'build' ? 'a stage before the last' : 'the Dockerfile'} builds on ${image}${anyVariant ? ', in any variant' : ''}`,
  needs: ['image'],
  run: ({ image: claimed, stages, anyVariant }, { image: { dockerfile, buildArgs } }) => {
    if (dockerfile === undefined)
      throw new Error(
        'an image does not tell what it was built from. Run without --image, beside its Dockerfile.',
      );
    const { images, isCopied, elsewhere, earlier } = basesOf(dockerfile.text, {});
    const built = basesOf(dockerfile.text, buildArgs);
    const isBuild = stages === 'build';
    const looked = isBuild ? earlier : images;
    const actual = isBuild ? built.earlier : built.images;
    const others = stages === 'all' ? elsewhere : [];
    const names = [...images, ...others].join(', ') || 'nothing (scratch)';
    const isClaimed = (image: string) => sameImage(image, claimed, anyVariant);
    const isScratch = !isBuild && claimed === 'scratch' && isCopied;
    const isReplaced = !isScratch && actual.some((image) => !looked.includes(image));
    return {
      holds: isScratch || (looked.some(isClaimed) && others.every(isClaimed)),
      evidence: isBuild
        ? `The stages before the last build on ${earlier.join(', ') || 'nothing: there are none'}`
        : isCopied
          ? `The last stage is empty (FROM scratch) and takes its files from ${names}`
          : `The ${stages === 'all' ? 'stages build' : 'last stage builds'} on ${names}`,
      diagnosis: elsewhere.some(isClaimed)
        ? `${claimed} is used by another stage, and nothing of it is in the image.`
        : 'The Dockerfile names another image.',
      fix: `Start the ${isBuild ? 'stage that builds' : 'last stage'} from ${claimed}, or correct the spec.`,
      command: "grep -nE '^(ARG|FROM|COPY --from)' Dockerfile",
      standIn: isReplaced ? baseStandIn(buildArgs) : undefined,
    };
  },
});

/** `Node 20` alone names a runtime, `Node 20 slim` and "base image: Node 20" an image, "slim Node 20" says more than that; "uses `tini`" is about a tool. */
function named(values: Values) {
  const image = values.one('image');
  const isBase = values.has('base-image') || values.has('line');
  // "Image built: `api:1.0`" names what is made.
  const created = values.has('resource_create') && !values.has('dockerfile');
  const made = values.has('build') && !['base-image', 'used', 'on', 'from'].some(values.has);
  // "Stage `final`: `node:22`" names the stage as well.
  const isWhole =
    (values.has('distroless') && /\//) ||
    (values.has('slimmed') && variant) ||
    (values.count('{image}') > 1 ? /[:./]/ : /./);
  if (made || created || values.has('or') || !isWhole.test(image ?? '')) return [];
  // "Node 22" and "Alpine" name a version or a system, `node:22` a tag.
  const anyVariant = values.has('runtime-version') || /^[a-z]+$/.test(image ?? '');
  if (branch.test(image ?? '')) return [];
  return isBase || (!values.has('{runtime}') && base.test(image ?? ''))
    ? { image, stages: values.has('two') ? 'all' : undefined, ...(anyVariant && { anyVariant }) }
    : [];
}

const base =
  /^(?!(?:bun|deno|maven|gradle)$)(?:[\w.-]+\.[a-z]+\/|(?:[\w-]+\/)?(?:node|python|ruby|golang|rust|php|perl|swift|elixir|erlang|nginx|caddy|httpd|tomcat|bun|deno|alpine|debian|ubuntu|scratch|busybox|distroless|eclipse-temurin|openjdk|amazoncorretto|maven|gradle)(?:[:@-](?!\d{4,5}$)|$))/;

/** `Base: main` names what a change is made of. */
const branch =
  /^(?:feat|feature|fix|bugfix|hotfix|release|chore|refactor|docs|test|dev|api)\/|^(?:main|master|develop|dev|trunk)$|^v?\d|^[0-9a-f]{7,40}$/;

/** It says itself that it is a small one. */
const variant = /-|^(?:alpine|debian|ubuntu)/;
