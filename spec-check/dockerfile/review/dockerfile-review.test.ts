import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as fc from 'fast-check';
import { seed } from '../../tests/tools/seed.ts';
import { reviewDockerfile } from './dockerfile-review.ts';
import { final, on, probe, review, start } from './tests/dockerfiles.ts';

it('says nothing of a good Dockerfile but that its base has no digest', () => {
  const found = review([
    'FROM node:24-bookworm-slim AS build',
    'WORKDIR /build',
    'COPY package.json package-lock.json ./',
    'RUN npm ci',
    'COPY . .',
    'RUN npm run build && npm prune --omit=dev',
    'FROM node:24-bookworm-slim',
    'ENV NODE_ENV=production PORT=8000',
    'WORKDIR /app',
    'COPY --from=build --chown=node:node /build/node_modules ./node_modules',
    'COPY --from=build --chown=node:node /build/dist ./dist',
    'USER node',
    probe,
    start,
  ]);
  expect(found.map(({ code, line }) => [code, line])).toEqual([['no-digest', 1]]);
});

it("says nothing of this project's Dockerfile that is worth a warning", async () => {
  const root = path.join(import.meta.dirname, '../../..');
  const [dockerfile, ignore] = await Promise.all(
    ['Dockerfile', '.dockerignore'].map((name) => readFile(path.join(root, name), 'utf8')),
  );
  const found = reviewDockerfile(dockerfile ?? '', ignore);
  expect(found.filter(({ level }) => level !== 'note')).toEqual([]);
});

describe('.dockerignore', () => {
  it('is not to keep out what is copied', () => {
    const fixOf = (copy: string) =>
      reviewDockerfile(`FROM node:24.1\n${copy}\nCMD ["node", "a.js"]\n`, undefined).find(
        ({ code }) => code === 'no-dockerignore',
      )?.fix;
    expect(fixOf('COPY . .')).toContain('node_modules');
    expect(fixOf('COPY a.js node_modules ./')).toBe('Add a .dockerignore with: .git, .env');
  });

  it.each<[string, string | undefined, string[]]>([
    ['COPY . .', undefined, ['no-dockerignore']],
    ['COPY package.json ./', undefined, ['no-dockerignore']],
    ['COPY . .', '.git\n', ['dockerignore-gaps']],
    ['COPY . .', '*\n!.env\n!src\n', ['dockerignore-gaps']],
    ['COPY . .', '# all\n/.git/\n**/node_modules\n.env*\n', []],
    ['COPY . .', '*\n!src\n', []],
    ['COPY package.json ./', '.git\n', []],
    ['COPY --from=busybox:1 / /', undefined, []],
  ])('%s with %j: %j', (copy, ignore, expected) => {
    const found = reviewDockerfile(final(copy).join('\n'), ignore);
    expect(found.filter(({ level }) => level !== 'note').map(({ code }) => code)).toEqual(expected);
  });

  it('names what gets through', () => {
    const [gap] = reviewDockerfile(final('COPY . .').join('\n'), 'node_modules\n').filter(
      ({ code }) => code === 'dockerignore-gaps',
    );
    expect(gap?.fix).toBe('Add to .dockerignore: .git, .env');
  });
});

describe('errors are secrets that stand there', () => {
  it.each<[string, string]>([
    ['error', 'ENV API_KEY=Zk39vLq81xPt0aBd'],
    ['error', 'ARG API_KEY=Zk39vLq81xPt0aBd'],
    ['error', 'ARG TOKEN\nENV API_TOKEN=$TOKEN'],
    ['warning', 'ENV DB_PASSWORD=changeme'],
    ['warning', 'ARG API_KEY'],
  ])('%s: %s', (level, line) => {
    const levels = review(final(line)).map((found) => found.level);
    expect(levels.includes('error') ? 'error' : 'warning').toBe(level);
  });

  it('and their value is not repeated', () => {
    const found = review(
      final('ENV API_KEY=Zk39vLq81xPt0aBd', 'ENV URL=postgres://a:Zk39vLq81xPt0aBd@b/c'),
    );
    expect(found.filter(({ code }) => code === 'secret-in-env')).toHaveLength(2);
    expect(JSON.stringify(found)).not.toContain('Zk39');
  });

  it.each(['', '# nothing\n', 'RUN true\n'])('and a Dockerfile without FROM: %j', (text) => {
    expect(reviewDockerfile(text, undefined)).toMatchObject([{ code: 'no-from', level: 'error' }]);
  });
});

it('gives the line on which an instruction begins, and what to write instead', () => {
  const found = review([
    'FROM node:24-bookworm-slim',
    '',
    '# Tools.',
    'RUN apt-get update \\',
    '    && apt-get install -y tini \\',
    '    && rm -rf /var/lib/apt/lists/*',
    'USER node',
    probe,
    'CMD node server.js --port 8000',
  ]);
  expect(found).toMatchObject([
    { code: 'no-digest', line: 1 },
    { code: 'apt-recommends', line: 4, fix: expect.stringContaining('--no-install-recommends') },
    { code: 'shell-form', line: 9, fix: 'CMD ["node", "server.js", "--port", "8000"]' },
  ]);
});

it('takes a release for unsupported from the day after its last one', () => {
  const codesOn = (day: string) =>
    reviewDockerfile(on('node:22-slim').join('\n'), '', new Date(day)).map(({ code }) => code);
  expect(codesOn('2027-04-30')).not.toContain('end-of-life');
  expect(codesOn('2027-05-01')).toContain('end-of-life');
});

it('reads any text without failing', () => {
  const keyword = fc.constantFrom(
    ...'FROM RUN COPY ADD CMD ENTRYPOINT USER ENV ARG HEALTHCHECK WORKDIR SHELL ONBUILD'.split(' '),
  );
  const words = fc.constantFrom(
    ...[
      '.',
      '[',
      '["a"',
      '["a"]',
      '--from=0',
      '--from=',
      '$X',
      '${X:-y}',
      '<<EOF',
      'EOF',
      'npm ci',
    ],
    ...[
      'chown -R a .',
      'A=b',
      '=',
      '"',
      '\\',
      '# x',
      'NONE',
      'as a',
      'a',
      '\n',
      '`',
      '\r\n',
      ':',
      '@',
    ],
  );
  const line = fc.tuple(keyword, fc.array(words, { maxLength: 4 }));
  const text = fc
    .array(line, { maxLength: 8 })
    .map((lines) => lines.map(([first, rest]) => [first, ...rest].join(' ')).join('\n'));
  fc.assert(
    fc.property(fc.oneof(text, fc.string()), fc.option(fc.string()), (dockerfile, ignore) => {
      for (const { message, fix } of reviewDockerfile(dockerfile, ignore ?? undefined)) {
        expect(`${message}${fix}`).not.toMatch(/undefined|\[object/);
      }
    }),
    { numRuns: 500, seed },
  );
});

describe('says only what is true', () => {
  const messages = (lines: readonly string[], ignore?: string) =>
    reviewDockerfile(lines.join('\n'), ignore)
      .map(({ message, fix }) => `${message} ${fix}`)
      .join('\n');

  it('does not say that a builder stage puts files into the image', () => {
    const lines = [
      'FROM golang:1.25 AS build',
      'COPY . .',
      'FROM scratch',
      'COPY --from=build /x /',
    ];
    expect(messages(lines)).toContain('sent to the builder');
    expect(messages(lines)).not.toContain('get into the image');
    expect(messages(['FROM node:24', 'COPY . .'])).toContain('get into the image');
  });

  it('names a user that the base has', () => {
    expect(messages(['FROM python:3.13-slim', start])).not.toContain('USER node');
    expect(messages(['FROM node:24-alpine', start])).toContain('USER node');
  });

  it('takes CMD behind an ENTRYPOINT for its arguments', () => {
    const lines = ['FROM node:24', 'ENTRYPOINT ["node"]', 'CMD server.js --fast'];
    expect(messages(lines)).not.toContain('docker stop');
  });

  it('sees FROM behind its commonest slip', () => {
    expect(messages(['FORM node:24'])).toContain('Did you mean FROM');
  });
});
