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
  const said = lastLine(output);
  const { name, host, kind, owner } = repository;
  const login = `docker login${kind === 'Docker Hub' ? '' : ` ${host}`}`;
  if (/toomanyrequests|rate limit|\b429\b/i.test(output)) {
    return {
      code: 'registry-rate-limit',
      message: `${kind === 'private' ? host : kind} has had too many requests from here (${said}).`,
      hint: loggedIn
        ? 'Wait until the limit is over (Docker Hub: six hours at most), then push again.'
        : `An account has a limit of its own, which is higher: ${login}`,
    };
  }
  if (/server gave HTTP response to HTTPS client/i.test(output)) {
    return {
      code: 'registry-tls',
      message: `${host} speaks plain HTTP, and Docker asks for TLS (${said}).`,
      hint: `Give it a certificate; in a network of your own, add "insecure-registries": ["${host}"] to the engine's daemon.json and restart it.`,
    };
  }
  if (/x509|certificate|tls: /i.test(output)) {
    return {
      code: 'registry-tls',
      message: `${host} shows a certificate that Docker does not accept (${said}).`,
      hint: tlsHint(output, host),
    };
  }
  if (
    /no such host|connection refused|i\/o timeout|dial tcp|network is unreachable|Client\.Timeout|EOF$/im.test(
      output,
    )
  ) {
    return {
      code: 'registry-unreachable',
      message: `${host} cannot be reached (${said}).`,
      hint: `Check the name, and the network or its proxy: docker logout ${host} && ${login}`,
    };
  }
  if (
    /name[_ ]unknown|repository.*(?:does not exist|not found|not known)|project.*not found/i.test(
      output,
    )
  ) {
    return {
      code: 'registry-no-repository',
      message: `${host} has no repository for ${name} (${said}).`,
      hint: 'Create it in the registry first, or correct the name: this registry makes none by itself.',
    };
  }
  if (/invalid reference format|name[_ ]invalid/i.test(output)) {
    return {
      code: 'registry-name',
      message: `${name} is no name that ${host} takes (${said}).`,
      hint: 'Lower-case letters, digits, and single . _ - between them.',
    };
  }
  if (
    /no basic auth credentials|unauthorized|authentication required|unauthenticated|denied|forbidden|\b40[13]\b/i.test(
      output,
    )
  ) {
    if (!loggedIn || /no basic auth credentials/i.test(output)) {
      return {
        code: 'registry-login',
        message: `Nobody is logged in to ${kind === 'private' ? host : kind} here (${said}).`,
        hint:
          kind === 'GHCR'
            ? `With a token that may write packages, on stdin: ${login} --username ${owner} --password-stdin`
            : `Log in: ${login}`,
      };
    }
    return {
      code: 'registry-permission',
      message: `The account that is logged in to ${kind === 'private' ? host : kind} may not push to ${name} (${said}).`,
      hint: permissionHint(repository, login),
    };
  }
  return {
    code: 'registry-failed',
    message: `The push to ${name} failed: ${said}`,
    hint: `Try it by hand: docker push ${name}`,
  };
}

function tlsHint(output: string, host: string): string {
  if (/expired|not yet valid/i.test(output)) {
    return `Renew the registry's certificate; if it is in order, set this machine's clock.`;
  }
  if (/valid for|doesn't contain|not .*\bSAN|IP SANs/i.test(output)) {
    return `Name the registry as its certificate does, or have one made out for ${host}.`;
  }
  return `Trust the authority that signed it: put its certificate at /etc/docker/certs.d/${host}/ca.crt on the engine's machine.`;
}

function permissionHint({ kind, name, owner }: Repository, login: string): string {
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
