import { baseImage } from '../checks/base-image/check.ts';
import { verdictOf } from '../checks/tests/run-check.ts';
import { basesOf, sameImage } from './bases.ts';

describe('the images that a Dockerfile comes from', () => {
  it.each<[string, string, string[], 'from' | 'copy', Record<string, string>?]>([
    ['one FROM', 'FROM node:24', ['node:24'], 'from'],
    ['an ARG with a default', 'ARG BASE=node:24\nFROM ${BASE}', ['node:24'], 'from'],
    ['an ARG in parts', 'ARG V=24\nARG BASE=node:${V}-slim\nFROM $BASE', ['node:24-slim'], 'from'],
    [
      'an ARG that a build argument overrides',
      'ARG BASE=node:24\nFROM ${BASE}',
      ['mine:1'],
      'from',
      { BASE: 'mine:1' },
    ],
    ['a default in FROM itself', 'FROM ${BASE:-debian:12}', ['debian:12'], 'from'],
    [
      'an ARG inside a stage does not count',
      'ARG BASE=a:1\nFROM debian AS x\nARG BASE=b:2\nFROM ${BASE}',
      ['a:1'],
      'from',
    ],
    [
      'a stage built on a stage',
      'FROM node:24 AS base\nFROM base AS build\nFROM build',
      ['node:24'],
      'from',
    ],
    ['stage names in any case', 'FROM node:24 AS Base\nFROM bAse', ['node:24'], 'from'],
    [
      'only the last stage counts',
      'FROM golang:1 AS build\nFROM alpine:3\nCOPY --from=build /app /app',
      ['alpine:3'],
      'from',
    ],
    [
      'scratch with files of a stage',
      'FROM golang:1 AS build\nFROM scratch\nCOPY --from=build /app /',
      ['golang:1'],
      'copy',
    ],
    [
      'scratch with files of stages by number',
      'FROM a:1\nFROM b:2\nFROM scratch\nCOPY --from=0 /x /\nCOPY --from=1 /y /',
      ['a:1', 'b:2'],
      'copy',
    ],
    [
      'scratch with files of an image',
      'FROM scratch\nCOPY --from=busybox:1 /bin/sh /bin/',
      ['busybox:1'],
      'copy',
    ],
    [
      'scratch through another scratch',
      'FROM a:1 AS x\nFROM scratch AS y\nCOPY --from=x /x /\nFROM scratch\nCOPY --from=y / /',
      ['a:1'],
      'copy',
    ],
    ['a platform flag', 'FROM --platform=$BUILDPLATFORM node:24', ['node:24'], 'from'],
    ['a stage named like an image that comes later', 'FROM node AS a\nFROM a', ['node'], 'from'],
    ['nothing at all', '# empty', [], 'from'],
  ])('%s', (_title, dockerfile, images, via, args = {}) => {
    expect(basesOf(dockerfile, args)).toMatchObject({ images, isCopied: via === 'copy' });
  });

  it.each([
    ['node:24', 'docker.io/library/node:24', true],
    ['node', 'node:latest', true],
    ['node:24', 'node:24-slim', false],
    ['node:24', 'acme/node:24', false],
    ['localhost:5000/node:24', 'node:24', false],
    [`node:24@sha256:${'a'.repeat(64)}`, 'node:24', true],
    [`node:24@sha256:${'a'.repeat(64)}`, `node:24@sha256:${'b'.repeat(64)}`, false],
  ])('%s is %s: %s', (a, b, same) => {
    expect(sameImage(a, b)).toBe(same);
  });

  it.each([
    ['node:22-bookworm-slim', 'node:22', true],
    ['node:22.4.1-slim', 'node:22-slim', true],
    ['node:22-slim', 'node:2', false],
    ['node:22', 'node:22-slim', false],
    ['node:220', 'node:22', false],
    ['python:22', 'node:22', false],
    ['node:22-alpine3.22', 'node:22-alpine', true],
    ['node:22-alpine', 'alpine', true],
    ['alpine:3.22', 'alpine', true],
    ['node:22-slim', 'alpine', false],
    ['python:3.13-slim', 'debian', true],
    ['node:22-alpine', 'debian', false],
    ['eclipse-temurin:21-jre', 'java:21', true],
    ['eclipse-temurin:17-jre', 'java:21', false],
    ['mcr.microsoft.com/dotnet/aspnet:9.0', 'dotnet:9', true],
    ['example.org/dotnet/other:9.0', 'dotnet:9', false],
  ])('%s is any variant of %s: %s', (image, family, same) => {
    expect(sameImage(image, family, true)).toBe(same);
  });
});

describe('the base image promised', () => {
  const judge = (claimed: string, dockerfile: string, buildArgs: Record<string, string> = {}) =>
    verdictOf(
      baseImage,
      { image: claimed },
      { image: { dockerfile: { text: dockerfile }, buildArgs } },
    );

  it('holds for the image that the last stage builds on', async () => {
    expect(await judge('node:24', 'FROM golang AS x\nFROM node:24')).toMatchObject({
      status: 'PASS',
    });
  });
  it('is a stand-in where a build argument replaced it', async () => {
    const verdict = await judge('node:24', 'ARG BASE=node:24\nFROM $BASE', { BASE: 'made-here:1' });
    expect(verdict).toMatchObject({
      status: 'PASS',
      standIn: expect.stringContaining('BASE=made-here:1'),
    });
  });
  it('of a stage that builds, looks at the stages before the last that are used', async () => {
    const text =
      'ARG GO=golang:1.25\nFROM $GO AS b\nFROM rust AS unused\nFROM scratch\nCOPY --from=b /x /';
    const judgeBuild = async (image: string, GO: string) =>
      verdictOf(
        baseImage,
        { image, stages: 'build' },
        { image: { dockerfile: { text }, buildArgs: { GO } } },
      );
    expect(await judgeBuild('golang:1.25', 'golang:1.25')).toMatchObject({ status: 'PASS' });
    const replaced = await judgeBuild('golang:1.25', 'made-here:1');
    expect(replaced).toMatchObject({ standIn: expect.stringContaining('GO=made-here:1') });
    for (const image of ['rust', 'scratch'])
      expect(await judgeBuild(image, 'golang:1.25')).toMatchObject({ status: 'FAIL' });
  });
  it('fails for an image that only a build argument brings in', async () => {
    expect(
      await judge('made-here:1', 'ARG BASE=node:24\nFROM $BASE', { BASE: 'made-here:1' }),
    ).toMatchObject({ status: 'FAIL' });
  });
  it('fails for an image of which nothing is left', async () => {
    expect(await judge('golang', 'FROM golang AS x\nFROM node:24')).toMatchObject({
      status: 'FAIL',
      diagnosis: expect.stringContaining('another stage'),
    });
  });
});
