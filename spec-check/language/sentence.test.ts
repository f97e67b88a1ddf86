import { checks } from '../checks/index.ts';
import { type Interpretation, interpret } from './interpret.ts';
import { parseSpec } from './parse.ts';

/** One line below a heading, read as part of a whole spec. */
function read(sentence: string, heading = 'Success Criteria', below = ''): Interpretation {
  const text = `# Task API\n\n## Success Criteria\n\n- [ ] Container builds\n\n## ${heading}\n\n${below === '' ? '' : `### ${below}\n\n`}- ${heading === 'Success Criteria' ? '[ ] ' : ''}${sentence}\n`;
  const items = interpret(parseSpec(Buffer.from(text), 'spec.md'), checks, new Date('2026-01-01'));
  const last = items.at(-1);
  if (last === undefined) throw new Error('No item was read.');
  return last;
}

function meaning({ verdict, checks: requests }: Interpretation): unknown {
  return verdict === 'checkable' ? requests.map(({ check, params }) => [check, params]) : verdict;
}

const size = (op: string, bytes: number, basis = 'unpacked') => [
  ['image-size', { op, bytes, basis }],
];
const nonRoot = [['non-root', { root: false }]];
const health = (params: object) => [['health', params]];
const shutdown = (withinMs = 10_000) => [['graceful-shutdown', { withinMs }]];
const starts = (op: string, ms: number) => [['starts-within', { op, ms }]];
const responds = (path: string, op: string, ms: number) => [
  ['responds-within', { path, op, ms, method: 'GET' }],
];
const memory = (op: string, bytes: number) => [['memory-under', { op, bytes }]];
const database = (params: object) => [
  ['database', { variable: 'DATABASE_URL', neon: false, survives: [], ...params }],
];

describe('a criterion', () => {
  it.each<[string, unknown]>([
    // builds
    ['Container builds successfully without errors', [['builds', {}]]],
    ['The Docker image builds', [['builds', {}]]],
    ['`docker build .` succeeds', [['builds', {}]]],
    ['Builds within 5 minutes', 'ambiguous'],
    ['Container builds on arm64', 'unverified'],
    ['Container builds without network', 'unverified'],
    ['Container does not build', 'unverified'],
    // size
    ['Image size under 200MB (verify with `docker images`)', size('<', 200_000_000)],
    ['Image size at most 200 MiB', size('<=', 209_715_200)],
    ['Image size over 200MB', size('>', 200_000_000)],
    ['Image size under 200MB compressed', size('<', 200_000_000, 'compressed')],
    ['The final image is smaller than 200 MB', size('<', 200_000_000)],
    ['The image must not exceed 0.2 GB', size('<=', 200_000_000)],
    ['Image is no larger than 150MB', size('<=', 150_000_000)],
    ['Image is not under 200MB', size('>=', 200_000_000)],
    ['Image size < 200MB', size('<', 200_000_000)],
    ['Image size: 200 MB or less', size('<=', 200_000_000)],
    ['Image size between 100 and 200 MB', [...size('>=', 100_000_000), ...size('<=', 200_000_000)]],
    [
      'Image size under 200MB and over 100MB',
      [...size('<', 200_000_000), ...size('>', 100_000_000)],
    ],
    ['Image size under 200', 'ambiguous'],
    ['Image size under 200Mb', 'ambiguous'],
    ['Image size about 200MB', 'ambiguous'],
    ['Image size under 200MB or 250MB', 'ambiguous'],
    ['Image size under 200MB unless debugging', 'unverified'],
    ['Image size 200MB smaller than the dev image', 'unverified'],
    ['Image is small', 'unverified'],
    ['Build context under 200MB', 'unverified'],
    ['Base image under 200MB', 'unverified'],
    ['node_modules under 200MB', 'unverified'],
    ['Container runs with 200MB memory', 'unverified'],
    ['Memory under 200MB', memory('<', 200_000_000)],
    ['Dev image size under 200MB', 'unverified'],
    // user
    ['Container runs as non-root user', nonRoot],
    ['Does NOT run as root', nonRoot],
    ["The container doesn't run as root", nonRoot],
    ['The process never runs as root', nonRoot],
    ['Runs as an unprivileged user', nonRoot],
    ['Runs as root', [['non-root', { root: true }]]],
    ['Does not run as `node`', [['non-root', { notUser: 'node' }]]],
    ['Runs as `appuser`', [['non-root', { user: 'appuser' }]]],
    ['Never runs as anything but root', 'unverified'],
    ['Runs as non-root except during build', 'ambiguous'],
    ['Should ideally run as non-root', 'ambiguous'],
    // health
    ['Health check endpoint responds at `/health`', health({ path: '/health' })],
    ['200 at `/healthz`', health({ path: '/healthz', status: 200 })],
    ['GET /health returns 200', health({ path: '/health', status: 200 })],
    ['`/health` returns 200 OK', health({ path: '/health', status: 200 })],
    ['`curl http://localhost:8000/health` returns 200', health({ path: '/health', status: 200 })],
    [
      'GET /health returns `{"status":"healthy"}`',
      health({ path: '/health', body: { status: 'healthy' } }),
    ],
    ['returns 503 at `/health`', health({ path: '/health', status: 503 })],
    [
      'Health endpoint responds at `/health` and `/ready`',
      [...health({ path: '/health' }), ...health({ path: '/ready' })],
    ],
    ['Health endpoint responds', 'ambiguous'],
    ['Responds within 50 ms', 'ambiguous'],
    ['Should ideally return 200', 'ambiguous'],
    ['p95 of `/health` under 50 ms at 100 rps', 'unverified'],
    [
      '`/health` is 200 only when the database is up',
      health({ path: '/health', status: 200, whileDatabaseAway: 'no success' }),
    ],
    [
      '`/ready` answers 503 while the database is down',
      health({ path: '/ready', whileDatabaseAway: 503 }),
    ],
    ['GET /ready returns 200 if the database is reachable and 503 if it is not', 'unverified'],
    [
      'GET /ready returns 200 if the database is reachable and 503 if it is down',
      health({ path: '/ready', status: 200, whileDatabaseAway: 503 }),
    ],
    ['`/health` returns 200 when the database is up', health({ path: '/health', status: 200 })],
    ['Health endpoint does not respond at `/health`', 'unverified'],
    ['Health responds at `/health` when the database is down', 'unverified'],
    ['Health endpoint `/health` requires authentication', 'unverified'],
    ['POST /tasks returns 201', 'unverified'],
    // crud
    ['All CRUD endpoints work when running containerized', [['crud', {}]]],
    ['CRUD works inside the container', [['crud', {}]]],
    ['Tasks can be created, read, updated and deleted', [['crud', { resource: 'tasks' }]]],
    ['All CRUD endpoints except delete work', 'ambiguous'],
    ['All CRUD endpoints work without a database', 'unverified'],
    ['CRUD endpoints return within 100ms', 'unverified'],
    ['Tasks can be created and read', 'unverified'],
    // database
    ['Container can connect to Neon database with provided DATABASE_URL', database({ neon: true })],
    ['The API connects to PostgreSQL using `DATABASE_URL`', database({})],
    ['Data survives restart', database({ survives: ['restart'] })],
    ['Data survives container recreation', database({ survives: ['recreation'] })],
    ['Tasks persist across container restarts', database({ survives: ['restart'] })],
    ['Data survives restart and recreation', database({ survives: ['restart', 'recreation'] })],
    ['Data persists', 'ambiguous'],
    ['Data does not survive restart', 'unverified'],
    ['Data survives a database restart', 'unverified'],
    // push and pull
    [
      'Image can be pushed to registry (Docker Hub or GHCR)',
      [['push', { registries: ['docker.io', 'ghcr.io'] }]],
    ],
    ['Image can be pushed to a container registry', [['push', { registries: [] }]]],
    ['Image can be pushed to registry without login', 'unverified'],
    ['Image can be pulled and run on different machine', [['pull-elsewhere', {}]]],
    ['Runs on another machine', [['pull-elsewhere', {}]]],
    ["The image works on a teammate's laptop", [['pull-elsewhere', {}]]],
    ['Image can be pulled and run on a different machine without Docker', 'unverified'],
    // secrets
    ['No secrets in image', [['no-secrets', {}]]],
    ['Secrets are not baked into the image', [['no-secrets', {}]]],
    ['The image contains no credentials', [['no-secrets', {}]]],
    ['No secrets in git', 'unverified'],
    ['No secrets in logs', 'unverified'],
    ['No secrets in image and logs', 'unverified'],
    ['Secrets are baked into the image', 'unverified'],
    // shutdown
    ['Shuts down gracefully on SIGTERM', shutdown()],
    ['Graceful shutdown on SIGTERM', shutdown()],
    ['Graceful shutdown', shutdown()],
    ['The container handles SIGTERM gracefully', shutdown()],
    ['The API handles `SIGTERM`', shutdown()],
    ['Container supports graceful shutdown', shutdown()],
    ['The container stops gracefully within 5 seconds', shutdown(5000)],
    ['`docker stop` shuts the container down gracefully', 'unverified'],
    ['On `docker stop` the container shuts down cleanly within 10 seconds', shutdown()],
    ['Exits cleanly on SIGTERM in under 3 s', shutdown(3000)],
    ['In-flight requests finish before the container stops', shutdown()],
    ['On SIGTERM, in-flight requests are completed', shutdown()],
    ['Finishes in-flight requests before exiting', shutdown()],
    ['No in-flight requests are lost during shutdown', shutdown()],
    ['No requests are dropped when the container is stopped', shutdown()],
    ['Shuts down gracefully after 5 seconds', 'unverified'],
    ['Shuts down gracefully in more than 5 seconds', 'ambiguous'],
    ['Shuts down gracefully within 5', 'ambiguous'],
    ['Does not shut down gracefully', 'unverified'],
    ['Stops within 10 seconds', 'unverified'],
    ['Exits cleanly', 'unverified'],
    ['Container exits cleanly when DATABASE_URL is missing', 'unverified'],
    ['Shuts down gracefully on SIGKILL', 'unverified'],
    ['Shuts down gracefully on SIGTERM under load of 100 rps', 'unverified'],
    ['No requests are dropped', 'unverified'],
    ['No requests are dropped during deployment', 'unverified'],
    ['Background jobs finish before the container stops', 'unverified'],
    ['Database connections are closed on SIGTERM', 'unverified'],
    // fewer rights
    ['Runs with a read-only root filesystem', [['read-only', {}]]],
    ['Container works with `--read-only`', [['read-only', {}]]],
    ['The root filesystem can be mounted read-only', [['read-only', {}]]],
    ['Container filesystem is read-only', [['read-only', {}]]],
    ['The API does not write to its own file system', [['read-only', {}]]],
    [
      'Container runs with read-only filesystem and all capabilities dropped',
      [
        ['read-only', {}],
        ['no-capabilities', {}],
      ],
    ],
    ['Runs with a writable filesystem', 'unverified'],
    ['Does not run with a read-only filesystem', 'unverified'],
    ['Runs with a read-only filesystem except /tmp', 'ambiguous'],
    ['Runs with a read-only filesystem and a tmpfs on /tmp', 'unverified'],
    ['The database is read-only', 'unverified'],
    ['The API is read-only', 'unverified'],
    ['Runs with a read-only database user', 'unverified'],
    ['Config files are mounted read-only', 'unverified'],
    ['Runs with all capabilities dropped', [['no-capabilities', {}]]],
    ['Works with `--cap-drop ALL`', [['no-capabilities', {}]]],
    ['Works with `--cap-drop=ALL --security-opt no-new-privileges`', [['no-capabilities', {}]]],
    ['The container needs no Linux capabilities', [['no-capabilities', {}]]],
    ['The container does not require any capabilities', [['no-capabilities', {}]]],
    ['Runs without any capabilities', [['no-capabilities', {}]]],
    ['Works with `--cap-drop NET_RAW`', 'unverified'],
    ['Works with `--cap-drop ALL --cap-add NET_BIND_SERVICE`', 'unverified'],
    ['All capabilities dropped except NET_BIND_SERVICE', 'ambiguous'],
    ['Runs without any capabilities beyond NET_BIND_SERVICE', 'unverified'],
    ['Runs with all capabilities', 'unverified'],
    ['Runs as any user', [['any-user', {}]]],
    ['Container works with an arbitrary UID', [['any-user', {}]]],
    ['Runs under a random user ID', [['any-user', {}]]],
    ['The image supports arbitrary user IDs', [['any-user', {}]]],
    ['Runs as any user in the docker group', 'unverified'],
    ['Runs as any user except root', 'ambiguous'],
    ['Does not run as any user', 'unverified'],
    ['Any user can create tasks', 'unverified'],
    ['Works for any user', 'unverified'],
    ['The API works for any user ID', 'unverified'],
    ['The API supports arbitrary user IDs', 'unverified'],
    ['Needs no additional capabilities', 'unverified'],
    // start time
    ['Container starts within 5 seconds', starts('<=', 5000)],
    ['The API starts up in under 3 s', starts('<', 3000)],
    ['Startup time under 2 seconds', starts('<', 2000)],
    ['Cold start is below 1500 ms', starts('<', 1500)],
    ['Startup takes no more than 10 seconds', starts('<=', 10_000)],
    ['Maximum startup time: 5 s', starts('<=', 5000)],
    ['Container starts and answers requests within 5 seconds', starts('<=', 5000)],
    ['The API answers within 3 seconds of starting', starts('<=', 3000)],
    ['First response within 3 seconds after `docker run`', starts('<=', 3000)],
    ['Container builds and starts within 5 seconds', [['builds', {}], ...starts('<=', 5000)]],
    ['Container starts within 5', 'ambiguous'],
    ['Container starts in about 5 seconds', 'ambiguous'],
    ['Container starts after at least 5 seconds', 'unverified'],
    ['Startup takes at least 5 seconds', 'ambiguous'],
    ['Container starts', 'unverified'],
    ['Container restarts within 5 seconds', 'unverified'],
    ['Container is ready within 5 seconds', 'unverified'],
    ['Container is healthy within 5 seconds', 'unverified'],
    ['Container does not start within 5 seconds', 'unverified'],
    ['Database starts within 5 seconds', 'unverified'],
    ['Container starts within 5 seconds on average', 'unverified'],
    ['p95 of the startup time under 2 seconds', 'unverified'],
    ['Container starts within 5 seconds without a database', 'unverified'],
    ['100 containers start within 5 seconds', 'unverified'],
    // response time
    ['`/health` responds within 50 ms', responds('/health', '<=', 50)],
    ['GET /tasks answers in under 100ms', responds('/tasks', '<', 100)],
    ['The health endpoint `/health` responds in less than 0.5 s', responds('/health', '<', 500)],
    ['Health check endpoint responds at `/health` within 100 ms', responds('/health', '<=', 100)],
    ['The API responds within 50 ms at `/health`', responds('/health', '<=', 50)],
    ['Response time of `/tasks` is below 100 ms', responds('/tasks', '<', 100)],
    ['`/tasks` response time under 100 ms', responds('/tasks', '<', 100)],
    ['Latency of GET /tasks stays under 100 ms', responds('/tasks', '<', 100)],
    ['Requests to `/tasks` complete within 200 ms', 'unverified'],
    ['All requests to `/tasks` complete within 200 ms', 'unverified'],
    ['All GET requests to `/tasks` complete within 200 ms', responds('/tasks', '<=', 200)],
    [
      'GET /health returns 200 within 100 ms',
      [...responds('/health', '<=', 100), ...health({ path: '/health', status: 200 })],
    ],
    ['`/tasks/{id}` responds within 50 ms', 'ambiguous'],
    ['`/health` responds within 50', 'ambiguous'],
    ['`/health` responds in more than 50 ms', 'ambiguous'],
    ['POST /tasks responds within 50 ms', 'unverified'],
    ['`POST /tasks` responds within 50 ms', 'unverified'],
    ['`/health` responds within 50 ms on average', 'unverified'],
    ['Average response time of `/health` under 50 ms', 'unverified'],
    ['p95 latency of `/health` under 50 ms', 'unverified'],
    ['`/health` responds within 50 ms at the 99th percentile', 'unverified'],
    ['99% of requests to `/health` respond within 50 ms', 'unverified'],
    ['`/health` responds within 50 ms at 100 rps', 'unverified'],
    ['`/health` responds within 50 ms under load', 'unverified'],
    ['`/health` responds within 50 ms for 100 concurrent users', 'unverified'],
    ['`/health` responds within 50 ms when the database is down', 'unverified'],
    ['`/health` does not respond within 50 ms', 'unverified'],
    ['`/health` usually responds within 50 ms', 'ambiguous'],
    // memory
    ['Memory usage stays under 256 MB', memory('<', 256_000_000)],
    ['The container uses less than 200 MB of memory', memory('<', 200_000_000)],
    ['RAM usage at most 128 MiB', memory('<=', 134_217_728)],
    ['Memory footprint of the container below 0.1 GB', memory('<', 100_000_000)],
    ['The container never uses more than 200 MB of memory', 'unverified'],
    ['Memory usage does not exceed 256 MiB', memory('<=', 268_435_456)],
    ['Memory usage under 256', 'ambiguous'],
    ['Memory usage around 256 MB', 'ambiguous'],
    ['Uses at least 256 MB of memory', 'ambiguous'],
    ['Requires at least 512 MB of memory', 'unverified'],
    ['Memory limit is 256 MB', 'unverified'],
    ['Memory usage under 256 MB at idle', 'unverified'],
    ['Average memory usage under 256 MB', 'unverified'],
    ['Memory usage under 256 MB with 100 users', 'unverified'],
    ['Memory usage grows by less than 10 MB per hour', 'unverified'],
    ['Database memory under 200 MB', 'unverified'],
    ['The build uses less than 2 GB of memory', 'unverified'],
    ['Shared memory under 64 MB', 'unverified'],
    // other ways of saying it
    ['Max image size: 180 MB', size('<=', 180_000_000)],
    ['No process in the container runs as root', nonRoot],
    ['`whoami` inside the container returns `appuser`', [['non-root', { user: 'appuser' }]]],
    ['Hitting /health returns a 200', health({ path: '/health', status: 200 })],
    [
      'The service exposes a health endpoint at /health that returns 200',
      health({ path: '/health', status: 200 }),
    ],
    ['No data is lost when the container restarts', database({ survives: ['restart'] })],
    ['Restarting the container does not lose data', database({ survives: ['restart'] })],
    ['A colleague can pull and run the image on their own machine', [['pull-elsewhere', {}]]],
    [
      '`DATABASE_URL` must be set, otherwise the container exits with an error',
      [['env-required', { variable: 'DATABASE_URL' }]],
    ],
    // close to one, and not it
    ['Logs survive a container restart', 'unverified'],
    ['Image size under 200MB after compression', 'unverified'],
    ['Container uses less than 200MB', 'unverified'],
    ['The image is at least 10% smaller than before', 'unverified'],
    ['Health endpoint returns 200 within 100 ms', 'unverified'],
    ['Container is healthy after 30 seconds', 'unverified'],
    ['Health check endpoint is not exposed at /health', 'unverified'],
    ['Image is pushed to registry on every merge', 'unverified'],
    ['Image can be pulled without authentication', 'unverified'],
    ['Runs as root in development', 'unverified'],
    ['Container runs as non-root with read-only filesystem', 'unverified'],
    ['The image under 200MB can be pushed to a registry', 'unverified'],
    ['Port 8000 is not exposed', 'unverified'],
    ['Image size under -200MB', 'unverified'],
    ['Is the image size under 200MB?', 'unverified'],
    ['~~Image size under 200MB~~', 'ambiguous'],
    ['Image size under 1.500 MB', 'ambiguous'],
    ['Image size under 1,500 MB', size('<', 1_500_000_000)],
    ['Image size under 200MB by Q3', 'unverified'],
    ['Tasks can be created, read, updated, never deleted', 'unverified'],
    ['Data survives container restart but not recreation', 'ambiguous'],
    [
      'Image can be pushed to Docker Hub and GHCR',
      [
        ['push', { registries: ['docker.io'] }],
        ['push', { registries: ['ghcr.io'] }],
      ],
    ],
    ['PORT defaults to 8000 or 3000', 'unverified'],
    ['The container does not fail to start without DATABASE_URL', 'unverified'],
    // as people write tasks, checklists and labels
    ['The process runs as an unprivileged user (uid 1500)', [['non-root', { uid: 1500 }]]],
    ['Non-root user (UID 0)', 'unverified'],
    ['Use a non-root user in the API Dockerfile', nonRoot],
    ['Create a non-root user', 'unverified'],
    ['Never copy credentials into the image', [['no-secrets', {}]]],
    ['Add a HEALTHCHECK instruction to the Dockerfile', [['healthcheck', {}]]],
    ['The Docker image builds locally without errors', [['builds', {}]]],
    ['Liveness endpoint: GET /live → 200 OK', health({ path: '/live', status: 200 })],
    ['Latency: image size under 200MB', 'unverified'],
    [
      'Unprivileged user; no passwords in any layer',
      [
        ['non-root', { root: false }],
        ['no-secrets', {}],
      ],
    ],
    ['HTTP_PORT is read from the environment', [['port', { variable: 'HTTP_PORT' }]]],
    ['`LOG_LEVEL` is configurable', 'unverified'],
    ['The app starts and passes its health check', 'ambiguous'],
    ['Image size reduced by at least 50MB', 'unverified'],
    ['The runtime stage uses `python:3.13-slim`', [['base-image', { image: 'python:3.13-slim' }]]],
    ['The builder stage uses `python:3.13-slim`', 'unverified'],
    ['No passwords in the image (inspect it with `docker history`)', [['no-secrets', {}]]],
    // several
    ['Under 200MB and non-root', [...size('<', 200_000_000), ...nonRoot]],
    ['Container builds and runs as non-root', [['builds', {}], ...nonRoot]],
    ['DATABASE_URL is optional', 'ambiguous'],
    ['PORT is 8000 and not configurable', 'unverified'],
    ['The image is secure', 'unverified'],
  ])('%s', (sentence, expected) => {
    expect(meaning(read(sentence))).toEqual(expected);
  });
});

describe('a constraint', () => {
  it.each<[string, string, unknown]>([
    ['Image Size', '**Target**: Under 200MB final image', size('<', 200_000_000)],
    ['Image Size', '**Target**: Under 200MB', size('<', 200_000_000)],
    ['Image Size', '**Rationale**: Faster pulls under 200MB', 'context'],
    ['Security', '**Non-root user**: Container runs as unprivileged user', nonRoot],
    [
      'Security',
      '**Health check**: Built-in endpoint for orchestrator monitoring',
      [['healthcheck', {}]],
    ],
    ['Security', '**No secrets**: No secrets in image', [['no-secrets', {}]]],
    [
      'Configuration',
      '**DATABASE_URL**: Environment variable (not hardcoded)',
      [
        ['env-required', { variable: 'DATABASE_URL' }],
        ['no-secrets', { variable: 'DATABASE_URL' }],
      ],
    ],
    [
      'Configuration',
      '**PORT**: Configurable, defaults to 8000',
      [['port', { variable: 'PORT', default: 8000 }]],
    ],
    [
      'Base Image',
      '**Choice**: node:24-bookworm-slim',
      [['base-image', { image: 'node:24-bookworm-slim' }]],
    ],
    [
      'Base Image',
      '**Choice**: `node:24-bookworm-slim`',
      [['base-image', { image: 'node:24-bookworm-slim' }]],
    ],
    ['Base Image', '**Alternative**: Alpine, smaller but musl', 'context'],
    ['Memory', '**Target**: Under 200MB', memory('<', 200_000_000)],
    ['Startup time', '**Target**: Under 2 seconds', starts('<', 2000)],
    ['Build time', '**Target**: Under 2 minutes', 'unverified'],
    ['Staging', 'Image size under 500MB', 'unverified'],
    ['Performance', '**Latency**: Image size under 200MB', 'unverified'],
  ])('under %s: %s', (heading, sentence, expected) => {
    expect(meaning(read(sentence, 'Constraints', heading))).toEqual(expected);
  });
});

it('every example of a check is understood as that check', () => {
  for (const check of checks) {
    for (const example of check.examples) {
      const { checks: requests, verdict } = read(
        example,
        'Constraints',
        check.language.topics[0] ?? '',
      );
      expect([example, verdict, requests[0]?.check]).toEqual([example, 'checkable', check.id]);
    }
  }
});
