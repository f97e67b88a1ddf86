/** What a registry's refusal means, and what mends it. */
export interface Refusal {
  readonly code:
    | 'registry-rate-limit'
    | 'registry-tls'
    | 'registry-unreachable'
    | 'registry-login'
    | 'registry-permission'
    | 'registry-no-repository'
    | 'registry-name'
    | 'registry-failed';
  readonly message: string;
  readonly hint: string;
}

/** Where a repository is. */
export interface Repository {
  /** As it is written: `acme/task-api`, `ghcr.io/acme/task-api`. */
  readonly name: string;
  /** The registry's host and port; `docker.io` where none is written. */
  readonly host: string;
  readonly kind: 'Docker Hub' | 'GHCR' | 'private';
  /** For Docker Hub and GHCR: the user or the organisation. */
  readonly owner: string;
}

/** The words of a repository's name, or undefined when Docker would not take it. */
export function parseRepository(name: string): Repository | undefined {
  if (!repositoryName.test(name)) return undefined;
  const [first = '', ...rest] = name.split('/');
  const named = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const host = named ? first : 'docker.io';
  const [owner = ''] = named ? rest : [first];
  const hub = /^(?:(?:index|registry-1)\.)?docker\.io$/.test(host);
  const kind = hub ? 'Docker Hub' : host === 'ghcr.io' ? 'GHCR' : 'private';
  return { name, host: hub ? 'docker.io' : host, kind, owner };
}

/** The grammar of a reference without its tag: an optional host, then lower-case parts. */
const repositoryName =
  /^(?:(?:[a-zA-Z\d](?:[a-zA-Z\d.-]*[a-zA-Z\d])?)(?::\d{1,5})?\/)?[a-z\d]+(?:(?:[._]|__|-+)[a-z\d]+)*(?:\/[a-z\d]+(?:(?:[._]|__|-+)[a-z\d]+)*)*$/;

/**
 * Reads what `docker push` or `docker manifest inspect` said. Registries answer somebody who is not
 * logged in, one who may not write, and a repository that is not there with the same words;
 * `loggedIn` tells the first two apart.
 */
export function refusalOf(
  output: string,
  repository: Repository,
  { loggedIn }: { readonly loggedIn: boolean },
): Refusal {
  const known =
    knownRefusals.find(
      ({ signs, onlyWhen }) =>
        signs.every((sign) => sign.test(output)) &&
        (onlyWhen === undefined || (onlyWhen === 'logged in') === loggedIn),
    ) ?? unknownRefusal;
  return toldOf(known, repository, lastLine(output));
}

/** One refusal, about a repository, with the registry's own words. */
export function toldOf(
  { code, message, hint }: KnownRefusal,
  repository: Repository,
  said: string,
): Refusal {
  const { host, kind } = repository;
  const asked = {
    ...repository,
    who: kind === 'private' ? host : kind,
    login: `docker login${kind === 'Docker Hub' ? '' : ` ${host}`}`,
  };
  return { code, message: message(asked, said), hint: hint(asked) };
}

/** How one refusal shows, and what mends it. */
export interface KnownRefusal {
  readonly code: Refusal['code'];
  /** All of them stand in what was said. */
  readonly signs: readonly RegExp[];
  /** The same words mean another thing to others. */
  readonly onlyWhen?: 'logged in' | 'logged out';
  readonly message: (asked: Asked, said: string) => string;
  readonly hint: (asked: Asked) => string;
}

interface Asked extends Repository {
  /** The registry, as people call it. */
  readonly who: string;
  /** What to type to log in there. */
  readonly login: string;
}

const rateLimit = /toomanyrequests|rate limit|\b429\b/i;
const certificate = /x509|certificate|tls: /i;
const denied =
  /no basic auth credentials|unauthorized|authentication required|unauthenticated|denied|forbidden|\b40[13]\b/i;

const tooMany = ({ who }: Asked, said: string) =>
  `${who} has had too many requests from here (${said}).`;
const unaccepted = ({ host }: Asked, said: string) =>
  `${host} shows a certificate that Docker does not accept (${said}).`;
const nobody = ({ who }: Asked, said: string) => `Nobody is logged in to ${who} here (${said}).`;

/** The first that fits counts. */
export const knownRefusals: readonly KnownRefusal[] = [
  {
    code: 'registry-rate-limit',
    signs: [rateLimit],
    onlyWhen: 'logged in',
    message: tooMany,
    hint: () => 'Wait until the limit is over (Docker Hub: six hours at most), then push again.',
  },
  {
    code: 'registry-rate-limit',
    signs: [rateLimit],
    message: tooMany,
    hint: ({ login }) => `An account has a limit of its own, which is higher: ${login}`,
  },
  {
    code: 'registry-tls',
    signs: [/server gave HTTP response to HTTPS client/i],
    message: ({ host }, said) => `${host} speaks plain HTTP, and Docker asks for TLS (${said}).`,
    hint: ({ host }) =>
      `Give it a certificate; in a network of your own, add "insecure-registries": ["${host}"] to the engine's daemon.json and restart it.`,
  },
  {
    code: 'registry-tls',
    signs: [certificate, /expired|not yet valid/i],
    message: unaccepted,
    hint: () => `Renew the registry's certificate; if it is in order, set this machine's clock.`,
  },
  {
    code: 'registry-tls',
    signs: [certificate, /valid for|doesn't contain|not .*\bSAN|IP SANs/i],
    message: unaccepted,
    hint: ({ host }) =>
      `Name the registry as its certificate does, or have one made out for ${host}.`,
  },
  {
    code: 'registry-tls',
    signs: [certificate],
    message: unaccepted,
    hint: ({ host }) =>
      `Trust the authority that signed it: put its certificate at /etc/docker/certs.d/${host}/ca.crt on the engine's machine.`,
  },
  {
    code: 'registry-unreachable',
    signs: [
      /no such host|connection refused|i\/o timeout|dial tcp|network is unreachable|Client\.Timeout|EOF$/im,
    ],
    message: ({ host }, said) => `${host} cannot be reached (${said}).`,
    hint: ({ host, login }) =>
      `Check the name, and the network or its proxy: docker logout ${host} && ${login}`,
  },
  {
    code: 'registry-no-repository',
    signs: [
      /name[_ ]unknown|repository.*(?:does not exist|not found|not known)|project.*not found/i,
    ],
    message: ({ host, name }, said) => `${host} has no repository for ${name} (${said}).`,
    hint: () =>
      'Create it in the registry first, or correct the name: this registry makes none by itself.',
  },
  {
    code: 'registry-name',
    signs: [/invalid reference format|name[_ ]invalid/i],
    message: ({ host, name }, said) => `${name} is no name that ${host} takes (${said}).`,
    hint: () => 'Lower-case letters, digits, and single . _ - between them.',
  },
  {
    code: 'registry-login',
    signs: [denied, /no basic auth credentials/i],
    message: nobody,
    hint: loginHint,
  },
  {
    code: 'registry-login',
    signs: [denied],
    onlyWhen: 'logged out',
    message: nobody,
    hint: loginHint,
  },
  {
    code: 'registry-permission',
    signs: [denied],
    message: ({ who, name }, said) =>
      `The account that is logged in to ${who} may not push to ${name} (${said}).`,
    hint: permissionHint,
  },
];

const unknownRefusal: KnownRefusal = {
  code: 'registry-failed',
  signs: [],
  message: ({ name }, said) => `The push to ${name} failed: ${said}`,
  hint: ({ name }) => `Try it by hand: docker push ${name}`,
};

function loginHint({ kind, owner, login }: Asked): string {
  return kind === 'GHCR'
    ? `With a token that may write packages, on stdin: ${login} --username ${owner} --password-stdin`
    : `Log in: ${login}`;
}

function permissionHint({ kind, name, owner, login }: Asked): string {
  if (kind === 'Docker Hub') {
    return `Docker Hub says the same of a repository that is not there: create ${name} on hub.docker.com, or log in as a member of ${owner}: ${login}`;
  }
  if (kind === 'GHCR') {
    return `The token needs write:packages, and its owner a role in ${owner}; in GitHub Actions: permissions: packages: write. Then: ${login} --username ${owner} --password-stdin`;
  }
  return `Log in with an account that may write there: ${login}`;
}

function lastLine(output: string): string {
  return (
    output
      .split('\n')
      .map((line) => line.trim())
      .findLast((line) => line !== '') ?? 'no word of it'
  );
}
