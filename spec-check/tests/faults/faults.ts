import type { CheckId } from '../../checks/check.ts';

/** A promise that an image breaks, and the words by which its check must say why. */
export interface Fault {
  readonly check: CheckId;
  readonly promise: string;
  /** In evidence, actual or diagnosis. */
  readonly says: RegExp;
}

/** One image with faults that different checks must see: each check sees but its own. */
export interface FaultyImage {
  /** Stage of the Dockerfile beside this file, `good` unless given. */
  readonly target?: string;
  readonly args?: Readonly<Record<string, string>>;
  /** A Dockerfile that the command line builds by itself. */
  readonly dockerfile?: string;
  /** Push to a registry that keeps nothing. */
  readonly forgetfulRegistry?: boolean;
  readonly faults: readonly Fault[];
}

const program = (...faults: readonly string[]) => ({ args: { FAULT: faults.join(',') } });

const crud = 'All CRUD endpoints work when running containerized';
const stopsGracefully = 'Shuts down gracefully on SIGTERM';
const readOnly = 'Runs with a read-only root filesystem';
const noCapabilities = 'Runs with all capabilities dropped';
const anyUser = 'Runs as any user';
const startsFast = (limit: string) => `Container starts within ${limit}`;
const respondsFast = '`/health` responds within 400 ms';
const littleMemory = 'Memory usage stays under 150 MB';
const required = '**DATABASE_URL**: Environment variable';
const noSecrets = 'No secrets in image';

export const faultyImages: Readonly<Record<string, FaultyImage>> = {
  'keeps tasks in memory, has a fixed port and needs no database': {
    ...program(
      'memory',
      'health-fails',
      'fixed-port',
      'starts-without-database-url',
      'writes-a-file',
      'looks-up-its-user',
    ),
    faults: [
      {
        check: 'read-only',
        promise: readOnly,
        says: /With --read-only: The container exited[\s\S]*EROFS[\s\S]*file of its own image/,
      },
      {
        check: 'any-user',
        promise: anyUser,
        says: /With --user \d+:\d+: The container exited[\s\S]*looks its own user up/,
      },
      { check: 'crud', promise: crud, says: /no table has one[\s\S]*in memory/ },
      {
        check: 'health',
        promise: 'Health check endpoint responds at `/health`',
        says: /GET \/health → 500/,
      },
      {
        check: 'port',
        promise: '**PORT**: Configurable, defaults to 8000',
        says: /answers on port 8000[\s\S]*PORT is not read/,
      },
      {
        check: 'env-required',
        promise: required,
        says: /Without DATABASE_URL it runs and answers/,
      },
    ],
  },
  'deletes nothing, empties its table at every start and dies in silence': {
    ...program('delete-deletes-nothing', 'health-elsewhere', 'exits-silently', 'empties-at-start'),
    faults: [
      {
        check: 'crud',
        promise: crud,
        says: /DELETE answers that it went well and deletes nothing/,
      },
      {
        check: 'health',
        promise: 'GET /health returns 200',
        says: /GET \/health → 404[\s\S]*no such endpoint/,
      },
      {
        check: 'env-required',
        promise: required,
        says: /exits with 1, and the error does not name it/,
      },
      {
        check: 'database',
        promise: 'Data survives a container restart',
        says: /gone after a restart/,
      },
    ],
  },
  'hides what is deleted and needs what only the first machine has': {
    ...program('delete-hides', 'exits-with-0', 'needs-the-first-machine', 'exits-with-143'),
    faults: [
      { check: 'graceful-shutdown', promise: stopsGracefully, says: /Exits with 143/ },
      { check: 'crud', promise: crud, says: /soft delete/ },
      { check: 'env-required', promise: required, says: /exits with 0, as if all were well/ },
      {
        check: 'pull-elsewhere',
        promise: 'Image can be pulled and run on a different machine',
        says: /other engine[\s\S]*host\.docker\.internal/,
      },
    ],
  },
  'updates every row, prints a secret and is not what the spec says': {
    ...program('update-changes-all', 'prints-a-secret', 'ignores-sigterm'),
    faults: [
      {
        check: 'graceful-shutdown',
        promise: 'The container stops gracefully on SIGTERM within 2 seconds',
        says: /Still running 2.0 s after SIGTERM, and serves on[\s\S]*no handler for SIGTERM/,
      },
      { check: 'crud', promise: crud, says: /changes another one too/ },
      { check: 'env-required', promise: required, says: /prints a secret \(Neon password\)/ },
      { check: 'health', promise: '200 at `/healthz`', says: /GET \/healthz → 404/ },
      { check: 'non-root', promise: 'Runs as `www-data`', says: /Does not run as www-data/ },
      { check: 'image-size', promise: 'Image size over 400MB', says: /below the limit of 400/ },
      {
        check: 'image-size',
        promise: 'Compressed image size below 20 MB',
        says: /MB compressed, .* above the limit/,
      },
      {
        check: 'port',
        promise: 'Listens on port 3000 by default',
        says: /Answers on port 8000 by default, not on 3000/,
      },
    ],
  },
  'ignores DATABASE_URL': {
    ...program('ignores-database-url'),
    faults: [
      {
        check: 'database',
        promise: 'Container can connect to Neon database with provided DATABASE_URL',
        says: /not in the database of DATABASE_URL[\s\S]*not used/,
      },
      { check: 'crud', promise: crud, says: /in another database/ },
    ],
  },
  'is large, runs as root and has a HEALTHCHECK that always says yes': {
    target: 'careless',
    faults: [
      {
        check: 'image-size',
        promise: 'Image size under 200MB (verify with `docker images`)',
        says: /above the limit[\s\S]*60\.0 MB {2}RUN/,
      },
      {
        check: 'non-root',
        promise: 'Container runs as non-root user',
        says: /Runs as root[\s\S]*USER is not set/,
      },
      {
        check: 'healthcheck',
        promise: 'The image declares a HEALTHCHECK',
        says: /Still healthy .* after the API was frozen/,
      },
    ],
  },
  'has a root named appuser, a DATABASE_URL of its own and no HEALTHCHECK': {
    target: 'root-named-appuser',
    faults: [
      {
        check: 'non-root',
        promise: 'Container runs as non-root user',
        says: /root under another name/,
      },
      { check: 'env-required', promise: required, says: /image itself sets DATABASE_URL/ },
      {
        check: 'healthcheck',
        promise: 'The image declares a HEALTHCHECK',
        says: /declares no HEALTHCHECK/,
      },
    ],
  },
  'says USER 0:0 and has a HEALTHCHECK that never says yes': {
    target: 'user-zero',
    faults: [
      { check: 'non-root', promise: 'Does NOT run as root', says: /Runs as root/ },
      { check: 'healthcheck', promise: 'Container becomes healthy', says: /does not turn healthy/ },
    ],
  },
  // An image of its own: beside promises about rows, each container that starts could change them.
  'drops requests when it stops and logs to a file': {
    ...program('drops-requests', 'logs-to-a-file'),
    faults: [
      {
        check: 'read-only',
        promise: readOnly,
        says: /POST \/tasks → 500.*goes well without it[\s\S]*EROFS/,
      },
      {
        check: 'graceful-shutdown',
        promise: stopsGracefully,
        says: /\d+ of \d+ requests begun before SIGTERM are lost: POST \/tasks → no answer[\s\S]*process exits/,
      },
    ],
  },
  'starts its program from a shell': {
    target: 'shell-form',
    faults: [
      {
        check: 'graceful-shutdown',
        promise: 'Handles SIGTERM within 2 seconds',
        says: /PID 1 is a shell \(\/bin\/sh -c node server\.mjs && true\)/,
      },
    ],
  },
  'gives its rights up by itself': {
    target: 'switches-user',
    faults: [
      {
        check: 'no-capabilities',
        promise: noCapabilities,
        says: /With --cap-drop ALL .*: The container exited[\s\S]*takes CAP_SETUID/,
      },
    ],
  },
  'writes to a folder of one user': {
    target: 'private-folder',
    faults: [
      { check: 'no-capabilities', promise: noCapabilities, says: /bound by permissions/ },
      { check: 'any-user', promise: anyUser, says: /only by the user it was built for/ },
    ],
  },
  'starts slowly, is slow now and then, and takes its memory at the start': {
    ...program('starts-slowly', 'slow-at-times', 'hoards-at-start'),
    faults: [
      {
        check: 'starts-within',
        promise: startsFast('2 seconds'),
        says: /First answer at worst .* n=3 fresh containers[\s\S]*Every start takes longer/,
      },
      {
        check: 'responds-within',
        promise: respondsFast,
        says: /n=30 .*the slowest [78]\d\d ms \(median .*[\s\S]*Most are in time and some are not/,
      },
      { check: 'memory-under', promise: littleMemory, says: /more before the first request/ },
    ],
  },
  'says 503 at first, is slow every time, and keeps memory of every request': {
    ...program('busy-at-first', 'slow', 'hoards-requests'),
    faults: [
      {
        check: 'starts-within',
        promise: startsFast('2 seconds'),
        says: /First answer at worst .* n=3[\s\S]*Every start takes longer/,
      },
      { check: 'responds-within', promise: respondsFast, says: /Every request takes longer/ },
      { check: 'memory-under', promise: littleMemory, says: /grows with requests/ },
    ],
  },
  'answers fast that it is not well': {
    ...program('unwell-at-times'),
    faults: [
      {
        check: 'responds-within',
        promise: respondsFast,
        says: /GET \/health → 500 in request \d+ of 30/,
      },
    ],
  },
  'is pushed to a registry that keeps nothing': {
    forgetfulRegistry: true,
    faults: [
      {
        check: 'push',
        promise: 'Image can be pushed to registry',
        says: /does not have .* after the push/,
      },
    ],
  },
  'has a key that a later layer replaces': {
    target: 'secret-deleted',
    faults: [
      {
        check: 'no-secrets',
        promise: noSecrets,
        says: /private key: \/app\/keys\/id_ed25519 in layer 1 .*deleted or replaced by a later layer/,
      },
    ],
  },
  'has a token in ENV': {
    target: 'secret-in-env',
    faults: [
      { check: 'no-secrets', promise: noSecrets, says: /value of API_TOKEN: ENV API_TOKEN/ },
    ],
  },
  'has a password in a label': {
    target: 'secret-in-label',
    faults: [
      {
        check: 'no-secrets',
        promise: noSecrets,
        says: /connection string with a password: LABEL deploy\.database/,
      },
    ],
  },
  'has a password in its code': {
    target: 'secret-in-code',
    faults: [
      {
        check: 'no-secrets',
        promise: noSecrets,
        says: /connection string with a password: \/app\/config\.mjs/,
      },
    ],
  },
  'has a .env file': {
    target: 'dot-env',
    faults: [
      { check: 'no-secrets', promise: noSecrets, says: /secret in a \.env file: \/app\/\.env/ },
    ],
  },
  'has the value of a build argument in its history': {
    target: 'secret-in-build-argument',
    args: { NPM_TOKEN: 'kJ8sQ2mX7vR4tZ1w' },
    faults: [
      {
        check: 'no-secrets',
        promise: noSecrets,
        says: /value of NPM_TOKEN: the history .*RUN \(NPM_TOKEN\)/,
      },
    ],
  },
  'does not build: line 12 fails': {
    dockerfile: `ARG NODE_IMAGE=node:24-bookworm-slim\nFROM \${NODE_IMAGE}\n${'\n'.repeat(9)}RUN node -e "console.log('about to fail'); process.exit(7)"\nRUN echo never\n`,
    faults: [
      {
        check: 'builds',
        promise: 'Container builds successfully without errors',
        says: /Line 12 of the Dockerfile fails: RUN node[\s\S]*about to fail/,
      },
    ],
  },
  'does not build: a file to copy is missing': {
    dockerfile: 'ARG NODE_IMAGE=node:24-bookworm-slim\nFROM ${NODE_IMAGE}\nCOPY nowhere.txt /\n',
    faults: [
      {
        check: 'builds',
        promise: 'Container builds successfully without errors',
        says: /Line 3 [\s\S]*not in the build context/,
      },
    ],
  },
  'is built on another base': {
    dockerfile:
      'ARG NODE_IMAGE=node:24-bookworm-slim\nFROM ${NODE_IMAGE} AS build\nFROM build\nLABEL x=y\n',
    faults: [
      {
        check: 'base-image',
        promise: 'Base image is `python:3.13-slim`',
        says: /last stage builds on node:24-bookworm-slim/,
      },
    ],
  },
};

/** What the image without a fault must keep: the same promises. */
export const goodPromises: readonly string[] = [
  'Image size under 200MB (verify with `docker images`)',
  'Container runs as non-root user',
  'Health check endpoint responds at `/health`',
  crud,
  'Data survives a container restart',
  'Data survives container recreation',
  'Image can be pushed to registry',
  'Image can be pulled and run on a different machine',
  'The image declares a HEALTHCHECK',
  noSecrets,
  required,
  '**PORT**: Configurable, defaults to 8000',
  stopsGracefully,
  readOnly,
  noCapabilities,
  anyUser,
  startsFast('20 seconds'),
  respondsFast,
  littleMemory,
];
