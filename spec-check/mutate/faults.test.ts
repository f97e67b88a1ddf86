import { apiFaults } from './api-faults.ts';
import { type Facts, isProbe } from './facts.ts';
import { imageFaults } from './image-faults.ts';
import { understood } from './plan.ts';

/** A Task API of any kind. */
const facts: Facts = {
  config: {
    User: 'app',
    WorkingDir: '/app',
    Volumes: [],
    Env: [],
    Cmd: ['node', 'server.js'],
    Entrypoint: [],
    Labels: { 'org.opencontainers.image.title': 'tasks', revision: 'unknown' },
    ExposedPorts: [8000],
    Healthcheck: {
      Test: ['CMD', 'node', 'health.js'],
      ...{ Interval: 30e9, Timeout: 10e9, StartPeriod: 5e9, Retries: 3 },
    },
  },
  ...{
    bytes: 116e6,
    port: 8000,
    hasLists: true,
    lists: /^\/tasks/,
    probe: '/health',
    ready: '/ready',
    login: undefined,
    variable: 'DATABASE_URL',
  },
  refusal: { path: '/tasks', status: 422 },
};

const faultsOf = (known: Facts) => [...imageFaults(known), ...apiFaults(known)];
const faults = faultsOf(facts);

const expected: Readonly<Record<string, string>> = {
  'Container does not run as root': 'non-root',
  'Shuts down gracefully on SIGTERM': 'graceful-shutdown',
  'The image contains no secrets': 'no-secrets',
  '`DATABASE_URL` is required': 'env-required',
  'Image size is under 140 MB': 'image-size',
  'The image declares a HEALTHCHECK': 'healthcheck',
  'The image has the labels `org.opencontainers.image.title`': 'labels',
  '**PORT**: Configurable, defaults to 8000': 'port',
  'Runs with a read-only root filesystem': 'read-only',
  'Runs as any user': 'any-user',
  'Container starts within 5 seconds': 'starts-within',
  'No secrets in the logs': 'no-secrets-in-logs',
  'Logs go to stdout': 'logs-stdout',
  'No errors in the logs': 'logs-no-errors',
  'All CRUD endpoints work': 'crud',
  'An empty item is refused': 'http',
  'Health check endpoint responds at `/health`': 'health',
  '`/ready` answers 503 while the database is down': 'health',
  '`/health` responds within 1 second': 'responds-within',
  'Metrics at `/metrics`': 'metrics',
  'OpenAPI documentation reachable': 'openapi-page',
};

const promises = [...new Set(faults.map(([, promise]) => promise ?? ''))];

it.each(promises)('a check understands the proposal "%s"', (promise) => {
  const claims = understood(promise, { defaults: {} }).flatMap((one) => one.checks);
  expect(claims.map(({ check }) => check).join(' ')).toBe(expected[promise.split('\n')[0] ?? '']);
});

it('proposes nothing where an image has no place for a fault', () => {
  const bare: Facts = {
    ...{ ...facts, config: { ...facts.config, Labels: { revision: 'unknown' } } },
    refusal: undefined,
  };
  const without = faultsOf(bare).filter(([, promise]) => promise === undefined);
  expect(without.map(([fault]) => fault)).toEqual([
    'its labels are lost',
    'what is not valid is taken',
  ]);
});

it('names each once', () => {
  expect(new Set(faults.map(([fault]) => fault)).size).toBe(faults.length);
});

it('writes the lines of a Dockerfile', () => {
  const [, , made] = faults.find(([fault]) => fault === 'its labels are lost') ?? [];
  expect(made).toEqual({ lines: ['LABEL "org.opencontainers.image.title"=""'] });
});

it.each(['/health', '/health/', '/api/readyz'])('takes %s for a probe', (path) => {
  expect(isProbe.test(path)).toBe(true);
});

it('logs in where that is asked for, and takes the variable by which the database is told', () => {
  const login = 'Authorization: Bearer ${token}';
  const texts = faultsOf({ ...facts, login, variable: 'DB_HOST' }).flatMap(
    ([, promise = '']) => promise,
  );
  expect(texts).toContain('`DB_HOST` is required');
  const [refused = ''] = texts.filter((text) => text.startsWith('An empty item'));
  expect(refused).toContain(`application/json\n  ${login}\n\n  {}`);
  const settings = { path: '/login', method: 'POST' as const, token: 'token', header: login };
  const claims = understood(refused, { defaults: { login: settings } });
  expect(claims.flatMap(({ checks }) => checks).map(({ check }) => check)).toEqual(['http']);
});
