import { limitOf, quantities } from './quantity.ts';
import type { Token } from './words.ts';

/** Reads a value at the beginning of the tokens; several ways, longest first, or none. */
export type Slot = (tokens: readonly Token[]) => readonly Filled[];

export interface Filled {
  /** How many tokens it takes. */
  readonly length: number;
  readonly value: unknown;
  /** Why it can mean two things. */
  readonly ambiguity?: string | undefined;
}

/** All slots, by the name templates use. */
export const slots: Readonly<Record<string, Slot>> = {
  /** `under 200MB` → [{ op, value: bytes }], two of them for `between`. */
  size: (tokens) => quantities(tokens, 'bytes'),
  /** The quantity alone, where the template says that it is the most: `maximum image size: 180 MB`. */
  'size-limit': (tokens) => limitOf(tokens, 'bytes'),
  /** `within 50 ms` → [{ op, value: milliseconds }]. */
  duration: (tokens) => quantities(tokens, 'milliseconds'),
  /** The quantity alone, behind words that say it is the most: `maximum startup time: 5 s`. */
  'duration-limit': (tokens) => limitOf(tokens, 'milliseconds'),
  path: single((token) => pathOf(token)),
  status: single(statusOf),
  /** The status of another condition than the first. */
  'down-status': single(statusOf),
  port: single((token) =>
    token.kind === 'number' &&
    token.unit === '' &&
    Number.isInteger(token.value) &&
    token.value >= 1 &&
    token.value <= 65_535
      ? token.value
      : codeNumber(token, 1, 65_535),
  ),
  uid: single((token) =>
    token.kind === 'number' && token.unit === ''
      ? token.value
      : codeNumber(token, 0, 4_294_967_295),
  ),
  variable: single((token) => variableOf(token)),
  /** A variable that holds a port: `PORT`, `HTTP_PORT`. */
  'port-variable': single((token) => {
    const name = variableOf(token);
    return name !== undefined && /(?:^|_)PORT$/.test(name) ? name : undefined;
  }),
  /** Any other variable. */
  'plain-variable': single((token) => {
    const name = variableOf(token);
    return name !== undefined && !/(?:^|_)PORT$/.test(name) ? name : undefined;
  }),
  /** A user number that is not root's. */
  'ordinary-uid': single((token) =>
    token.kind === 'number' && token.unit === ''
      ? token.value || undefined
      : codeNumber(token, 1, 4_294_967_295),
  ),
  /** A name in backticks: `appuser`. */
  user: single((token) =>
    token.kind === 'code' && /^[a-z_][a-z0-9_-]*$/.test(token.raw) && token.raw !== 'root'
      ? token.raw
      : undefined,
  ),
  /** `node:24-bookworm-slim`, in backticks or not. */
  image: single((token) => imageOf(token)),
  /** A JSON object in backticks, as a response body. */
  json: single((token) => (token.kind === 'code' ? jsonObject(token.raw) : undefined)),
  /** `docker build …`, `docker build -t x .` */
  'docker-build': single((token) =>
    token.kind === 'code' && /^docker (?:buildx |image )?build(?:\s|$)/.test(token.raw)
      ? token.raw
      : undefined,
  ),
  'docker-ps': single((token) =>
    token.kind === 'code' && /^docker (ps|inspect)(\s|$)/.test(token.raw) ? token.raw : undefined,
  ),
  /** `--read-only`, `docker run --read-only` */
  'read-only-option': single((token) =>
    token.kind === 'code' &&
    /^(?:docker (?:container )?run )?--read-only(?:=true)?$/.test(token.raw)
      ? token.raw
      : undefined,
  ),
  /** `--cap-drop ALL`, with `--security-opt no-new-privileges` or without */
  'cap-drop-option': single((token) =>
    token.kind === 'code' &&
    /^(?:docker (?:container )?run )?(?:--security-opt[ =]no-new-privileges(?:[:=]true)? )?--cap-drop[ =]all(?: --security-opt[ =]no-new-privileges(?:[:=]true)?)?$/i.test(
      token.raw,
    )
      ? token.raw
      : undefined,
  ),
  'docker-run': single((token) =>
    token.kind === 'code' && /^docker (?:container )?run(?:\s|$)/.test(token.raw)
      ? token.raw
      : undefined,
  ),
  /** `docker stop`, `docker stop -t 10 api` */
  'docker-stop': single((token) =>
    token.kind === 'code' && /^docker (?:container )?stop(?:\s|$)/.test(token.raw)
      ? token.raw
      : undefined,
  ),
  'docker-push': single((token) =>
    token.kind === 'code' && /^docker (?:image )?push(?:\s|$)/.test(token.raw)
      ? token.raw
      : undefined,
  ),
  'docker-pull': single((token) =>
    token.kind === 'code' && /^docker (?:image )?pull(?:\s|$)/.test(token.raw)
      ? token.raw
      : undefined,
  ),
  /** `docker exec X id -u`, `id -u` */
  'id-u': single((token) =>
    token.kind === 'code' && /(?:^|\s)id -u$/.test(token.raw) ? token.raw : undefined,
  ),
  /** The name of one label, in backticks. */
  label: single((token) => (token.kind === 'code' ? labelIn(token.raw) : undefined)),
  whoami: single((token) =>
    token.kind === 'code' && /(^|\s)whoami$/.test(token.raw) ? token.raw : undefined,
  ),
  /** What an API keeps: `tasks`, `/tasks`. */
  resource: single((token) =>
    token.kind === 'word' && /^[a-z]{3,}$/.test(token.word) && !reserved.has(token.word)
      ? token.raw.toLowerCase()
      : token.kind === 'code'
        ? pathOf(token)
        : undefined,
  ),
  /** Names of labels, one or several: `source, version and revision` are those of OCI. */
  labels: list(labelOf),
  /** `linux/amd64`, `amd64 and arm64` → linux/amd64, linux/arm64. */
  platforms: list(platformOf),
  /** A tag in backticks: `1.4.0`, `name:1.4.0`. */
  tag: single((token) =>
    token.kind === 'code' &&
    /^(?:[\w.-]+(?::\d+)?\/)*(?:[\w./-]+:)?[\w][\w.-]{0,127}$/.test(token.raw)
      ? token.raw
      : undefined,
  ),
  neon: single((token) => (token.kind === 'word' && token.word === 'neon' ? true : undefined)),
  registry: registryNames,
  'second-registry': registryNames,
};

function registryNames(tokens: readonly Token[]): readonly Filled[] {
  return registries.flatMap(({ words, host }) =>
    words.every((word, index) => wordAt(tokens, index) === word)
      ? [{ length: words.length, value: host }]
      : [],
  );
}

function single(read: (token: Token) => unknown): Slot {
  return ([token]) => {
    const value = token === undefined ? undefined : read(token);
    return value === undefined ? [] : [{ length: 1, value }];
  };
}

/** Several values, joined by `and` or by commas, which are not tokens; the longest list only. */
function list(
  read: (tokens: readonly Token[]) => { length: number; value: string } | undefined,
): Slot {
  return (tokens) => {
    const values: string[] = [];
    let length = 0;
    for (let at = 0; at < tokens.length; ) {
      const joined = values.length > 0 && wordAt(tokens, at) === 'and' ? 1 : 0;
      const found = read(tokens.slice(at + joined));
      if (found === undefined) break;
      values.push(found.value);
      at += joined + found.length;
      length = at;
    }
    return values.length === 0 ? [] : [{ length, value: [...new Set(values)] }];
  };
}

/** Names that the OCI image specification predefines, below `org.opencontainers.image.`. */
const ociLabels = new Set(
  'created authors url documentation source version revision vendor licenses title description'.split(
    ' ',
  ),
);

function labelIn(raw: string): string | undefined {
  return /^[a-z][\w-]*(?:\.[\w-]+)*$/.test(raw) ? raw : undefined;
}

function labelOf([token]: readonly Token[]): { length: number; value: string } | undefined {
  if (token === undefined || (token.kind !== 'word' && token.kind !== 'code')) return undefined;
  const raw = token.raw.toLowerCase();
  const name = raw === 'license' || raw === 'licence' || raw === 'licences' ? 'licenses' : raw;
  if (ociLabels.has(name)) return { length: 1, value: `org.opencontainers.image.${name}` };
  return /^[a-z0-9][a-z0-9-]*(?:\.[a-z0-9_-]+)+$/.test(raw)
    ? { length: 1, value: token.raw }
    : undefined;
}

/** Go's names, which engines use, for those that people write. */
const architectures: Readonly<Record<string, string>> = {
  amd64: 'amd64',
  x86_64: 'amd64',
  x64: 'amd64',
  arm64: 'arm64',
  aarch64: 'arm64',
  s390x: 's390x',
  ppc64le: 'ppc64le',
  riscv64: 'riscv64',
};

function platformOf(tokens: readonly Token[]): { length: number; value: string } | undefined {
  const [first] = tokens;
  const written = first?.kind === 'code' ? /^linux\/(\w+)$/.exec(first.raw)?.[1] : undefined;
  // A slash between words is read as "or".
  const prefix =
    wordAt(tokens, 0) === 'linux' && wordAt(tokens, 1) === 'or'
      ? 2
      : wordAt(tokens, 0) === 'linux'
        ? 1
        : 0;
  const name = written ?? wordAt(tokens, prefix) ?? '';
  const known = architectures[name];
  return known === undefined
    ? undefined
    : { length: written === undefined ? prefix + 1 : 1, value: `linux/${known}` };
}

/** Every word in a list of labels or platforms. */
export const listWords: readonly string[] = [
  'and',
  'or',
  'linux',
  ...Object.keys(architectures),
  ...ociLabels,
  ...['license', 'licence', 'source', 'author', 'revision'],
];

function wordAt(tokens: readonly Token[], index: number): string | undefined {
  const token = tokens[index];
  return token?.kind === 'word' || token?.kind === 'code' ? token.word : undefined;
}

function codeNumber(token: Token, min: number, max: number): number | undefined {
  if (token.kind !== 'code' || !/^\d{1,10}$/.test(token.raw)) return undefined;
  const value = Number(token.raw);
  return value >= min && value <= max ? value : undefined;
}

function statusOf(token: Token): number | undefined {
  return token.kind === 'number' &&
    token.unit === '' &&
    Number.isInteger(token.value) &&
    token.value >= 100 &&
    token.value <= 599
    ? token.value
    : codeNumber(token, 100, 599);
}

/** A path, `GET /path`, a URL, or `curl URL`: what is asked for with GET. */
function pathOf(token: Token): string | undefined {
  if (token.kind !== 'code') return undefined;
  const text = token.raw
    .replace(/^curl\s+(?:-\w+\s+|--[\w-]+\s+)*/, '')
    .replace(/^GET\s+/, '')
    .replace(/^["']|["']$/g, '');
  if (/^\/[\w./{}:~-]*(\?\S*)?$/.test(text)) return text;
  const url =
    /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(\/[\w./~-]*(?:\?\S*)?)$/.exec(
      text,
    );
  return url?.[1];
}

const methods = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);
/** Upper-case words of Dockerfiles that are no variables. */
const instructions = new Set([
  'HEALTHCHECK',
  'EXPOSE',
  'USER',
  'CMD',
  'ENTRYPOINT',
  'FROM',
  'RUN',
  'ENV',
  'ARG',
  'COPY',
  'SIGTERM',
]);

function variableOf(token: Token): string | undefined {
  if (token.kind === 'number') return undefined;
  const name = token.raw.replace(/^\$\{?|\}$/g, '');
  const written =
    token.kind === 'code' ? /^[A-Z][A-Z0-9_]*$/ : /^(?:[A-Z][A-Z0-9]*_[A-Z0-9_]+|PORT)$/;
  return written.test(name) && !methods.has(name) && !instructions.has(name) ? name : undefined;
}

function imageOf(token: Token): string | undefined {
  if (token.kind !== 'code' && token.kind !== 'word') return undefined;
  const reference = /^(?:[\w.-]+(?::\d+)?\/)*[a-z0-9._-]+(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?$/;
  const telling = token.kind === 'code' || token.raw.includes(':');
  return telling && reference.test(token.raw) && !token.raw.startsWith('/') ? token.raw : undefined;
}

function jsonObject(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Words that are never the name of what an API keeps. */
const reserved = new Set(
  'all every any crud endpoint route operation request create read list update delete get and or not no non never without except only work can api container image app application service data database full them the it http rest'.split(
    ' ',
  ),
);

/** Names of registries, as people write them. */
const registries: readonly { readonly words: readonly string[]; readonly host: string }[] = [
  { words: ['docker', 'hub'], host: 'docker.io' },
  { words: ['docker.io'], host: 'docker.io' },
  { words: ['ghcr.io'], host: 'ghcr.io' },
  { words: ['ghcr'], host: 'ghcr.io' },
  { words: ['github', 'container', 'registry'], host: 'ghcr.io' },
  { words: ['quay.io'], host: 'quay.io' },
  { words: ['quay'], host: 'quay.io' },
];

/** Every word in the name of a registry. */
export const registryWords: readonly string[] = registries.flatMap(({ words }) => words);
