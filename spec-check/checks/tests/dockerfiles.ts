import type { Image } from '../../model/resources.ts';

/** A build of a Dockerfile with these lines. */
export const built = (text: readonly string[]) => ({
  build: { kind: 'built', dockerfile: { path: 'Dockerfile', text: text.join('\n') } },
});

/** An image with this configuration. */
export const imageOf = (config: Partial<Image['config']>) => ({
  image: { reference: 'x', config: { Entrypoint: [], Cmd: [], ...config } },
});

/** Dockerfiles that name their images, and what every check of those names says. */
export const namings = [
  ['FAIL', ['ARG V=latest', `FROM node:\${V}`]],
  ['FAIL', ['FROM node:24', 'COPY --from=busybox /x /x']],
  ['FAIL', ['FROM node:latest AS a', 'FROM node:24']],
  ['PASS', ['ARG V=24', `FROM node:\${V} AS a`, 'FROM a', 'COPY --from=a /x /x']],
  ['PASS', ['FROM scratch', 'COPY x /']],
  ['AMBIGUOUS', ['ARG BASE', 'FROM $BASE']],
] as const;
