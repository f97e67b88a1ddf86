import { parseRepository, refusalOf } from './refused.ts';

describe('the name of a repository', () => {
  it.each([
    ['acme/task-api', { host: 'docker.io', kind: 'Docker Hub', owner: 'acme' }],
    ['docker.io/acme/task-api', { host: 'docker.io', kind: 'Docker Hub', owner: 'acme' }],
    ['ghcr.io/acme/task-api', { host: 'ghcr.io', kind: 'GHCR', owner: 'acme' }],
    ['localhost:5000/task-api', { host: 'localhost:5000', kind: 'private' }],
    ['registry.example.com/team/a_b/c', { host: 'registry.example.com', kind: 'private' }],
    ['10.0.0.7:5000/task-api', { host: '10.0.0.7:5000', kind: 'private' }],
  ])('%s says where it is', (name, expected) => {
    expect(parseRepository(name)).toMatchObject(expected);
  });

  it.each([
    '',
    'acme/Task',
    'acme/task:1',
    'a//b',
    '/a',
    'a/',
    'acme/task@sha256:1',
    '--help',
    'a b',
  ])('%j is none', (name) => {
    expect(parseRepository(name)).toBeUndefined();
  });
});

/** What registries and engines said, word for word. */
describe('a refusal', () => {
  const cases: readonly (readonly [
    said: string,
    name: string,
    loggedIn: boolean,
    code: string,
    hint: string,
  ])[] = [
    [
      'denied: requested access to the resource is denied',
      'acme/task-api',
      false,
      'registry-login',
      'Log in: docker login',
    ],
    [
      'denied: requested access to the resource is denied',
      'acme/task-api',
      true,
      'registry-permission',
      'create acme/task-api on hub.docker.com',
    ],
    [
      'unauthorized: unauthenticated: User cannot be authenticated with the token provided.',
      'ghcr.io/acme/api',
      false,
      'registry-login',
      'docker login ghcr.io --username acme --password-stdin',
    ],
    [
      'denied: permission_denied: write_package',
      'ghcr.io/acme/api',
      true,
      'registry-permission',
      'write:packages',
    ],
    [
      'no basic auth credentials',
      'registry.example.com/api',
      false,
      'registry-login',
      'docker login registry.example.com',
    ],
    [
      'unauthorized: authentication required',
      'registry.example.com/api',
      true,
      'registry-permission',
      'docker login registry.example.com',
    ],
    [
      'Error response from daemon: Get "https://r.example.com/v2/": x509: certificate signed by unknown authority',
      'r.example.com/api',
      true,
      'registry-tls',
      '/etc/docker/certs.d/r.example.com/ca.crt',
    ],
    [
      'Error response from daemon: Get "https://r.example.com/v2/": x509: certificate has expired or is not yet valid: current time 2026-11-23T12:00:00Z is after 2026-11-01T12:00:00Z',
      'r.example.com/api',
      true,
      'registry-tls',
      'Renew',
    ],
    [
      'Error response from daemon: Get "https://r.example.com/v2/": x509: certificate is valid for registry.example.com, not r.example.com',
      'r.example.com/api',
      true,
      'registry-tls',
      'name the registry as its certificate does',
    ],
    [
      'Get "https://10.0.0.7:5000/v2/": http: server gave HTTP response to HTTPS client',
      '10.0.0.7:5000/api',
      true,
      'registry-tls',
      'insecure-registries',
    ],
    [
      'toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit',
      'acme/api',
      false,
      'registry-rate-limit',
      'docker login',
    ],
    [
      'name unknown: The repository with name "api" does not exist in the registry with id "123456789012"',
      '123456789012.dkr.ecr.eu-central-1.amazonaws.com/api',
      true,
      'registry-no-repository',
      'Create it',
    ],
    [
      'Get "https://nowhere.example/v2/": dial tcp: lookup nowhere.example on 127.0.0.11:53: no such host',
      'nowhere.example/api',
      true,
      'registry-unreachable',
      'Check the name',
    ],
    [
      'received unexpected HTTP status: 500 Internal Server Error',
      'r.example.com/api',
      true,
      'registry-failed',
      'docker push r.example.com/api',
    ],
  ];

  it.each(cases)('%s (%s, logged in: %s) is %s', (said, name, loggedIn, code, hint) => {
    const repository = parseRepository(name);
    if (repository === undefined) throw new Error(name);
    const refusal = refusalOf(`The push refers to repository [x]\n${said}\n`, repository, loggedIn);
    expect(refusal).toMatchObject({ code, hint: expect.stringContaining(hint) });
    expect(refusal.message).toContain(said);
  });
});
