import type { Variant } from '../model/fault.ts';
import { lockFile, tidyDockerfile } from './shapes.ts';

const foreign = (fault: string) => ({ foreign: true, args: { FAULT: fault } }) as const;
const program = (...faults: readonly string[]) => ({ args: { FAULT: faults.join(',') } });

/**
 * Images with faults that different checks must see, by what is wrong with them. The checks name them in
 * `checks/<id>/faults.ts`: one image serves many checks, because each one costs a build.
 */
export const faultyImages: Readonly<Record<string, Variant>> = {
  'keeps tasks in memory, has a fixed port and needs no database': program(
    'memory',
    'health-fails',
    'fixed-port',
    'starts-without-database-url',
    'writes-a-file',
    'looks-up-its-user',
  ),
  'deletes nothing, empties its table at every start and dies in silence': program(
    'delete-deletes-nothing',
    'health-elsewhere',
    'exits-silently',
    'empties-at-start',
  ),
  'hides what is deleted and needs what only the first machine has': program(
    'delete-hides',
    'exits-with-0',
    'needs-the-first-machine',
    'exits-with-143',
  ),
  'updates every row, prints a secret and is not what the spec says': program(
    'update-changes-all',
    'prints-a-secret',
    'ignores-sigterm',
  ),
  'ignores DATABASE_URL': program('ignores-database-url'),
  'is large, runs as root and has a HEALTHCHECK that always says yes': { target: 'careless' },
  'has a root named appuser, a DATABASE_URL of its own and no HEALTHCHECK': {
    target: 'root-named-appuser',
  },
  'says USER 0:0 and has a HEALTHCHECK that never says yes': { target: 'user-zero' },
  'drops requests when it stops and logs to a file': program('drops-requests', 'logs-to-a-file'),
  'stops within two seconds, and answers for its health four times': program(
    'stops-soon',
    'health-runs-out',
  ),
  'answers before it writes, and speaks of its health to programs alone': program(
    'writes-later',
    'health-wants-json',
  ),
  'refuses what it has begun with': program('refuses-when-stopping'),
  'has a probe that ignores what it is told': { target: 'status-ignored' },
  'is asked for its health once a day': { target: 'once-a-day' },
  'starts its program from a shell': { target: 'shell-stays' },
  'gives its rights up by itself': { target: 'switches-user' },
  'writes to a folder of one user': { target: 'private-folder' },
  'starts slowly, is slow now and then, and takes its memory at the start': program(
    'starts-slowly',
    'slow-at-times',
    'hoards-at-start',
  ),
  'says 503 at first, is slow every time, and keeps memory of every request': program(
    'busy-at-first',
    'slow',
    'hoards-requests',
  ),
  'answers fast that it is not well': program('unwell-at-times'),
  'is pushed to a registry that keeps nothing': { registry: 'forgets' },
  'is pushed to a registry that keeps another': { registry: 'swaps' },
  'is labelled for one machine and made for another': {
    target: 'other-machine',
    platform: 'linux/amd64',
  },
  'has a key that a later layer replaces': { target: 'secret-deleted' },
  'has a token in ENV': { target: 'secret-in-env' },
  'has a password in a label': { target: 'secret-in-label' },
  'has a password in its code': { target: 'secret-in-code' },
  'has a .env file': { target: 'dot-env' },
  'has the value of a build argument in its history': {
    target: 'secret-in-build-argument',
    args: { NPM_TOKEN: 'kJ8sQ2mX7vR4tZ1w' },
  },
  'accepts anything, keeps rubbish and has no labels': program(
    'accepts-anything',
    'seeds-rubbish',
    'health-says-ok',
  ),
  'never gets over the loss of its database, and has labels that say nothing': {
    target: 'empty-labels',
    ...program('never-recovers'),
  },
  'is Python, and PUT keeps nothing': foreign('put-keeps-nothing'),
  'is Python, lists what it began with and keeps its health to itself': foreign(
    'list-is-old,healthy-always',
  ),
  'does not build: line 12 fails': {
    dockerfile: `ARG NODE_IMAGE=node:24-bookworm-slim\nFROM \${NODE_IMAGE}\n${'\n'.repeat(9)}RUN node -e "console.log('about to fail'); process.exit(7)"\nRUN echo never\n`,
  },
  'does not build: a file to copy is missing': {
    dockerfile: 'ARG NODE_IMAGE=node:24-bookworm-slim\nFROM ${NODE_IMAGE}\nCOPY nowhere.txt /\n',
  },
  'is built on another base': {
    dockerfile:
      'ARG NODE_IMAGE=node:24-bookworm-slim\nFROM ${NODE_IMAGE} AS build\nFROM build\nLABEL x=y\n',
  },
  'takes nothing from the base that its first stage is built on': {
    dockerfile:
      'ARG NODE_IMAGE=node:24-bookworm-slim\nFROM ${NODE_IMAGE} AS build\nFROM scratch\nCOPY Dockerfile /\nCMD ["/nothing"]\n',
  },
  'has a bad Dockerfile': {
    dockerfile: `ARG NODE_IMAGE=node
FROM \${NODE_IMAGE}
ENV API_URL=http://api.internal
COPY . .
RUN npm ci || true
RUN echo poetry install && node -e "require('fs').writeFileSync('/built-at', new Date().toISOString())"
# USER node
ADD package.json /copied.json
CMD node server.js
`,
    files: { 'package.json': '{}' },
  },
  'has a sham Dockerfile': {
    dockerfile: `ARG NODE_IMAGE=node:latest
FROM \${NODE_IMAGE} AS build
WORKDIR /srv
COPY package.json server.js ./
RUN npm ci || true
RUN node -e "require('fs').writeFileSync('/random', String(Math.random()))"
FROM build
ARG NPM_TOKEN
COPY --from=build /srv/package.json /srv/copy.json
ENV NODE_ENV=development
EXPOSE 3000/udp
HEALTHCHECK CMD ["node", "-e", "process.exit(0)"]
ENTRYPOINT node server.js
CMD ["node", "dist/main.js"]
`,
    files: {
      'package.json': '{}',
      'server.js': '',
      '.dockerignore': 'node_modules\n*.md\n',
      '.env': 'A=1\n',
      'web/node_modules/one.js': '',
    },
  },
  'pins by version': tidyDockerfile,
  'logs too much': {
    args: {
      SHAPE: 'observable',
      FAULT: 'logs-text,logs-headers,logs-an-error,allows-another-origin',
    },
  },
  'logs its failures': program(
    'logs-a-trace',
    'logs-the-url',
    'metrics-are-json',
    'one-address',
    'adds-a-column',
  ),
  'stops soon': { args: { SHAPE: 'no-document', FAULT: 'exits-soon' } },
  'answers 500': program('answers-500', 'logs-to-var'),
  'is on loopback only': program('loopback-only'),
  'needs to be root': { target: 'setuid', ...program('needs-root') },
  'writes as root': { target: 'setuid', ...program('writes-to-root') },
  'has bad files': {
    dockerfile: `FROM scratch
WORKDIR /srv
COPY root/ /
USER app
CMD ["/srv/none"]
`,
    files: {
      'root/etc/passwd': 'root:x:0:0::/root:/bin/sh\napp:x:10001:10001::/home/app:/bin/sh\n',
      'root/srv/tests/a.test.js': '',
      'root/srv/config/.env': 'PORT=8000\n',
      'root/themes/one/style.css': '',
      'root/themes/two/style.css': '',
      'root/srv/node_modules/express/package.json': '{"version":"5.0.0"}',
      'root/srv/node_modules/jest/package.json': '{"version":"30.0.0"}',
      'root/srv/bom.json': '{"name":"nothing"}',
      'package-lock.json': lockFile,
    },
    executables: ['root/bin/sh'],
    folders: ['root/empty'],
  },
  'has busybox': {
    dockerfile: 'FROM scratch\nCOPY root/ /\nUSER app\nCMD ["/none"]\n',
    files: {
      'root/etc/passwd': 'root:x:0:0::/root:/bin/sh\napp:x:10001:10001::/home/app:/bin/sh\n',
      'root/home/app/.profile': '',
      'root/usr/lib/python3.13/site-packages/fastapi-1.0.dist-info/METADATA': '',
      'root/usr/lib/python3.13/site-packages/pytest-9.0.dist-info/METADATA': '',
      'root/sbom.cdx.json': '{"bomFormat":"CycloneDX","components":[]}',
      'requirements.txt': 'fastapi==1.0\n',
      'requirements-dev.txt': '-r requirements.txt\npytest==9.0\n',
    },
    executables: ['root/usr/bin/busybox'],
  },
};
