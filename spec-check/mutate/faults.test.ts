import type { Image } from '../model/resources.ts';
import { faultsOf } from './faults.ts';
import { understood } from './mutate.ts';

/** A Task API of any kind. */
const facts: Pick<Image, 'config' | 'bytes'> = {
  config: {
    user: 'app',
    workdir: '/app',
    volumes: [],
    env: [],
    cmd: ['node', 'server.js'],
    entrypoint: [],
    labels: { 'org.opencontainers.image.title': 'tasks', revision: 'unknown' },
    exposedPorts: [8000],
    healthcheck: {
      test: ['CMD', 'node', 'health.js'],
      ...{ intervalNs: 30e9, timeoutNs: 10e9, startPeriodNs: 5e9, retries: 3 },
    },
  },
  bytes: 116e6,
};

const faults = faultsOf(facts, 'api:1');

const expected: Readonly<Record<string, string>> = {
  'Container does not run as root': 'non-root',
  'Shuts down gracefully on SIGTERM': 'graceful-shutdown',
  'No secrets in image': 'no-secrets',
  '`DATABASE_URL` is required': 'env-required',
  'Image size is under 145 MB': 'image-size',
  'The image declares a HEALTHCHECK': 'healthcheck',
  'The image has the labels `org.opencontainers.image.title`': 'labels',
  '**PORT**: Configurable, defaults to 8000': 'port',
  'Runs with a read-only root filesystem': 'read-only',
  'Runs as any user': 'any-user',
  'Container starts within 5 seconds': 'starts-within',
  'No secrets in the logs': 'no-secrets-in-logs',
  'Logs go to stdout': 'logs-stdout',
  'No errors in the logs': 'logs-no-errors',
};

const promises = [...new Set(faults.map(([, promise]) => promise ?? ''))];

it.each(promises)('a check understands the proposal "%s"', (promise) => {
  const claims = understood(promise, { defaults: {} }).flatMap((one) => one.checks);
  expect(claims.map(({ check }) => check).join(' ')).toBe(expected[promise.split('\n')[0] ?? '']);
});

it('proposes nothing where an image has no place for a fault', () => {
  const config = { ...facts.config, cmd: ['/api'], labels: { revision: 'unknown' } };
  const without = faultsOf({ ...facts, config }, 'api:1').filter(([, promise]) => !promise);
  expect(without.map(([fault]) => fault)).toEqual([
    'HEALTHCHECK always succeeds',
    'its labels are lost',
  ]);
});

it('writes the lines of a Dockerfile', () => {
  expect(Object.fromEntries(faults.map(([fault, , lines]) => [fault, lines]))).toMatchObject({
    'HEALTHCHECK always succeeds': ['HEALTHCHECK CMD ["node", "--version"]'],
    'all of it is there twice': ['COPY --from=api:1 / /again/'],
    'its labels are lost': ['LABEL org.opencontainers.image.title=""'],
  });
});
