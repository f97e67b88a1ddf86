import type { CheckId } from '../model/check.ts';

/** A promise that an image breaks, and the words by which its check must say why. */
export interface Fault {
  readonly check: CheckId;
  /** What is wrong, in a few words. */
  readonly name: string;
  readonly promise: string;
  /** In evidence, actual or diagnosis. */
  readonly says: RegExp;
}

/** How an image is made and checked. */
export interface Variant {
  /** Stage of `image/Dockerfile`, `good` unless given. */
  readonly target?: string;
  readonly args?: Readonly<Record<string, string>>;
  /** `linux/amd64`, instead of the engine's own. */
  readonly platform?: string;
  /** Of `foreign/Dockerfile` instead: another language, another framework. */
  readonly foreign?: true;
  /** A Dockerfile that the run builds by itself. */
  readonly dockerfile?: string;
  /** Push to a registry that keeps nothing, or something else. */
  readonly registry?: 'forgets' | 'swaps';
  /** Front matter of the spec, YAML. */
  readonly frontMatter?: string;
}

/** One image with faults that different checks must see: each check sees but its own. */
export interface FaultyImage extends Variant {
  readonly faults: readonly Fault[];
}

const foreign = (fault: string) => ({ foreign: true, args: { FAULT: fault } }) as const;
const program = (...faults: readonly string[]) => ({ args: { FAULT: faults.join(',') } });

/** A fenced block below a promise. */
const block = (language: string, ...lines: readonly string[]) =>
  [`\`\`\`${language}`, ...lines, '```'].map((line) => `  ${line}`.trimEnd()).join('\n');

const crud = 'All CRUD endpoints work when running containerized';
const required = '**DATABASE_URL**: Environment variable';
const noSecrets = 'No secrets in image';

const stopsGracefully = 'Shuts down gracefully on SIGTERM';
const readOnly = 'Runs with a read-only root filesystem';
const noCapabilities = 'Runs with all capabilities dropped';
const anyUser = 'Runs as any user';
const startsFast = 'Container starts within 2 seconds';
const respondsFast = '`/health` responds within 400 ms';
const littleMemory = 'Memory usage stays under 150 MB';

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
        name: 'it writes a file when it starts',
        promise: readOnly,
        says: /With --read-only: (?:The container exited|Runs, and gives no)[\s\S]*file of its own image/,
      },
      {
        check: 'any-user',
        name: 'it looks its own user up',
        promise: anyUser,
        says: /With --user \d+:\d+: (?:The container exited|Runs, and gives no)[\s\S]*looks its own user up/,
      },
      {
        check: 'pull-elsewhere',
        name: 'the API does not work there',
        promise: 'Image can be pulled and run on a different machine',
        says: /Pulled on another engine, and there:[\s\S]*in memory/,
      },
      {
        check: 'crud',
        name: 'tasks are kept in memory',
        promise: crud,
        says: /no table has one[\s\S]*in memory/,
      },
      {
        check: 'health',
        name: 'the endpoint answers 500',
        promise: 'Health check endpoint responds at `/health`',
        says: /GET \/health → 500/,
      },
      {
        check: 'port',
        name: 'PORT is ignored',
        promise: '**PORT**: Configurable, defaults to 8000',
        says: /answers on port 8000[\s\S]*PORT is not read/,
      },
      {
        check: 'env-required',
        name: 'it starts without DATABASE_URL',
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
        name: 'DELETE deletes nothing',
        promise: crud,
        says: /DELETE answers that it went well and deletes nothing/,
      },
      {
        check: 'health',
        name: 'the endpoint is elsewhere',
        promise: 'GET /health returns 200',
        says: /GET \/health → 404[\s\S]*no such endpoint/,
      },
      {
        check: 'env-required',
        name: 'it dies without a word',
        promise: required,
        says: /exits with 1, and the error does not name it/,
      },
      {
        check: 'database',
        name: 'the table is emptied at every start',
        promise: 'Data survives a container restart',
        says: /gone after a restart/,
      },
    ],
  },
  'hides what is deleted and needs what only the first machine has': {
    ...program('delete-hides', 'exits-with-0', 'needs-the-first-machine', 'exits-with-143'),
    faults: [
      {
        check: 'graceful-shutdown',
        name: 'it exits with 143',
        promise: stopsGracefully,
        says: /Exits with 143/,
      },
      { check: 'crud', name: 'DELETE only hides', promise: crud, says: /soft delete/ },
      {
        check: 'env-required',
        name: 'it exits with 0, as if all were well',
        promise: required,
        says: /exits with 0, as if all were well/,
      },
      {
        check: 'pull-elsewhere',
        name: 'it needs a name of the first machine',
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
        name: 'it ignores SIGTERM',
        promise: 'The container stops gracefully on SIGTERM within 2 seconds',
        says: /Still running 2.0 s after SIGTERM, and serves on[\s\S]*no handler for SIGTERM/,
      },
      {
        check: 'crud',
        name: 'an update changes every row',
        promise: crud,
        says: /changes another one too/,
      },
      {
        check: 'env-required',
        name: 'it prints a secret when it dies',
        promise: required,
        says: /prints a secret \(Neon password\)/,
      },
      {
        check: 'health',
        name: 'another path than the one promised',
        promise: '200 at `/healthz`',
        says: /GET \/healthz → 404/,
      },
      {
        check: 'non-root',
        name: 'another user than the one promised',
        promise: 'Runs as `www-data`',
        says: /Does not run as www-data/,
      },
      {
        check: 'image-size',
        name: 'smaller than the least size',
        promise: 'Image size over 400MB',
        says: /below the limit of 400/,
      },
      {
        check: 'image-size',
        name: 'larger than the compressed limit',
        promise: 'Compressed image size below 20 MB',
        says: /MB compressed, .* above the limit/,
      },
      {
        check: 'port',
        name: 'another default port',
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
        name: 'DATABASE_URL is ignored',
        promise: 'Container can connect to Neon database with provided DATABASE_URL',
        says: /not in the database of DATABASE_URL[\s\S]*not used/,
      },
      { check: 'crud', name: 'rows go to a file', promise: crud, says: /in another database/ },
    ],
  },
  'is large, runs as root and has a HEALTHCHECK that always says yes': {
    target: 'careless',
    faults: [
      {
        check: 'image-size',
        name: '60 MB too large',
        promise: 'Image size under 200MB (verify with `docker images`)',
        says: /above the limit[\s\S]*60\.0 MB {2}RUN/,
      },
      {
        check: 'non-root',
        name: 'no USER',
        promise: 'Container runs as non-root user',
        says: /Runs as root[\s\S]*USER is not set/,
      },
      {
        check: 'healthcheck',
        name: 'the probe asks nothing',
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
        name: 'root under another name',
        promise: 'Container runs as non-root user',
        says: /root under another name/,
      },
      {
        check: 'env-required',
        name: 'the image sets DATABASE_URL',
        promise: required,
        says: /image itself sets DATABASE_URL/,
      },
      {
        check: 'healthcheck',
        name: 'no HEALTHCHECK',
        promise: 'The image declares a HEALTHCHECK',
        says: /declares no HEALTHCHECK/,
      },
    ],
  },
  'says USER 0:0 and has a HEALTHCHECK that never says yes': {
    target: 'user-zero',
    faults: [
      {
        check: 'non-root',
        name: 'USER 0:0',
        promise: 'Does NOT run as root',
        says: /Runs as root/,
      },
      {
        check: 'healthcheck',
        name: 'the probe never succeeds',
        promise: 'Container becomes healthy',
        says: /does not turn healthy/,
      },
    ],
  },
  // An image of its own: beside promises about rows, each container that starts could change them.
  'drops requests when it stops and logs to a file': {
    ...program('drops-requests', 'logs-to-a-file'),
    faults: [
      {
        check: 'read-only',
        name: 'it logs to a file',
        promise: readOnly,
        says: /POST \/tasks → 500.*goes well without it[\s\S]*EROFS/,
      },
      {
        check: 'graceful-shutdown',
        name: 'requests in flight are dropped',
        promise: stopsGracefully,
        says: /\d+ of \d+ requests begun before SIGTERM are lost: POST \/tasks → no answer[\s\S]*process exits/,
      },
    ],
  },
  'starts its program from a shell': {
    target: 'shell-stays',
    faults: [
      {
        check: 'graceful-shutdown',
        name: 'PID 1 is a shell',
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
        name: 'it needs CAP_SETUID',
        promise: noCapabilities,
        says: /With --cap-drop ALL .*: The container exited[\s\S]*takes CAP_SETUID/,
      },
    ],
  },
  'writes to a folder of one user': {
    target: 'private-folder',
    faults: [
      {
        check: 'no-capabilities',
        name: 'root writes where it may not',
        promise: noCapabilities,
        says: /bound by permissions/,
      },
      {
        check: 'any-user',
        name: 'a folder of one user',
        promise: anyUser,
        says: /only by the user it was built for/,
      },
    ],
  },
  'starts slowly, is slow now and then, and takes its memory at the start': {
    ...program('starts-slowly', 'slow-at-times', 'hoards-at-start'),
    faults: [
      {
        check: 'starts-within',
        name: 'it starts slowly',
        promise: startsFast,
        says: /First answer at worst .* n=3 fresh containers[\s\S]*Every start takes longer/,
      },
      {
        check: 'responds-within',
        name: 'it is slow now and then',
        promise: respondsFast,
        says: /n=30 .*the slowest (?:[789]\d\d ms|\d\.\d s) \(median .*[\s\S]*Most are in time and some are not/,
      },
      {
        check: 'memory-under',
        name: 'it takes 200 MB at the start',
        promise: littleMemory,
        says: /more before the first request/,
      },
    ],
  },
  'says 503 at first, is slow every time, and keeps memory of every request': {
    ...program('busy-at-first', 'slow', 'hoards-requests'),
    faults: [
      {
        check: 'starts-within',
        name: 'it says 503 at first',
        promise: startsFast,
        says: /First answer at worst .* n=3[\s\S]*Every start takes longer/,
      },
      {
        check: 'responds-within',
        name: 'it is slow every time',
        promise: respondsFast,
        says: /Every request takes longer/,
      },
      {
        check: 'memory-under',
        name: 'it keeps memory of every request',
        promise: littleMemory,
        says: /grows with requests/,
      },
    ],
  },
  'answers fast that it is not well': {
    ...program('unwell-at-times'),
    faults: [
      {
        check: 'responds-within',
        name: 'it answers 500 fast',
        promise: respondsFast,
        says: /GET \/health → 500 in request \d+ of 30/,
      },
    ],
  },
  'is pushed to a registry that keeps nothing': {
    registry: 'forgets',
    faults: [
      {
        check: 'push',
        name: 'the registry keeps nothing',
        promise: 'Image can be pushed to registry',
        says: /does not have .* after the push/,
      },
    ],
  },
  'is pushed to a registry that keeps another': {
    registry: 'swaps',
    faults: [
      {
        check: 'push',
        name: 'the registry keeps another image',
        promise: 'Image can be pushed to registry',
        says: /has another image under/,
      },
    ],
  },
  'is labelled for one machine and made for another': {
    target: 'other-machine',
    platform: 'linux/amd64',
    faults: [
      {
        check: 'architecture',
        name: 'a program for another processor',
        promise: 'The image is built for linux/amd64',
        says: /its \/program is for s390x/,
      },
    ],
  },
  'has a key that a later layer replaces': {
    target: 'secret-deleted',
    faults: [
      {
        check: 'no-secrets',
        name: 'a key that a later layer replaces',
        promise: noSecrets,
        says: /private key: \/app\/keys\/id_ed25519 in layer 1 .*deleted or replaced by a later layer/,
      },
    ],
  },
  'has a token in ENV': {
    target: 'secret-in-env',
    faults: [
      {
        check: 'no-secrets',
        name: 'a token in ENV',
        promise: noSecrets,
        says: /value of API_TOKEN: ENV API_TOKEN/,
      },
    ],
  },
  'has a password in a label': {
    target: 'secret-in-label',
    faults: [
      {
        check: 'no-secrets',
        name: 'a password in a label',
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
        name: 'a password in the code',
        promise: noSecrets,
        says: /connection string with a password: \/app\/config\.mjs/,
      },
    ],
  },
  'has a .env file': {
    target: 'dot-env',
    faults: [
      {
        check: 'no-secrets',
        name: 'a .env file',
        promise: noSecrets,
        says: /secret in a \.env file: \/app\/\.env/,
      },
    ],
  },
  'has the value of a build argument in its history': {
    target: 'secret-in-build-argument',
    args: { NPM_TOKEN: 'kJ8sQ2mX7vR4tZ1w' },
    faults: [
      {
        check: 'no-secrets',
        name: 'a build argument in the history',
        promise: noSecrets,
        says: /value of NPM_TOKEN: the history .*RUN \(NPM_TOKEN\)/,
      },
    ],
  },
  'accepts anything, keeps rubbish and has no labels': {
    ...program('accepts-anything', 'seeds-rubbish', 'health-says-ok'),
    faults: [
      {
        check: 'http',
        name: 'nothing is validated',
        promise:
          'A task without a title is refused\n' +
          block('http', 'POST /tasks', 'Content-Type: application/json', '', '{}', '', 'HTTP 422'),
        says: /POST \/tasks → 201/,
      },
      {
        check: 'http',
        name: 'the body is another',
        promise:
          'Health says how it is\n' +
          block('http', 'GET /health', '', 'HTTP 200', '', '{"status":"healthy"}'),
        says: /GET \/health → 200 \{"status":"ok"\}/,
      },
      {
        check: 'sql',
        name: 'a row that should not be',
        promise:
          'No task lacks a title\n' +
          block('sql', "select count(*) from todo where title = ''", '-- 0'),
        says: /gives other rows: [1-9]/,
      },
      {
        check: 'sql',
        name: 'a missing index',
        promise:
          'Titles are indexed\n' +
          block(
            'sql',
            "select indexname from pg_indexes where tablename = 'todo' and indexdef like '%(title)%'",
            '-- 1 row',
          ),
        says: /\(no rows\)/,
      },
      {
        check: 'sh',
        name: 'a shell in the image',
        promise:
          'There is no shell in the image\n' +
          block('sh', '! docker run --rm --network none --entrypoint sh "$IMAGE" -c true'),
        says: /exit code 1/,
      },
      {
        check: 'labels',
        name: 'no labels',
        promise: 'The image has the OCI labels source, version and revision',
        says: /has no label org\.opencontainers\.image\.source/,
      },
      {
        check: 'architecture',
        name: 'another architecture',
        promise: 'The image is built for linux/s390x',
        says: /and not for linux\/s390x/,
      },
      {
        check: 'architecture',
        name: 'one of two architectures',
        promise: 'Image supports ppc64le and s390x',
        says: /and not for linux\/ppc64le, linux\/s390x/,
      },
      {
        check: 'tag',
        name: 'no version',
        promise: 'The image is tagged with a semantic version',
        says: /No tag is a semantic version/,
      },
      {
        check: 'tag',
        name: 'no commit',
        promise: 'The image is tagged with the git commit hash',
        says: /No tag is a commit/,
      },
      {
        check: 'health',
        name: 'the database is not asked',
        promise: '`/health` is 200 only when the database is up',
        says: /With the database away: GET \/health → 200/,
      },
    ],
  },
  'never gets over the loss of its database, and has labels that say nothing': {
    target: 'empty-labels',
    ...program('never-recovers'),
    faults: [
      {
        check: 'health',
        name: 'no recovery',
        promise: '`/health` returns 200 when the database is up and 503 when it is down',
        says: /The database is back for 15 s, and: GET \/health → 503/,
      },
      {
        check: 'labels',
        name: 'labels that say nothing',
        promise: 'The label `org.opencontainers.image.revision` is set',
        says: /another or an empty value/,
      },
      {
        check: 'sh',
        name: 'another user than the command wants',
        promise:
          'USER is a number\n' +
          block(
            'sh',
            'docker image inspect --format "{{.Config.User}}" "$IMAGE" | grep -qE "^[0-9]+$"',
          ),
        says: /exit code 1/,
      },
    ],
  },
  'is Python, and PUT keeps nothing': {
    ...foreign('put-keeps-nothing'),
    faults: [
      {
        check: 'crud',
        name: 'PUT keeps nothing',
        promise: crud,
        says: /PUT answers that it went well and does not change the item/,
      },
    ],
  },
  'is Python, lists what it began with and keeps its health to itself': {
    ...foreign('list-is-old,healthy-always'),
    faults: [
      {
        check: 'crud',
        name: 'the list is as old as the process',
        promise: crud,
        says: /GET \/api\/v1\/books\/.*"total":0.*it is not there/,
      },
      {
        check: 'health',
        name: 'the database is not asked, in Python',
        promise: '`/healthz` is 200 only when the database is up',
        says: /With the database away: GET \/healthz → 200/,
      },
    ],
  },
  'does not build: line 12 fails': {
    dockerfile: `ARG NODE_IMAGE=node:24-bookworm-slim\nFROM \${NODE_IMAGE}\n${'\n'.repeat(9)}RUN node -e "console.log('about to fail'); process.exit(7)"\nRUN echo never\n`,
    faults: [
      {
        check: 'builds',
        name: 'line 12 fails',
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
        name: 'a file to copy is missing',
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
        name: 'another base',
        promise: 'Base image is `python:3.13-slim`',
        says: /last stage builds on node:24-bookworm-slim/,
      },
    ],
  },
  'takes nothing from the base that its first stage is built on': {
    dockerfile:
      'ARG NODE_IMAGE=node:24-bookworm-slim\nFROM ${NODE_IMAGE} AS build\nFROM scratch\nCOPY Dockerfile /\nCMD ["/nothing"]\n',
    faults: [
      {
        check: 'base-image',
        name: 'nothing of the base is in it',
        promise: 'Base image is `node:24-bookworm-slim`',
        says: /used by another stage, and nothing of it is in the image/,
      },
    ],
  },
};

/** The faults that a check must catch, by name. */
export function faultsOf(id: CheckId): readonly string[] {
  return Object.values(faultyImages)
    .flatMap(({ faults }) => faults)
    .filter(({ check }) => check === id)
    .map(({ name }) => name);
}
