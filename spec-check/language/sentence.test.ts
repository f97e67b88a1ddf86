import { database, health, meaning, memory, nonRoot, read, size, starts } from './tests/read.ts';

describe('a criterion in other words', () => {
  it.each<[string, unknown]>([
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
    [
      'Running the image with PORT=4000 answers GET /healthz with 200',
      [...health({ path: '/healthz', status: 200 }), ['port', { variable: 'PORT' }]],
    ],
    [
      'ENTRYPOINT ["/app/server"] in exec form',
      [
        ['exec-form', {}],
        ['cmd', { contains: '/app/server' }],
      ],
    ],
    // The number of a ticket is no status.
    ['Health check endpoint responds at `/health` (#404)', health({ path: '/health' })],
    ['Container runs as non-root — see #12', nonRoot],
    ['Container runs as non-root (fixes PR #12)', nonRoot],
    ['#12: Container runs as non-root', 'unverified'],
    ['`AC-3` Container runs as non-root', nonRoot],
    ['1.1 Container runs as non-root (@ops)', nonRoot],
    ['[P1] Container runs as non-root (2026-05-01)', nonRoot],
    ['Health check endpoint responds at `https://localhost/health`', 'unverified'],
    // close to one, and not it
    ['Logs survive a container restart', 'unverified'],
    ['Image size under 200MB after compression', 'unverified'],
    ['Container uses less than 200MB', 'unverified'],
    ['The image is at least 10% smaller than before', 'unverified'],
    ['Health endpoint returns 200 within 100 ms', 'unverified'],
    ['Container is healthy after 30 seconds', 'unverified'],
    ['Health check endpoint is not exposed at /health', 'unverified'],
    ['Image is pushed to registry on every merge', 'unverified'],
    ['Runs as root in development', 'unverified'],
    ['Container runs as non-root with read-only filesystem', [...nonRoot, ['read-only', {}]]],
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
    [
      'The app starts and passes its health check',
      [
        ['starts', {}],
        ['healthcheck', {}],
      ],
    ],
    ['Image size reduced by at least 50MB', 'unverified'],
    ['The runtime stage uses `python:3.13-slim`', [['base-image', { image: 'python:3.13-slim' }]]],
    [
      'The builder stage uses `python:3.13-slim`',
      [['base-image', { image: 'python:3.13-slim', stages: 'build' }]],
    ],
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
      [['healthcheck', { endpoint: true }]],
    ],
    ['Security', '**No secrets**: No secrets in image', [['no-secrets', {}]]],
    [
      'Configuration',
      '**DATABASE_URL**: Environment variable (not hardcoded)',
      [
        ['env-required', { variable: 'DATABASE_URL' }],
        ['no-secrets', { variable: 'DATABASE_URL', only: true }],
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
    ['Build time', '**Target**: Under 2 minutes', 'ambiguous'],
    [
      'Requirement: Docker Ignore File',
      'The `.cache` directory SHALL be excluded',
      [['dockerignore', { entries: ['.cache'] }]],
    ],
    ['Requirement: Git Ignore File', 'The `.cache` directory SHALL be excluded', 'unverified'],
    ['Staging', 'Image size under 500MB', 'unverified'],
    ['Performance', '**Latency**: Image size under 200MB', 'unverified'],
  ])('under %s: %s', (heading, sentence, expected) => {
    expect(meaning(read(sentence, 'Constraints', heading))).toEqual(expected);
  });
});
