import { MachineFault } from '../../model/docker.ts';
import { lastLines } from '../../model/format.ts';
import { SpecError } from '../../model/spec.ts';

export interface Repository {
  /** As it is written: `acme/task-api`, `ghcr.io/acme/task-api`. */
  readonly name: string;
  /** The registry's host and port; `docker.io` where none is written. */
  readonly host: string;
  readonly kind: 'Docker Hub' | 'GHCR' | 'private';
  /** Below the host, as the registry itself calls it: `library/redis`. */
  readonly path: string;
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
  const path = named ? rest.join('/') : rest.length > 0 ? name : `library/${name}`;
  return { name, host: hub ? 'docker.io' : host, kind, path, owner };
}

/** The repository of a name without a tag. Throws SpecError for a name that is none. */
export function repositoryOf(name: string): Repository {
  const repository = parseRepository(name);
  if (repository !== undefined) return repository;
  const tagged = /[:@][^/]*$/;
  throw new SpecError('bad-repository', `"${name}" is no name of a repository.`, {
    hint: tagged.test(name)
      ? `Leave the tag out: ${name.replace(tagged, '')}`
      : 'Lower-case letters, digits, and . _ - between them: ghcr.io/acme/task-api',
  });
}

/** The grammar of a reference without its tag: an optional host, then lower-case parts. */
const repositoryName =
  /^(?:(?:[a-zA-Z\d](?:[a-zA-Z\d.-]*[a-zA-Z\d])?)(?::\d{1,5})?\/)?[a-z\d]+(?:(?:[._]|__|-+)[a-z\d]+)*(?:\/[a-z\d]+(?:(?:[._]|__|-+)[a-z\d]+)*)*$/;

/** Reads what a registry refused; `loggedIn` tells two refusals apart that read the same. */
export function refusalOf(output: string, repository: Repository, loggedIn: boolean) {
  const { host, kind, owner } = repository;
  const known = knownRefusals.find(
    ({ sign, loggedOut }) => sign.test(output) || (!loggedIn && loggedOut?.test(output)),
  );
  const { code, message, hint } = known ?? unknownRefusal;
  const said = lastLines(output, 1) || 'no word of it';
  const login = {
    'Docker Hub': 'docker login',
    GHCR: `docker login ${host} --username ${owner} --password-stdin`,
    private: `docker login ${host}`,
  }[kind];
  const words = { ...repository, said, login, who: kind === 'private' ? host : kind };
  const filled = (text: string) =>
    Object.entries(words).reduce((whole, [word, is]) => whole.replaceAll(`{${word}}`, is), text);
  const own = typeof hint === 'string' ? hint : hint[kind];
  return new MachineFault(`registry-${code}`, filled(message), filled(own));
}

/** How one refusal shows, and what mends it; `{host}`, `{name}`, `{who}`, `{login}` and `{said}` are filled in. */
export interface KnownRefusal {
  readonly code: string;
  readonly sign: RegExp;
  /** Words that mean this only for somebody who is not logged in. */
  readonly loggedOut?: RegExp;
  readonly message: string;
  readonly hint: string | Readonly<Record<Repository['kind'], string>>;
}

const denied =
  /no basic auth credentials|unauthorized|authentication required|unauthenticated|denied|forbidden|\b40[13]\b/i;

/** The first that fits counts. */
export const knownRefusals: readonly KnownRefusal[] = [
  {
    code: 'rate-limit',
    sign: /toomanyrequests|rate limit|\b429\b/i,
    message: '{who} has had too many requests from here ({said}).',
    hint: 'Wait until the limit is over (Docker Hub: six hours at most), or log in to an account, whose limit is higher: {login}',
  },
  {
    code: 'tls',
    sign: /server gave HTTP response to HTTPS client/i,
    message: '{host} speaks plain HTTP, and Docker asks for TLS ({said}).',
    hint: `Give it a certificate; in a network of your own, add "insecure-registries": ["{host}"] to the engine's daemon.json and restart it.`,
  },
  {
    code: 'tls',
    sign: /x509|certificate|tls: /i,
    message: '{host} shows a certificate that Docker does not accept ({said}).',
    hint: "Renew one that has expired, name the registry as its certificate does, and trust the authority that signed it: its own certificate goes to /etc/docker/certs.d/{host}/ca.crt on the engine's machine.",
  },
  {
    code: 'unreachable',
    sign: /no such host|connection refused|i\/o timeout|dial tcp|network is unreachable|Client\.Timeout|EOF$|ECONN|ENOTFOUND|EAI_AGAIN|aborted due to timeout|terminated/im,
    message: '{host} cannot be reached ({said}).',
    hint: 'Check the name, and the network or its proxy: docker logout {host} && {login}',
  },
  {
    code: 'no-repository',
    sign: /name[_ ]unknown|repository.*(?:does not exist|not found|not known)|project.*not found/i,
    message: '{host} has no repository for {name} ({said}).',
    hint: 'Create it in the registry first, or correct the name: this registry makes none by itself.',
  },
  {
    code: 'login',
    sign: /no basic auth credentials/i,
    loggedOut: denied,
    message: 'Nobody is logged in to {who} here ({said}).',
    hint: 'Log in: {login}',
  },
  {
    code: 'permission',
    sign: denied,
    message: 'The account that is logged in to {who} may not use {name} so ({said}).',
    hint: {
      'Docker Hub':
        'Docker Hub says the same of a repository that is not there: create {name} on hub.docker.com, or log in as a member of {owner}: {login}',
      GHCR: 'The token needs write:packages, and its owner a role in {owner}; in GitHub Actions: permissions: packages: write. Then: {login}',
      private: 'Log in with an account that may write there: {login}',
    },
  },
];

const unknownRefusal: KnownRefusal = {
  code: 'failed',
  sign: /^/,
  message: '{who} cannot be asked for {name}: {said}',
  hint: 'Try it by hand: docker pull {name}, docker push {name}',
};
