import type { ValueKinds } from '../model/language.ts';
import type { Token } from './words.ts';

/** What one token may be, each kind with its value; a sense takes the kind that it names. */
export type Found = Partial<ValueKinds>;

/** The values that a token holds by itself, and the concepts of a command. */
export function valuesOf(token: Token): {
  readonly values: Found;
  readonly concepts: readonly string[];
} {
  if (token.kind === 'number')
    return { values: numberValues(token.value, token.unit), concepts: [] };
  if (token.kind === 'text') return { values: { text: token.raw, code: token.raw }, concepts: [] };
  if (token.kind === 'word') return { values: wordValues(token.raw), concepts: [] };
  if (token.kind !== 'code') return { values: {}, concepts: [] };
  const { raw } = token;
  const command = commands.find(([form]) => form.test(raw));
  const values = codeValues(raw);
  if (command === undefined) return { values, concepts: [] };
  const path = values.path === undefined ? {} : { path: values.path };
  return { values: { code: raw, ...path }, concepts: command[1] };
}

/** Commands that say something, each with what it says. Others are code like any other. */
const commands: readonly (readonly [form: RegExp, concepts: readonly string[]])[] = [
  // Another Dockerfile than the one that is built.
  [
    /^docker (?:buildx |image )?build\s(?:.*\s)?(?:-f|--file)[ =](?!(?:\.\/)?Dockerfile(?:\s|$))/,
    ['docker-build', 'build', 'other-dockerfile'],
  ],
  [/^docker (?:buildx |image )?build(?:\s|$)/, ['docker-build', 'build']],
  [/^docker (?:container )?run(?:\s.*)?--read-only(?:=true)?$/, ['read-only']],
  [/^--read-only(?:=true)?$/, ['read-only']],
  [
    /^(?:docker (?:container )?run )?(?:--security-opt[ =]no-new-privileges(?:[:=]true)? )?--cap-drop[ =]all(?: --security-opt[ =]no-new-privileges(?:[:=]true)?)?$/i,
    ['cap-drop'],
  ],
  [/^(?:docker (?:container )?run )?(?:--user|-u)[ =]\d{3,}(?::\d{3,})?$/, ['any-user']],
  [
    /^(?:docker (?:run|exec) (?!.*\b(?:db|database|postgres|redis|mysql|mongo|nginx|proxy|frontend|worker)\b).*)?\bwhoami$/,
    ['whoami'],
  ],
  [
    /^(?:docker (?:run|exec) (?!.*\b(?:db|database|postgres|redis|mysql|mongo|nginx|proxy|frontend|worker)\b).*)?\bid -u$/,
    ['id-u'],
  ],
  [
    /^(?:docker (?:run|exec) (?!.*\b(?:db|database|postgres|redis|mysql|mongo|nginx|proxy|frontend|worker)\b).*)?\bid$/,
    ['id'],
  ],
  [
    /^(?:docker (?:container )?run )?--security-opt[ =]no-new-privileges(?:[:=]true)?$/,
    ['no-new-privileges-option'],
  ],
  [/^docker (?:container )?run(?:\s|$)/, ['docker-run', 'run', 'start']],
  [/^docker (?:container )?stop(?:\s|$)/, ['docker-stop', 'sigterm']],
  [/^docker (?:container )?restart(?:\s|$)/, ['restart']],
  [/^docker (?:image )?push(?:\s|$)/, ['push', 'docker-push']],
  [/^docker (?:image )?pull(?:\s|$)/, ['pull', 'docker-pull']],
  [/^docker (?:container )?(?:ps|inspect)(?:\s|$)/, ['docker-ps']],
  [/^docker (?:image )?(?:history|inspect)(?:\s|$)/, ['history']],
  [/^docker (?:images|image ls)(?:\s|$)/, ['docker-images']],
  [/^docker (?:container )?logs(?:\s|$)/, ['log']],
  [/^GET\b/, ['method']],
  [/^curl\s/, ['ask']],
];

function codeValues(raw: string): Found {
  const path = pathOf(raw);
  const setting = /^([A-Z][A-Z0-9_]*)=(\S*)$/.exec(raw);
  const json = parsed(raw);
  const number = /^\d{1,10}$/.test(raw) ? numberValues(Number(raw), '') : {};
  const platform = platformOf(raw);
  const registry = registryOf(raw);
  const variable = variableOf(raw, true);
  const origin =
    /^(?:https?:\/\/)?[\w.-]+(?::\d+)?$/.test(raw) && /:|\./.test(raw) ? raw : undefined;
  const local = /^https?:\/\/(?:localhost|127\.0\.0\.1):(\d{1,5})\/?$/.exec(raw)?.[1];
  return {
    code: raw,
    ...number,
    ...(local === undefined ? {} : { port: Number(local) }),
    ...(path === undefined ? {} : { path }),
    ...(/\s|^["'[{]/.test(raw) ? {} : { file: raw }),
    ...(setting === null ? {} : { setting: [setting[1] ?? '', setting[2] ?? ''] as const }),
    ...(json === undefined ? {} : json),
    ...(platform === undefined ? {} : { platform }),
    ...(registry === undefined ? {} : { registry }),
    ...(variable === undefined ? {} : { variable }),
    ...(/^[a-z_][a-z0-9_-]*$/.test(raw) && raw !== 'root' ? { user: raw } : {}),
    ...(imageReference.test(raw) && !raw.startsWith('/') && platform === undefined
      ? { image: raw }
      : {}),
    ...(/^(?:[\w.-]+(?::\d+)?\/)*(?:[\w./-]+:)?[\w][\w.-]{0,127}$/.test(raw) ? { tag: raw } : {}),
    ...(labelOf(raw) === undefined ? {} : { label: labelOf(raw) ?? '' }),
    ...(origin === undefined ? {} : { origin }),
  };
}

function wordValues(raw: string): Found {
  const variable = variableOf(raw, false);
  const platform = platformOf(raw);
  const registry = registryOf(raw);
  const distribution = /^(?:alpine|debian|ubuntu)$/i.test(raw) ? { image: raw.toLowerCase() } : {};
  const label = ociLabel(raw) ?? (raw.includes('.') ? labelOf(raw) : undefined);
  return {
    ...distribution,
    ...(/^_*[a-z]+(?:_[a-z]+)+_*$/.test(raw) ? { file: raw } : {}),
    ...(variable === undefined ? {} : { variable }),
    ...(platform === undefined ? {} : { platform }),
    ...(registry === undefined ? {} : { registry }),
    ...(label === undefined ? {} : { label }),
    ...(/^(?:Dockerfile|[\w-]+\.(?:json|ya?ml|toml|lock|md|txt|sh|js|ts|py|env))$/.test(raw)
      ? { file: raw }
      : {}),
  };
}

function numberValues(value: number, unit: string): Found {
  if (unit !== '') return {};
  const whole = Number.isInteger(value);
  return {
    number: value,
    ...(whole && value >= 100 && value <= 599 ? { status: value } : {}),
    ...(whole && value >= 1 && value <= 65_535 ? { port: value } : {}),
  };
}

const imageReference =
  /^(?:[\w.-]+(?::\d+)?\/)*[a-z0-9._-]+(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?$/;

/** A path, `GET /path`, a URL, or `curl URL`: what is asked for with GET. */
function pathOf(raw: string): string | undefined {
  const text = raw
    .replace(/^curl\s+(?:-\w+\s+|--[\w-]+\s+)*/, '')
    .replace(/^GET\s+/, '')
    .replace(/^["']|["']$/g, '');
  if (/^\/[\w./{}:~-]*(\?\S*)?$/.test(text)) return text;
  return /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?(\/[\w./~-]*(?:\?\S*)?)$/.exec(
    text,
  )?.[1];
}

const noVariables = new Set(
  'GET POST PUT PATCH DELETE HEAD OPTIONS HEALTHCHECK EXPOSE USER CMD ENTRYPOINT FROM RUN ENV ARG COPY WORKDIR SIGTERM SIGINT SIGKILL NOT MUST SHALL SHOULD'.split(
    ' ',
  ),
);

function variableOf(raw: string, code: boolean): string | undefined {
  const name = raw.replace(/^\$\{?|\}$/g, '');
  const written = code ? /^[A-Z][A-Z0-9_]*$/ : /^(?:[A-Z][A-Z0-9]*_[A-Z0-9_]+|PORT)$/;
  return written.test(name) && !noVariables.has(name) ? name : undefined;
}

/** A JSON object, or a list of words, as exec form writes it. */
function parsed(raw: string): Pick<Found, 'json' | 'list'> | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    if (Array.isArray(value) && value.every((one) => typeof one === 'string'))
      return { list: value };
    // An object that is no array has members by name.
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { json: value as Record<string, unknown> };
  } catch {
    return undefined;
  }
  return undefined;
}

/** Names that the OCI image specification predefines, below `org.opencontainers.image.`. */
const ociLabels = new Set(
  'created authors url documentation source version revision vendor licenses title description'.split(
    ' ',
  ),
);

function ociLabel(raw: string): string | undefined {
  const lower = raw.toLowerCase();
  const name = /^licen[sc]es?$/.test(lower) ? 'licenses' : lower;
  return ociLabels.has(name) ? `org.opencontainers.image.${name}` : undefined;
}

function labelOf(raw: string): string | undefined {
  return ociLabel(raw) ?? (/^[a-z][\w-]*(?:\.[\w-]+)*$/.test(raw) ? raw : undefined);
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

function platformOf(raw: string): string | undefined {
  const known = architectures[raw.toLowerCase().replace(/^linux\//, '')];
  return known === undefined ? undefined : `linux/${known}`;
}

/** Hosts of registries, by the names that people write; several words are one name. */
const registries: Readonly<Record<string, string>> = {
  'github container registry': 'ghcr.io',
  dockerhub: 'docker.io',
  'docker hub': 'docker.io',
  'docker.io': 'docker.io',
  'ghcr.io': 'ghcr.io',
  ghcr: 'ghcr.io',
  'quay.io': 'quay.io',
  quay: 'quay.io',
  acr: 'azurecr.io',
  ecr: 'amazonaws.com',
  gcr: 'gcr.io',
};

function registryOf(raw: string): string | undefined {
  return registries[raw.toLowerCase().replace('-', ' ')];
}
