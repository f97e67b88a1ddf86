import { MachineFault, machineFaultOf } from '../model/docker.ts';
import { machineFaultIn } from './machine-faults.ts';

describe('what the machine lacks', () => {
  it.each([
    ['disk-full', 'write /var/lib/docker/tmp/x: no space left on device'],
    [
      'registry-unreachable',
      'Error response from daemon: Get "https://registry-1.example/v2/": dial tcp: lookup registry-1.example: no such host',
    ],
    [
      'registry-unreachable',
      '#2 ERROR: failed to resolve source metadata for docker.io/library/node:24: failed to do request: Head "https://r/v2": net/http: TLS handshake timeout',
    ],
    [
      'registry-unreachable',
      'Get https://registry-1.example/v2/: Error response from daemon: received unexpected HTTP status: 503 Service Unavailable',
    ],
    [
      'registry-unreachable',
      'Step 1/3 : FROM registry.acme.test/python:3.13\nGet "https://registry.acme.test/v2/": dial tcp: lookup registry.acme.test on 10.0.0.2:53: no such host',
    ],
    [
      'registry-unreachable',
      'invalid from flag value nginx:1.27: Get "https://registry-1.example/v2/": dial tcp: lookup registry-1.example: no such host',
    ],
    ['registry-rate-limit', 'toomanyrequests: You have reached your pull rate limit.'],
    [
      'buildx-missing',
      'ERROR: BuildKit is enabled but the buildx component is missing or broken.\n       Install the buildx component',
    ],
    [
      'buildkit-missing',
      'Step 4/7 : RUN make ARCH=$TARGETARCH\n ---> Running in 12ab\nmake: *** no rule',
    ],
    ['buildkit-missing', 'the --chmod option requires BuildKit. Refer to https://docs.docker.com'],
    ['buildkit-missing', 'failed to parse platform : "" is an invalid component of ""'],
    ['build-offline', 'npm error request to https://npm.acme.test/x failed, reason: EAI_AGAIN'],
    ['build-offline', "W: Temporary failure resolving 'deb.debian.org'"],
    ['build-offline', 'npm error getaddrinfo ENOTFOUND registry.npmjs.org'],
    [
      'build-offline',
      'WARNING: fetching https://dl-cdn.alpinelinux.org: temporary error (try again later)',
    ],
    ...[
      'go: github.com/acme/x@v1.2.0: Get "https://proxy.golang.org/github.com/acme/x": dial tcp: lookup proxy.golang.org: no such host',
      'warning: [28] Timeout was reached (failed to download from `https://static.crates.io/crates/x`)',
      'Could not reach host index.rubygems.org. Check your network connection and try again.',
      'Could not transfer artifact a:b:pom:1 from/to central (https://repo.maven.apache.org/maven2): repo.maven.apache.org: Name or service not known',
      'error NU1301: Unable to load the service index for source https://api.nuget.org/v3/index.json.',
      'GET https://registry.npmjs.org/x: request failed, reason: connect ETIMEDOUT 192.0.2.1:443',
      'curl: (6) Could not resolve host: github.com',
      'ADD failed: Get "https://raw.githubusercontent.com/acme/x/v1/x.sh": dial tcp: no such host',
      'npm error network This is a problem related to network connectivity.',
      'npm error request to https://registry.npmjs.org/x failed, reason: unable to get local issuer certificate',
      'E: Failed to fetch http://deb.debian.org/x  Could not connect to deb.debian.org:80, connection timed out',
      'ERROR: https://dl-cdn.alpinelinux.org/alpine/v3.22/main: DNS: transient error (try again later)',
    ].map((output) => ['build-offline', output]),
  ])('%s: %s', (code, output) => {
    expect(machineFaultIn(output)).toMatchObject({ code, hint: expect.stringMatching(/\w/) });
  });

  it('names the registry that cannot be reached', () => {
    const said =
      'Get "https://registry.acme.test/v2/": dial tcp: lookup registry.acme.test: no such host';
    expect(machineFaultIn(said)?.message).toContain('base image (registry.acme.test) cannot');
    expect(machineFaultIn('no space left on device: https://r.acme.test/v2/')?.message).toMatch(
      /^The disk of the Docker engine is full\.$/,
    );
  });

  it.each([
    'npm error code ECONNREFUSED',
    'npm error 404 Not Found - GET https://registry.npmjs.org/nosuch',
    'go: github.com/acme/nosuch@v1.0.0: reading https://proxy.golang.org/x: 404 Not Found',
    '[ERROR] Could not find artifact a:b:jar:1 in central (https://repo.maven.apache.org/maven2)',
    'FAIL db.test.ts: connect ECONNREFUSED 127.0.0.1:5432',
    'curl: (6) Could not resolve host: nosuch.acme.test',
    'ERROR: No matching distribution found for flaskk==99 (https://pypi.org/simple)',
    'error: request failed: Get "https://api.acme.test/v2/": dial tcp: no such host',
    "The command '/bin/sh -c npm ci' returned a non-zero code: 1",
    'invalid from flag value nosuch:1: pull access denied for nosuch, repository does not exist',
    'pull access denied for nosuchimage, repository does not exist',
    'manifest for node:99 not found: manifest unknown',
    'ERROR: nosuch.example: not found',
  ])('is not: %s', (output) => {
    expect(machineFaultIn(output)).toBeUndefined();
  });

  it('is found behind its wrappers and behind what clean-up throws', () => {
    const fault = new MachineFault('disk-full', 'full', 'make room');
    const wrapped = new Error('image', { cause: new Error('build', { cause: fault }) });
    expect(machineFaultOf(wrapped)).toBe(fault);
    expect(machineFaultOf(new SuppressedError(new Error('rm'), wrapped))).toBe(fault);
    expect(machineFaultOf(new Error('x'))).toBeUndefined();
  });
});
