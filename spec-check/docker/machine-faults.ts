import { MachineFault } from '../model/docker.ts';

/** What this machine lacks, by the words of engine, builder and registry; else undefined. */
export function machineFaultIn(output: string): MachineFault | undefined {
  const [, code, message = '', hint = ''] = signs.find(([sign]) => sign.test(output)) ?? [];
  const [, host] = /https?:\/\/([\w.:-]+)\/v2\//.exec(output) ?? [];
  const said = host ? message.replace('of the base image', `of the base image (${host})`) : message;
  return code === undefined ? undefined : new MachineFault(code, said, hint);
}

/** The client's words for an engine that does not answer, or stopped in the middle. */
export const isEngineGone = (message: string): boolean =>
  /cannot connect to the docker daemon|error during connect|is the docker daemon running|trying to connect to the docker|^failed to initialize:|client version \S+ is too new/im.test(
    message,
  ) ||
  (/\bEOF$/.test(message.trim()) && !/error response from daemon/i.test(message));

const network =
  'dial tcp|i/o timeout|TLS handshake|no such host|connection refused|connection reset|network is unreachable|no route to host|server misbehaving|name resolution|context deadline|Client\\.Timeout|request canceled|proxyconnect|x509:|: EOF|50[234] |unexpected status';

const packages =
  'github(?:usercontent)?\\.com|registry\\.(?:npmjs\\.org|yarnpkg\\.com)|pypi\\.org|pythonhosted\\.org|deb\\.debian\\.org|archive\\.ubuntu\\.com|alpinelinux\\.org|(?:proxy|sum)\\.golang\\.org|rubygems\\.org|maven\\.(?:apache\\.)?org|crates\\.io|nuget\\.org|packagist\\.org|fedoraproject\\.org';

/** What clients of package registries say, beside the host, when they do not reach it. */
const noWay =
  "ENOTFOUND|ECONNRE\\w+|time(?:d ?)?out|could(?:n't| not) (?:resolve|connect|reach)|unable to (?:connect|load the service index)|unreachable|no such host|service not known|unknown host|network error|connection broken|(?:issuer|self.signed) certificate";

const signs: readonly (readonly [sign: RegExp, code: string, message: string, hint: string])[] = [
  [
    /BuildKit is enabled but the buildx component is missing or broken/i,
    'buildx-missing',
    'This build needs BuildKit, and the docker client here has no buildx.',
    'Install buildx (docker-buildx-plugin of Docker, docker-buildx of Debian), or leave out what only BuildKit knows and unset DOCKER_BUILDKIT.',
  ],
  [
    /requires BuildKit|failed to parse platform|^Step \d+\/\d+ : (?:RUN|COPY|ADD)\b.*\$\{?(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)\b(?![\s\S]*^Step )/im,
    'buildkit-missing',
    'This build needs BuildKit, and the classic builder ran.',
    'Install buildx (docker-buildx-plugin of Docker, docker-buildx of Debian) and unset DOCKER_BUILDKIT=0.',
  ],
  [
    /unable to apply cgroup configuration/i,
    'no-control-groups',
    'The engine cannot start a container: it may make no control groups.',
    'A rootless engine needs version 2 of them, handed down to its user (docs.docker.com/engine/security/rootless); for the second engine, name another one: --second-engine ssh://HOST.',
  ],
  [
    /no space left on device|disk quota exceeded/i,
    'disk-full',
    'The disk of the Docker engine is full.',
    'Make room (docker system df; docker system prune) and run again.',
  ],
  [
    /toomanyrequests|429 Too Many Requests|pull rate limit/i,
    'registry-rate-limit',
    'The registry gives no more images for now: its rate limit is reached.',
    'Log in (docker login) or wait, and run again.',
  ],
  [
    new RegExp(
      `(?:failed to (?:resolve source metadata|do request|authorize|fetch)|error response from daemon|pulling .* image|error pulling|invalid from flag value|^(?:Get|Head) "https?://[^"]+/v2/)[^\\n]*(?:${network})`,
      'im',
    ),
    'registry-unreachable',
    'The registry of the base image cannot be reached from here.',
    'Check the name in FROM, and the network and the proxy of the Docker engine: docker pull the base image by hand, and run again. Or build on one that is here: ARG BASE above FROM, and --build-arg BASE=NAME.',
  ],
  [
    new RegExp(
      `EAI_AGAIN|temporary failure (?:in name resolution|resolving)|(?:temporary|transient) error \\(try again|problem related to network connectivity|^(?=.*(?:${noWay})).*(?:${packages})`,
      'im',
    ),
    'build-offline',
    'A step of the build finds no way to its package registry from here.',
    'Give builds a network and its DNS (docker run --rm IMAGE getent hosts registry.npmjs.org), or a mirror that is in reach, and run again.',
  ],
];
