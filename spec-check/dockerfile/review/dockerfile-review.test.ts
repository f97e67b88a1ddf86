import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as fc from 'fast-check';
import type { Finding } from '../../model/finding.ts';
import { reviewDockerfile } from './dockerfile-review.ts';

const everythingIgnored = '.git\nnode_modules\n.env\n';

function review(
  lines: readonly string[],
  ignore: string | undefined = everythingIgnored,
): Finding[] {
  return reviewDockerfile(lines.join('\n'), ignore);
}

function codes(lines: readonly string[], ignore?: string): string[] {
  return review(lines, ignore).flatMap(({ code, level }) => (level === 'note' ? [] : [code]));
}

/** A stage in which nothing is wrong, with some lines put in before its last ones. */
function final(...lines: string[]): string[] {
  return [
    'FROM node:24-bookworm-slim',
    'WORKDIR /app',
    ...lines,
    'USER node',
    'HEALTHCHECK CMD ["node", "healthcheck.js"]',
    'CMD ["node", "server.js"]',
  ];
}

/** The same from another base image. */
function on(base: string, ...lines: string[]): string[] {
  return [`FROM ${base}`, ...final(...lines).slice(1)];
}

/** A good last stage with other last words. */
function ending(...lines: string[]): string[] {
  return ['FROM node:24-bookworm-slim', 'USER node', ...lines];
}

const probe = 'HEALTHCHECK CMD ["node", "healthcheck.js"]';
const start = 'CMD ["node", "server.js"]';

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

describe('finds', () => {
  it.each<[string, string[]]>([
    ['root-user', ['FROM node:24', probe, start]],
    ['root-user', ['FROM node:24', 'USER node', 'USER 0:0', probe, start]],
    ['root-user', ['FROM node:24', 'ARG WHO=root', 'USER ${WHO}', probe, start]],
    ['root-user', ['FROM node:24 AS a', 'USER node', 'FROM node:24', probe, start]],
    ['secret-in-env', final('ENV API_KEY=Zk39vLq81xPt0aBd')],
    ['secret-in-env', final('ENV DATABASE_URL=postgres://tasks:vF3kQ9zLw2Xc@db/tasks')],
    ['secret-in-env', final('ENV DB_PASSWORD=changeme')],
    ['secret-file', final('COPY .env ./')],
    ['secret-file', final('COPY keys/id_rsa /keys/')],
    ['secret-file', final('COPY tls/ca-key.pem /tls/')],
    ['bad-from', ['FROM']],
    ['bad-from', ['FROM node 24']],
    ['bad-from', ['FROM node:24 AS']],
    ['bad-from', ['FROM Node:24']],
    ['bad-from', ['FROM node:24:slim']],
    ['bad-from', ['FROM node:24', 'FROM https://ghcr.io/acme/app']],
    ['secret-arg', final('ARG NPM_TOKEN')],
    ['end-of-life', on('node:18-alpine')],
    ['end-of-life', on('docker.io/library/python:3.8.19-slim')],
    ['end-of-life', on('debian:buster-slim')],
    ['end-of-life', ['FROM node:16 AS build', 'RUN true', ...final()]],
    ['build-base', on('golang:1.25')],
    ['build-base', on('eclipse-temurin:21-jdk-alpine')],
    ['build-base', on('maven:3.9-eclipse-temurin-21')],
    ['no-command', ['FROM node:24', 'USER node', probe]],
    ['no-command', ['FROM scratch', 'COPY a /', 'USER 1000', probe]],
    ['healthcheck-status', ending('HEALTHCHECK CMD curl http://localhost/health', start)],
    [
      'healthcheck-status',
      ending('HEALTHCHECK CMD curl -f http://localhost/health || true', start),
    ],
    ['healthcheck-status', ending('HEALTHCHECK CMD ["curl", "-s", "http://localhost/h"]', start)],
    ['healthcheck-status', ending('HEALTHCHECK CMD node probe.js || exit 0', start)],
    ['healthcheck-status', ending('HEALTHCHECK CMD nc -z localhost 8000', start)],
    ['healthcheck-status', ending('HEALTHCHECK CMD ["/usr/bin/pgrep", "node"]', start)],
    ['healthcheck-status', ending('HEALTHCHECK CMD true', start)],
    ['healthcheck-interval', ending('HEALTHCHECK --interval=24h CMD ["/probe"]', start)],
    ['healthcheck-interval', ending('HEALTHCHECK --interval=45m CMD ["/probe"]', start)],
    ['unpinned-install', final('RUN pip install --no-cache-dir flask gunicorn')],
    ['unpinned-install', final('RUN npm install -g pm2 && npm cache clean --force')],
    ['unpinned-install', final('RUN go install example.com/tool@latest')],
    ['unverified-download', final('RUN curl -fsSL https://example.com/a.tgz | tar xz')],
    [
      'unverified-download',
      final('RUN wget -O /usr/bin/x https://example.com/x && chmod +x /usr/bin/x'),
    ],
    ['add-url', final('ADD https://example.com/tool.tar.gz /opt/')],
    ['sudo', final('RUN sudo chmod 755 /opt')],
    ['unverified-download', final('RUN curl -fsSL https://example.com/install | bash')],
    ['latest-tag', on('node')],
    ['latest-tag', on('node:latest')],
    ['latest-tag', final('COPY --from=busybox /bin/sh /bin/sh')],
    ['latest-tag', ['ARG BASE=node', ...on('${BASE}')]],
    ['copy-before-install', final('COPY . .', 'RUN npm ci --omit=dev && npm cache clean --force')],
    [
      'copy-before-install',
      on('python:3.13-slim', 'COPY . /app', 'RUN pip install --no-cache-dir -r requirements.txt'),
    ],
    [
      'npm-install',
      final('COPY package.json ./', 'RUN npm install --omit=dev && npm cache clean --force'),
    ],
    ['apt-update-alone', ['FROM debian:13 AS a', 'RUN apt-get update', ...final()]],
    ['apt-lists', final('RUN apt-get update && apt-get install -y --no-install-recommends tini')],
    [
      'apt-recommends',
      final('RUN apt-get update && apt-get install -y tini && rm -rf /var/lib/apt/lists/*'),
    ],
    ['apk-cache', on('node:24-alpine', 'RUN apk add tini')],
    ['npm-cache', final('COPY package*.json ./', 'RUN npm ci --omit=dev')],
    ['pip-cache', on('python:3.13-slim', 'RUN pip install flask==3.1.0')],
    ['build-tools', on('node:24-alpine', 'RUN apk add --no-cache python3 make g++')],
    ['dev-dependencies', final('COPY package*.json ./', 'RUN npm ci && npm cache clean --force')],
    ['permissions-layer', final('COPY dist ./dist', 'RUN chown -R node:node /app')],
    ['permissions-layer', final('COPY . .', 'RUN chmod --recursive 755 dist')],
    [
      'dev-dependencies',
      final('RUN if [ -f package-lock.json ]; then npm ci && npm cache clean --force; fi'),
    ],
    ['shell-form', ending(probe, 'CMD node server.js')],
    ['shell-form', ending(probe, "CMD ['node', 'server.js']")],
    ['shell-form', ending(probe, 'ENTRYPOINT node server.js')],
    ['shell-form', ending(probe, 'CMD ["sh", "-c", "node migrate.js && node server.js"]')],
    ['shell-form', ending(probe, 'CMD npm start')],
    ['npm-start', ending(probe, 'CMD ["npm", "start"]')],
    ['no-healthcheck', ending(start)],
    [
      'healthcheck-tool',
      ending('HEALTHCHECK CMD curl -f http://localhost:8000/health || exit 1', start),
    ],
    [
      'healthcheck-tool',
      [
        'FROM node:24-alpine',
        'USER node',
        'HEALTHCHECK CMD ["curl", "-f", "http://localhost/"]',
        start,
      ],
    ],
    [
      'healthcheck-tool',
      [
        'FROM gcr.io/distroless/nodejs24-debian12:nonroot',
        'HEALTHCHECK CMD node healthcheck.js',
        start,
      ],
    ],
  ])('%s in %j', (code, lines) => {
    expect(codes(lines)).toEqual([code]);
  });
});

describe('does not take for', () => {
  it.each<[string, string[]]>([
    ['root-user', ['FROM gcr.io/distroless/nodejs24-debian12:nonroot', probe, start]],
    ['root-user', ['FROM node:24 AS base', 'USER node', 'FROM base', probe, start]],
    ['root-user', ['FROM node:24', 'USER root', 'RUN true', 'USER 1000', probe, start]],
    ['root-user', ['FROM node:24', 'ARG WHO=node', 'USER ${WHO}', probe, start]],
    ['root-user', ['FROM node:24', 'USER rootless', probe, start]],
    ['end-of-life', on('node:24-alpine')],
    ['end-of-life', on('node:180')],
    ['end-of-life', on('python:3.14-slim')],
    ['end-of-life', on('ghcr.io/acme/base:18')],
    ['end-of-life', on('node:${VERSION}')],
    ['build-base', ['FROM golang:1.25 AS build', 'RUN true', 'FROM scratch', start]],
    ['build-base', on('eclipse-temurin:21-jre')],
    ['build-base', on('mcr.microsoft.com/dotnet/aspnet:10.0')],
    ['no-command', ['FROM nginx:1.29', probe]],
    ['no-command', ['FROM node:24 AS base', start, 'FROM base', 'USER node', probe]],
    [
      'healthcheck-status',
      ending('HEALTHCHECK CMD curl -fsS http://localhost/health || exit 1', start),
    ],
    ['healthcheck-status', ending('HEALTHCHECK CMD ["/app/true-probe"]', start)],
    ['healthcheck-interval', ending('HEALTHCHECK --interval=30s CMD ["/probe"]', start)],
    ['healthcheck-interval', ending('HEALTHCHECK --interval=1m30s CMD ["/probe"]', start)],
    ['healthcheck-status', ending('HEALTHCHECK CMD curl --fail http://localhost/health', start)],
    ['healthcheck-status', ending('HEALTHCHECK CMD ["curl", "-sf", "http://localhost/h"]', start)],
    [
      'healthcheck-status',
      ending('HEALTHCHECK CMD curl -s http://localhost/h | grep -q ok', start),
    ],
    ['unpinned-install', final('RUN pip install --no-cache-dir -r requirements.txt')],
    ['unpinned-install', final('RUN pip install flask==3.1.0 gunicorn==23.0.0')],
    ['unpinned-install', final('RUN pip install .')],
    ['unpinned-install', final('RUN pip install --upgrade dist/app.whl')],
    ['unpinned-install', final('RUN npm install -g pm2@6.0.5')],
    ['unpinned-install', final('RUN npm i -g @scope/tool@1.2.3')],
    [
      'unverified-download',
      final('RUN curl -fsSLO https://example.com/x && echo "abc  x" | sha256sum -c'),
    ],
    ['unverified-download', final('RUN curl -f http://localhost:8000/health')],
    [
      'secret-in-env',
      final('ENV PASSWORD_MIN_LENGTH=12 TOKEN_TTL=3600 SECRET_FILE=/run/secrets/key'),
    ],
    ['secret-in-env', final('ENV API_KEY=')],
    ['secret-in-env', final('ENV DATABASE_URL=postgres://db/tasks')],
    ['secret-file', final('COPY .env.example ./')],
    ['secret-file', final('COPY tls/ca.pem certs/global-bundle.pem public_key.pem /tls/')],
    ['bad-from', ['FROM --platform=$BUILDPLATFORM node:24 as Build', 'FROM build']],
    ['bad-from', ['ARG REGISTRY', 'FROM $REGISTRY/Acme/app', 'FROM scratch']],
    ['bad-from', ['FROM localhost:5000/acme/app_one:1.2-Beta@sha256:00ff AS x.1']],
    ['bad-from', ['FROM ghcr.io/acme/app', 'FROM "node:24"']],
    ['secret-file', final('COPY environment.ts ./')],
    ['secret-arg', final('ARG VERSION=1.0.0')],
    ['secret-arg', final('RUN --mount=type=secret,id=npm true')],
    ['add-url', final('ADD --checksum=sha256:aaaa https://example.com/tool.tar.gz /opt/')],
    ['add-url', final('ADD rootfs.tar.gz /')],
    ['sudo', final('COPY sudoku.js ./', 'RUN echo sudo')],
    ['latest-tag', on('node:24')],
    ['latest-tag', on(`node@sha256:${'a'.repeat(64)}`)],
    ['latest-tag', on('localhost:5000/team/node:24')],
    ['latest-tag', ['ARG BASE', ...on('${BASE}')]],
    [
      'latest-tag',
      ['FROM node:24 AS build', ...final('COPY --from=build /a /a', 'COPY --from=0 /b /b')],
    ],
    [
      'copy-before-install',
      final(
        'COPY package*.json ./',
        'RUN npm ci --omit=dev && npm cache clean --force',
        'COPY . .',
      ),
    ],
    ['copy-before-install', final('COPY . .', 'RUN npm run build')],
    ['copy-before-install', final('COPY . .', 'RUN npm install -g pm2 && npm cache clean --force')],
    [
      'copy-before-install',
      ['FROM node:24 AS a', 'COPY . .', ...final('COPY package*.json ./', 'RUN npm ci --omit=dev')],
    ],
    ['npm-install', final('RUN npm install -g npm@11')],
    [
      'apt-update-alone',
      final('RUN apt-get update \\', '  # comment', '  && apt-get install -y tini'),
    ],
    [
      'apt-lists',
      ['FROM debian:13 AS a', 'RUN apt-get update && apt-get install -y gcc', ...final()],
    ],
    [
      'apt-lists',
      final('RUN apt-get update && apt-get install -y tini && rm -rf /var/lib/apt/lists/*'),
    ],
    [
      'apt-lists',
      final('RUN --mount=type=cache,target=/var/lib/apt apt-get update && apt-get install -y tini'),
    ],
    [
      'apt-recommends',
      final('RUN apt-get update && apt-get install -y --no-install-recommends tini'),
    ],
    [
      'apt-recommends',
      final(
        'RUN <<EOF',
        'apt-get update',
        'apt-get install --no-install-recommends -y tini',
        'EOF',
      ),
    ],
    ['apk-cache', on('node:24-alpine', 'RUN apk add --no-cache tini')],
    ['npm-cache', final('RUN npm ci --omit=dev && npm cache clean --force')],
    ['npm-cache', final('RUN npm run build')],
    ['pip-cache', on('python:3.13-slim', 'ENV PIP_NO_CACHE_DIR=1', 'RUN pip install flask')],
    [
      'build-tools',
      on('node:24-alpine', 'RUN apk add --no-cache --virtual .b make && npm rebuild && apk del .b'),
    ],
    ['build-tools', final('RUN apt-get update && apt-get install -y makepasswd')],
    ['dev-dependencies', final('RUN npm ci --omit=dev')],
    ['dev-dependencies', final('ENV NODE_ENV=production', 'RUN npm ci')],
    ['dev-dependencies', final('RUN NODE_ENV=production npm ci')],
    [
      'dev-dependencies',
      [
        'FROM node:24 AS build',
        'WORKDIR /app',
        'RUN npm ci',
        ...final('COPY --from=build /app/dist ./dist'),
      ],
    ],
    [
      'dev-dependencies',
      [
        'FROM node:24 AS build',
        'WORKDIR /app',
        'RUN npm ci',
        'RUN npm prune --omit=dev',
        ...final('COPY --from=build /app ./'),
      ],
    ],
    ['permissions-layer', final('COPY --chown=node:node dist ./dist')],
    ['permissions-layer', final('COPY dist ./dist', 'RUN mkdir /data && chown -R node:node /data')],
    ['permissions-layer', final('RUN mkdir -p dist && chown -R node dist', 'COPY dist ./dist')],
    ['permissions-layer', final('COPY start.sh ./', 'RUN chmod +x start.sh')],
    ['shell-form', ending(probe, 'CMD exec node server.js')],
    ['shell-form', ending(probe, 'CMD ["sh", "-c", "node migrate.js && exec node server.js"]')],
    ['shell-form', ['FROM node:24 AS dev', 'CMD npm run dev', ...final()]],
    ['shell-form', ending(probe, 'CMD node dev.js', start)],
    ['npm-start', ending(probe, 'CMD ["node", "npm.js"]')],
    ['no-healthcheck', ending('HEALTHCHECK NONE', start)],
    ['no-healthcheck', ['FROM node:24 AS base', probe, 'FROM base', 'USER node', start]],
    [
      'healthcheck-tool',
      ['FROM node:24', 'USER node', 'HEALTHCHECK CMD curl -f http://localhost/', start],
    ],
    [
      'healthcheck-tool',
      ['FROM node:24-alpine', 'USER node', 'HEALTHCHECK CMD wget -q http://localhost/', start],
    ],
    ['healthcheck-tool', ending('HEALTHCHECK CMD node curl.js', start)],
    [
      'healthcheck-tool',
      ending(
        'RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*',
        'HEALTHCHECK CMD curl -f http://localhost/',
        start,
      ),
    ],
    [
      'healthcheck-tool',
      ['FROM scratch', 'COPY a /', 'USER 1000', 'HEALTHCHECK CMD ["/a", "probe"]', 'CMD ["/a"]'],
    ],
  ])('%s: %j', (code, lines) => {
    expect(codes(lines)).not.toContain(code);
  });
});

describe('.dockerignore', () => {
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
    { numRuns: 500 },
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
