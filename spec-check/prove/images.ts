import type { Variant } from '../model/fault.ts';
import { lockFile, tidyDockerfile } from './shapes.ts';

/** What an image breaks, in `image/server.mjs`: several things where different checks see them, because each image costs a build. */
const programs = {
  'in-memory':
    'memory,health-fails,fixed-port,starts-without-database-url,writes-a-file,looks-up-its-user',
  'deletes-nothing': 'delete-deletes-nothing,health-elsewhere,exits-silently,empties-at-start',
  'hides-deleted': 'delete-hides,exits-with-0,needs-the-first-machine,exits-with-143',
  'updates-all': 'update-changes-all,prints-a-secret,ignores-sigterm',
  'ignores-url': 'ignores-database-url',
  'drops-requests': 'drops-requests,logs-to-a-file',
  'stops-soon': 'stops-soon,health-runs-out,starts-with-an-empty-url',
  'writes-later': 'writes-later,health-wants-json',
  'starts-slowly': 'starts-slowly,slow-at-times,hoards-at-start',
  'busy-at-first': 'busy-at-first,slow,hoards-requests',
  'accepts-anything': 'accepts-anything,seeds-rubbish,health-says-ok',
  'logs-failures': 'logs-a-trace,logs-the-url,metrics-are-json,one-address,adds-a-column',
  'answers-500': 'answers-500,logs-to-var',
  'logs-too-much': 'observable,logs-text,logs-headers,logs-an-error,allows-another-origin',
};

/** Images with faults, by what is wrong with them. The checks name them in their `faults`; any other name there is a stage of `image/Dockerfile`, or what the program breaks. */
export const faultyImages: Readonly<Record<string, Variant>> = {
  ...Object.fromEntries(
    Object.entries(programs).map(([name, FAULT]) => [name, { args: { FAULT } }]),
  ),
  'registry-forgets': { registry: 'forgets' },
  'registry-swaps': { registry: 'swaps' },
  // Labelled for one machine and made for another.
  'other-machine': { platform: 'linux/amd64' },
  'secret-in-build-argument': { args: { NPM_TOKEN: 'kJ8sQ2mX7vR4tZ1w' } },
  // With labels that say nothing.
  'never-recovers': { target: 'empty-labels', args: { FAULT: 'never-recovers,no-document' } },
  'needs-root': { target: 'setuid' },
  'writes-to-root': { target: 'setuid' },
  'build-fails': {
    dockerfile: `ARG NODE_IMAGE=node:24-bookworm-slim\nFROM \${NODE_IMAGE}\n${'\n'.repeat(9)}RUN node -e "console.log('about to fail'); process.exit(7)"\nRUN echo never\n`,
  },
  'missing-file': {
    dockerfile: 'ARG NODE_IMAGE=node:24-bookworm-slim\nFROM ${NODE_IMAGE}\nCOPY nowhere.txt /\n',
  },
  'other-base': {
    dockerfile:
      'ARG NODE_IMAGE=node:24-bookworm-slim\nFROM ${NODE_IMAGE} AS build\nFROM build\nLABEL x=y\n',
  },
  'unused-base': {
    dockerfile:
      'ARG NODE_IMAGE=node:24-bookworm-slim\nFROM ${NODE_IMAGE} AS build\nFROM scratch\nCOPY Dockerfile /\nCMD ["/nothing"]\n',
  },
  'bad-dockerfile': {
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
  'sham-dockerfile': {
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
  'pins-by-version': tidyDockerfile,
  'bad-files': {
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
  busybox: {
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
