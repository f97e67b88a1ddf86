import { pinningOf } from './reference.ts';

it.each([
  ['node', 'none'],
  ['node:latest', 'none'],
  ['node:lts-slim', 'none'],
  ['python:alpine3.20', 'none'],
  ['debian:stable-slim', 'none'],
  ['debian:bookworm-slim', 'version'],
  ['node:bookworm-slim', 'none'],
  ['node:24', 'version'],
  ['localhost:5000/node', 'none'],
  ['ghcr.io/x/y:v1.2.3', 'exact'],
  ['eclipse-temurin:21-jre', 'version'],
  ['python:3.12-slim', 'version'],
  ['node:24.1.0-slim', 'exact'],
  [`node@sha256:${'a'.repeat(64)}`, 'digest'],
  ['node@sha256:abc', 'none'],
] as const)('%s is pinned to: %s', (reference, pinning) => {
  expect(pinningOf(reference)).toBe(pinning);
});
