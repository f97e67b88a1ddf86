import * as z from 'zod';
import type { ValueKinds } from '../model/check.ts';
import { fromJson } from '../model/from-json.ts';
import { official, table } from './plain.ts';
import { pairs, type Token } from './words.ts';

/** What one token may be, each kind with its value; a sense takes the kind that it names. */
export type Found = Partial<ValueKinds>;

/** The values that a token holds by itself, and the concepts of a command. */
export function valuesOf(token: Token) {
  const { kind, raw } = token;
  const only = (values: Found) => ({ values, concepts: [] });
  if (kind === 'number') return only(numberValues(token.value, token.unit));
  if (kind === 'text') return only({ text: raw, code: raw });
  if (kind === 'word') return only(wordValues(raw));
  const concepts = commands.find(([form]) => form.test(raw))?.[1].split(' ');
  const named = names.flatMap(([form, name]) => (form.test(raw) ? [name] : []));
  if (concepts === undefined) return { values: codeValues(raw), concepts: named };
  const [dockerfile, stage] = ['(?:-f|--file)', '--target'].map(
    (option) =>
      new RegExp(`^docker (?:\\w+ )?build\\s(?:.*\\s)?${option}[ =](\\S+)`).exec(raw)?.[1],
  );
  const [given, ...more] = raw.matchAll(/\s(?:-e|--env)[ =]([A-Z][A-Z0-9_]*)=(\w\S*)/g);
  const setting =
    given && more.length === 0 ? ([given[1] ?? '', given[2] ?? ''] as const) : undefined;
  return { values: there({ code: raw, path: pathOf(raw), dockerfile, stage, setting }), concepts };
}

/** What a command says of another container, the image under check does not promise. */
export const others =
  '.*(?<=[\\s/_-])(?:db|database|postgres(?:ql)?|redis|mysql|mariadb|mongo(?:db)?|nginx|proxy|frontend|worker|alpine|busybox|ubuntu|debian|hello-world)(?::[\\w.-]+)?\\/?(?=[\\s`]|$)';

/** A command inside a container that is not one beside the API's. */
const ofContainer = (command: string): string =>
  `^(?:docker (?:run|exec) (?!${others}|.*(?:-u|--user)[ =]\\d).*)?(?:\\b${command}|--entrypoint[ =]${command} [\\w./:-]+)$`;

/** Options of `docker run` before the image, those without a value and those with one. */
const options =
  '(?: (?:-[ditP]+|--(?:rm|init|detach|interactive|tty|privileged|quiet|publish-all)|--[\\w-]+=\\S+|-[peuvwh]\\S+|--?[\\w-]+ [^-\\s]\\S*|\\.{3}|…|<[^>]+>|\\[[^\\]]+\\]))*';

/** Commands that say something, each with what it says. Others are code like any other. */
const commands = table(
  String.raw`
^docker (?:buildx |image )?build(?!${others}|.* --(?:platform|build-arg|secret|ssh|target)|.* https?:)(?:\s|$) ⇒ docker-build build
^docker (?:buildx |image )?build(?!${others}|.* --(?:platform|build-arg|secret|ssh)|.* https?:).* --target[ =](?:prod|run|final|release) ⇒ build-target
^(?:docker (?:container )?run(?:\s.*)?)?--read-only(?:=true)?$ ⇒ read-only
^(?:docker (?:container )?run )?(?:--security-opt[ =]no-new-privileges(?:[:=]true)? )?(?:--)?[Cc][Aa][Pp][-_][Dd][Rr][Oo][Pp]:?[ =][Aa][Ll][Ll](?: --security-opt[ =]no-new-privileges(?:[:=]true)?)?$ ⇒ cap-drop
^(?:docker (?:container )?run )?(?:--user|-u)[ =]\d{3,}(?::\d{3,})?$ ⇒ any-user
${ofContainer('whoami')} ⇒ whoami
^docker (?:image )?inspect (?!${others}).*\.Config\.User\b ⇒ whoami
${ofContainer('id -u')} ⇒ id-u
${ofContainer('id')} ⇒ id
${ofContainer('ps (?:aux|-ef)')} ⇒ whoami
^trivy (?:image|i)(?:\s|$) ⇒ trivy
^grype\s ⇒ grype
^docker (?:scan|scout)(?:\s|$) ⇒ scan
^cosign verify\b ⇒ cosign signature
^docker (?:container )?kill (?:-s|--signal)[ =](?:SIG)?TERM\b ⇒ docker-stop sigterm
^(?:docker (?:container )?run )?--security-opt[ =]no-new-privileges(?:[:=]true)?$ ⇒ no-new-privileges-option
# Restricted or changed, or with a command of its own, it is another way to run it.
^docker (?:container )?run(?!${others})(?!${options} [a-z][\w./:-]*\s+[^\s.-])(?!.* (?:-[mu]|--(?:read-only|tmpfs|cap-\w+|security-opt|privileged|user|memory|cpus|network|platform)|p?np[mx]|yarn|pytest|make|(?:ba)?sh)\b|.* (?:--version|--help|(?:git|node|python3?|java|php|ruby|go|dotnet|curl|wget|env|printenv|ls|cat|echo|true|version|help)(?: |$)))(?:\s|$) ⇒ docker-run run start
^docker (?:container )?stop(?!${others}|.* (?:-t|--time(?:out)?)[ =\d])(?:\s|$) ⇒ docker-stop sigterm
^docker (?:container )?restart(?!${others})(?:\s|$) ⇒ restart
^docker (?:container )?rm(?!${others})(?:\s|$) ⇒ recreate
^/bin/(?:ba|da)?sh$ ⇒ shell
^docker (?:image )?push(?:\s|$) ⇒ push docker-push
^docker (?:image )?pull(?:\s|$) ⇒ pull docker-pull
^docker (?:container )?(?:ps|inspect)(?!${others})(?:\s|$) ⇒ docker-ps
^docker image inspect(?:\s|$) ⇒ history docker-ps
^docker (?:image )?history(?!${others})(?:\s|$) ⇒ history
^docker (?:images|image ls)(?:\s|$) ⇒ docker-images
^docker (?:container )?logs(?!${others})(?:\s|$) ⇒ log docker-logs
^GET\b ⇒ method
^(?:p?npm (?:ci|i|install) )?--(?:omit[= ]dev|no-dev|prod|production|only[= ]prod(?:uction)?)$ ⇒ production-dependency installer
^(?:npm|yarn|pnpm|pip3?|uv|poetry|bundle|composer) (?:ci|i|install|sync)\b ⇒ installer
^@?sha256: ⇒ digest
^curl\s ⇒ ask
`,
  '',
);

const localhost = /^(?:https?:\/\/)?(?:localhost|127\.0\.0\.1):(\d{1,5})\/?$/;

const dockerfilePath = /^[\w./-]+\/(?:Docker|Container)file(?:\.\w+)?$/;

const names: readonly (readonly [form: RegExp, concept: string])[] = [
  [new RegExp(`^(?:(?:${official})[\\w./-]*)?:latest$`), 'latest'],
  [localhost, 'localhost'],
  [dockerfilePath, 'dockerfile'],
  [/^\/.*\.(?:sh|py|m?js)$/, 'script'],
  [/^org\.(?:opencontainers\.image|label-schema)\./, 'label'],
];

function there(values: Found): Found {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  // The keys are kinds, each with its value.
  return Object.fromEntries(given) as Found;
}

function codeValues(raw: string): Found {
  // What only a build reads is not in the image.
  const setting =
    /^(?!(?:CGO|DOCKER|BUILDKIT|COMPOSE)_|GO(?:OS|ARCH)=)([A-Z][A-Z0-9_]*)=([^\s$<]*)$/.exec(raw);
  const ids = /^(\d+):(\d+)$/.exec(raw);
  const platform = platformOf(raw);
  const local = localhost.exec(raw)?.[1];
  const only = (holds: boolean) => (holds ? raw : undefined);
  return there({
    code: only(raw !== 'Dockerfile'),
    ...(/^\d{1,10}$/.test(raw) ? numberValues(Number(raw), '') : {}),
    ids: ids === null ? undefined : [Number(ids[1]), Number(ids[2])],
    ...(local === undefined ? {} : { port: Number(local) }),
    path: pathOf(raw),
    file: only(!/\s|^["'[{:]|\/\.dockerignore$/.test(raw) && registryOf(raw) === undefined),
    setting: setting === null ? undefined : [setting[1] ?? '', setting[2] ?? ''],
    ...parsed(raw),
    probe: probeOf(raw),
    platform,
    registry: registryOf(raw),
    variable: variableOf(raw, true),
    tool: only(/^(?:node|tsc|python3?|java|go)$/.test(raw) || tool.test(raw))?.toLowerCase(),
    dockerfile: only(dockerfilePath.test(raw)),
    user: /^(?!root\b|(?:tini|dumb-init|exec|(?:un)?healthy|adduser|useradd|addgroup|groupadd)$)([a-z_][a-z0-9_-]*)(?::\1)?$/.exec(
      raw,
    )?.[1],
    image: only(imageReference.test(raw) && platform === undefined && ids === null),
    tag: only(/^(?![Tt]ags?$)(?:(?:[\w.-]+(?::\d+)?\/)*[\w.-]+:)?\w[\w.-]{0,127}$/.test(raw)),
    label: labelOf(raw),
    origin: only(/^(?:https?:\/\/)?[\w.-]+(?::\d+)?$/.test(raw) && /:|\./.test(raw)),
  });
}

function wordValues(raw: string): Found {
  const label = raw.toLowerCase().replace(/^licen[sc]es?$/, 'licenses');
  const file =
    /^(?:_*[a-z]+(?:_[a-z]+)+_*|__[a-z]+__|tests|docs|dist|venv|vendor|tmp|fixtures|coverage|Dockerfile|[\w-]+\.(?:json|ya?ml|toml|lock|md|txt|sh|js|ts|py|env))$/;
  return there({
    image: /^(?:alpine|debian|ubuntu)$/i.test(raw) ? raw.toLowerCase() : undefined,
    file: file.test(raw) ? raw : undefined,
    tool: tool.test(raw) ? raw.toLowerCase() : undefined,
    variable: variableOf(raw, false),
    platform: platformOf(raw),
    registry: registryOf(raw),
    label: ociLabels.test(label) || /\.|^maintainer$/i.test(raw) ? labelOf(label) : undefined,
  });
}

const tool =
  /^(?:gcc|build-essential|make|cmake|tini|dumb-init|curl|wget|git|vim|nano|npm|yarn|pip|apt|apk|gdb|ssh|sudo|telnet|netcat|strace|uv|poetry|cargo|mvn|gradle|pnpm)$/i;

function numberValues(value = 0, unit = ''): Found {
  if (unit !== '') return {};
  const within = (least: number, most: number) =>
    Number.isInteger(value) && value >= least && value <= most ? value : undefined;
  const status = within(100, 599);
  // "Responds with HTTP 404" says no port, and no API's is one of a database.
  const isPort = (status ?? 443) === 443 && !/^(?:5432|6379|3306|27017)$/.test(`${value}`);
  return there({ number: value, status, port: isPort ? within(1, 65_535) : undefined });
}

const imageReference =
  /^(?![.-])(?:[\w.-]+(?::\d+)?\/)*[a-z0-9._-]+(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?$/;

/** A path, `GET /path`, a URL, or `curl URL`: what is asked for with GET. */
function pathOf(raw: string): string | undefined {
  const text = raw
    .replace(/^curl\s+(?:-\w+\s+|--[\w-]+\s+)*/, '')
    .replace(/^GET\s+/, '')
    .replace(/^["']|["']$/g, '');
  if (/^(?:\/:?[\w.{}~-]*)+(\?\S*)?$/.test(text)) return text;
  return address.exec(text)?.[1];
}

/** Of the API on this machine, or of a host that is left open: `https://<host>/health`. */
const address =
  /^(?:http:\/\/|https:\/\/(?=[<{$]))?(?:localhost|127\.0\.0\.1|\[::1\]|[<{$]+(?:your.)?(?:api|app|host|url|domain|server|service|base|ip)[>}]*)(?::\d+)?(\/[\w./~-]*(?:\?\S*)?)$/i;

const noVariable =
  /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|HEALTHCHECK|EXPOSE|USER|CMD|ENTRYPOINT|FROM|RUN|ENV|ARG|COPY|WORKDIR|SIG\w+|NOT|MUST|SHALL|SHOULD)$/;

function variableOf(raw: string, code: boolean): string | undefined {
  const name = raw.replace(/^\$\{?|\}$/g, '');
  const written = code ? /^[A-Z][A-Z0-9_]*$/ : /^(?:[A-Z][A-Z0-9]*_[A-Z0-9_]+|PORT|PYTHON[A-Z]+)$/;
  return written.test(name) && !noVariable.test(name) ? name : undefined;
}

/** A JSON object, or a list of words, as exec form writes it. */
function parsed(raw: string): Found {
  const value = fromJson(jsonValue, raw);
  if (value === undefined) return {};
  return Array.isArray(value) ? { list: value } : { json: value };
}

/** `--interval=30s`, options of HEALTHCHECK and nothing else; one without its unit is none. */
function probeOf(raw: string): Found['probe'] {
  const found = raw.split(/\s+(?=--)/).map((option) => {
    const [, name = '', number, unit = ''] =
      /^--(interval|timeout|start.period|retries)=(\d+)[ -]?(ms|s|m|)(?:ec\w*|in\w*)?$/i.exec(
        option,
      ) ?? [];
    const key = { i: 'intervalMs', t: 'timeoutMs', s: 'startPeriodMs', r: 'retries' }[
      name[0]?.toLowerCase() ?? ''
    ];
    const factor = key === 'retries' ? { '': 1 }[unit] : { ms: 1, s: 1000, m: 60_000 }[unit];
    return key === undefined || factor === undefined
      ? []
      : [[key, Number(number) * factor] as const];
  });
  return found.some((one) => one.length === 0) ? undefined : Object.fromEntries(found.flat());
}

const jsonValue = z.union([z.array(z.string()), z.record(z.string(), z.unknown())]);

/** Names that the OCI image specification predefines, below `org.opencontainers.image.`. */
export const ociLabels =
  /^(?:created|authors|url|documentation|source|version|revision|vendor|licenses|title|description)$/;

const labelOf = (raw: string): string | undefined =>
  /^[a-z][\w-]*(?:\.[\w-]+)*(?:=[\w./:+-]+)?$/.test(raw) ? raw : undefined;

/** Go's names, which engines use, for those that people write. */
function platformOf(raw: string): string | undefined {
  const name = raw.toLowerCase().replace(/^linux\//, '');
  const known = name.replace(/^x(?:86(?:[-_]64)?|64)$/, 'amd64').replace('aarch64', 'arm64');
  return /^(?:amd64|arm64|s390x|ppc64le|riscv64)$/.test(known) ? `linux/${known}` : undefined;
}

/** Hosts of registries, by the names that people write. */
const registries = pairs(
  'githubcontainerregistry ghcr.io|dockerhub docker.io|docker.io docker.io|ghcr.io ghcr.io|ghcr ghcr.io|quay.io quay.io|quay quay.io|acr azurecr.io|azurecr azurecr.io|azurecontainerregistry azurecr.io|ecr amazonaws.com|awsecr amazonaws.com|amazonecr amazonaws.com|googlecontainerregistry gcr.io|googleartifactregistry pkg.dev|gcr gcr.io',
);

function registryOf(raw: string): string | undefined {
  const host = /^[\w-]+\.[\w.-]+(?=\/[\w-][^:@]*$)/.exec(raw)?.[0];
  return registries[(host ?? raw).toLowerCase().replace(/[ -]/g, '')] ?? host;
}
