import { isPlaceholder, isSecretSetting, isVaried } from './placeholders.ts';

/** A kind of secret that can be told by its form alone. */
export interface Detector {
  readonly kind: string;
  /** What each one begins with or contains: found first, because it is quick to look for. */
  readonly anchor: string;
  /** The whole of it, around the anchor. */
  readonly pattern: RegExp;
  readonly accept: (groups: readonly string[], path: string) => boolean;
  /** One that must be found: `random` is 64 characters of base 62. */
  readonly sample: (random: string) => string;
}

/** A secret in a text. `value` is only for comparing: it is never shown. */
export interface Hit {
  readonly kind: string;
  readonly value: string;
}

/** How far around an anchor a pattern looks. */
export const before = 300;
export const reach = 1200;

const varied = ([whole = '']: readonly string[]) => isVaried(whole);

const token = (
  kind: string,
  anchor: string,
  pattern: RegExp,
  sample: Detector['sample'],
): Detector => ({ kind, anchor, pattern, accept: varied, sample });

/** By form, as their issuers document it. */
export const detectors: readonly Detector[] = [
  {
    kind: 'private key',
    anchor: '-----BEGIN',
    pattern:
      /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?:\s|\\[nr])+((?:[A-Za-z0-9+/=]|\s|\\[nr]|(?:Proc-Type|DEK-Info|Version|Comment): [^\n]*\n){64,})/,
    // The words alone stand in every program that reads keys; a key has a body.
    accept: ([, body = ''], path) =>
      !isSystemLibrary(path) && isVaried(body.replace(/\s|\\[nr]/g, ''), 16),
    sample: (random) =>
      `-----BEGIN PRIVATE KEY-----\n${random}\n${random}\n-----END PRIVATE KEY-----\n`,
  },
  {
    kind: 'connection string with a password',
    anchor: '://',
    pattern:
      /\b((?:jdbc:)?[a-z][a-z0-9+]{1,20}):\/\/([^\s:@/'"<>`]{0,64}):([^\s@/'"<>`]{1,200})@([A-Za-z0-9.-]+|\[[0-9a-f:]+\])/,
    accept: ([, scheme = '', user = '', password = '', host = ''], path) =>
      !isPlaceholder(password) &&
      password !== user &&
      !isExampleHost(host, scheme, path) &&
      isCredential(scheme, password),
    sample: (random) => `postgres://control:${random.slice(0, 24)}@db.internal:5432/app`,
  },
  ...['password=', 'pwd='].map((anchor) => ({
    kind: 'connection string with a password',
    anchor,
    pattern:
      /\b[a-z][a-z0-9+]{1,20}:\/\/([A-Za-z0-9.-]+)[^\s'"]{0,200}[?&;](?:password|pwd)=([^&;\s'"<>`]{4,200})/,
    accept: ([, host = '', password = '']: readonly string[], path: string) =>
      !isPlaceholder(password) && !isExampleHost(host, 'jdbc', path),
    sample: (random: string) =>
      `jdbc:postgresql://db.internal/app?user=control&${anchor}${random.slice(0, 24)}`,
  })),
  token(
    'AWS access key',
    'AKIA',
    /\bAKIA[A-Z2-7]{16}\b/,
    (random) => `AKIA${base32(random).slice(0, 16)}`,
  ),
  token(
    'AWS access key',
    'ASIA',
    /\bASIA[A-Z2-7]{16}\b/,
    (random) => `ASIA${base32(random).slice(0, 16)}`,
  ),
  {
    kind: 'AWS secret key',
    anchor: 'aws_secret_access_key',
    pattern: /aws_secret_access_key["']?\s*[=:]\s*["']?([A-Za-z0-9/+]{40})\b/,
    accept: ([, key = '']) => isVaried(key),
    sample: (random) => `aws_secret_access_key = ${random.slice(0, 40)}`,
  },
  ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map((start) =>
    token(
      'GitHub token',
      start,
      new RegExp(`\\b${start}[A-Za-z0-9]{36,}\\b`),
      (random) => start + random.slice(0, 36),
    ),
  ),
  token(
    'GitHub token',
    'github_pat_',
    /\bgithub_pat_[A-Za-z0-9_]{60,}\b/,
    (random) => `github_pat_${random}`,
  ),
  token(
    'GitLab token',
    'glpat-',
    /\bglpat-[A-Za-z0-9_-]{20,}/,
    (random) => `glpat-${random.slice(0, 20)}`,
  ),
  token('npm token', 'npm_', /\bnpm_[A-Za-z0-9]{36}\b/, (random) => `npm_${random.slice(0, 36)}`),
  {
    kind: 'npm token',
    anchor: '_authToken',
    pattern: /_authToken\s*=\s*["']?([^\s"']{8,})/,
    accept: ([, value = '']) =>
      !isPlaceholder(value) && isVaried(value, 8) && !/token/i.test(value),
    sample: (random) => `//registry.internal/:_authToken=${random.slice(0, 32)}`,
  },
  token('PyPI token', 'pypi-AgE', /\bpypi-AgE[A-Za-z0-9_-]{50,}/, (random) => `pypi-AgE${random}`),
  token(
    'Slack token',
    'xox',
    /\bxox[abeoprs]-[A-Za-z0-9-]{20,}/,
    (random) => `xoxb-${random.slice(0, 40)}`,
  ),
  token(
    'Slack webhook',
    'hooks.slack.com/services/',
    /hooks\.slack\.com\/services\/T[A-Z0-9]{6,}\/B[A-Z0-9]{6,}\/[A-Za-z0-9]{20,}/,
    (random) =>
      `https://hooks.slack.com/services/T${base32(random).slice(0, 8)}/B${base32(random).slice(8, 16)}/${random.slice(0, 24)}`,
  ),
  token(
    'Google API key',
    'AIza',
    /\bAIza[A-Za-z0-9_-]{35}\b/,
    (random) => `AIza${random.slice(0, 35)}`,
  ),
  token(
    'Stripe key',
    '_live_',
    /\b[sr]k_live_[A-Za-z0-9]{24,}\b/,
    (random) => `sk_live_${random.slice(0, 24)}`,
  ),
  token(
    'SendGrid key',
    'SG.',
    /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b/,
    (random) => `SG.${random.slice(0, 22)}.${random.slice(20, 63)}`,
  ),
  token(
    'Anthropic key',
    'sk-ant-',
    /\bsk-ant-[A-Za-z0-9_-]{40,}/,
    (random) => `sk-ant-api03-${random}`,
  ),
  token(
    'OpenAI key',
    'T3BlbkFJ',
    /\bsk-[A-Za-z0-9_-]{16,}T3BlbkFJ[A-Za-z0-9_-]{16,}/,
    (random) => `sk-proj-${random.slice(0, 20)}T3BlbkFJ${random.slice(20, 40)}`,
  ),
  token(
    'Neon API key',
    'napi_',
    /\bnapi_[a-z0-9]{40,}\b/,
    (random) => `napi_${random.toLowerCase()}`,
  ),
  token(
    'Neon password',
    'npg_',
    /\bnpg_[A-Za-z0-9]{10,}\b/,
    (random) => `npg_${random.slice(0, 12)}`,
  ),
  token(
    'Hugging Face token',
    'hf_',
    /\bhf_[A-Za-z]{34}\b/,
    (random) => `hf_${random.replace(/\d/g, 'q').slice(0, 34)}`,
  ),
  token(
    'DigitalOcean token',
    'dop_v1_',
    /\bdop_v1_[a-f0-9]{64}\b/,
    (random) => `dop_v1_${Buffer.from(random).toString('hex').slice(0, 64)}`,
  ),
  token(
    'Azure storage key',
    'AccountKey=',
    /AccountKey=[A-Za-z0-9+/]{86}==/,
    (random) => `AccountKey=${(random + random).slice(0, 86)}==`,
  ),
  token(
    'age key',
    'AGE-SECRET-KEY-1',
    /AGE-SECRET-KEY-1[A-Z0-9]{58}/,
    (random) => `AGE-SECRET-KEY-1${random.toUpperCase().slice(0, 58)}`,
  ),
];

/** Kinds of secrets in a text that is no file: log lines, a variable, a command. */
export function secretsInText(text: string): string[] {
  return [...new Set(hitsIn(text, '').map(({ kind }) => kind))];
}

/** The text with every secret that a detector tells, and every value of a secret setting, as `***`. */
export function masked(text: string): string {
  const hidden = hitsIn(text, '').reduce(
    (shown, { value }) => shown.replaceAll(value, '***'),
    text,
  );
  return hidden.replace(assignment, (whole, name: string, value: string) =>
    isSecretSetting(name, unquoted(value)) ? `${name}=***` : whole,
  );
}

/** `NAME=value` anywhere in a command line. */
const assignment = /\b([A-Za-z_]\w*)=("[^"]*"|'[^']*'|\S+)/g;

/** Every `NAME=value` in a command line. */
export function assignments(text: string): (readonly [name: string, value: string])[] {
  return [...text.matchAll(assignment)].map(
    ([, name = '', value = '']) => [name, unquoted(value)] as const,
  );
}

function unquoted(value: string): string {
  return value.replace(/^["']|["']$/g, '');
}

/** Every secret in a text that a detector tells by its form. */
export function hitsIn(text: string, path: string): Hit[] {
  const hits: Hit[] = [];
  for (const { index, 0: found } of text.matchAll(anchors))
    hits.push(...hitsAt(text, index, found, path));
  return hits;
}

/** Any anchor: one pass over the text for all detectors. */
export const anchors = new RegExp(
  [...new Set(detectors.map(({ anchor }) => anchor))].map(literally).join('|'),
  'g',
);

/** A pattern that matches this very text. */
export function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** The secrets that stand around an anchor. */
export function hitsAt(text: string, index: number, anchor: string, path: string): Hit[] {
  const from = Math.max(0, index - before);
  const around = text.slice(from, index + reach);
  return detectors.flatMap((detector) => {
    if (detector.anchor !== anchor) return [];
    // The match that holds this very anchor: others are found at their own.
    for (const match of around.matchAll(
      new RegExp(detector.pattern, `${detector.pattern.flags}g`),
    )) {
      const start = from + match.index;
      if (start > index || start + match[0].length <= index) continue;
      return !isTestFile(path) && detector.accept(match, path)
        ? [{ kind: detector.kind, value: match[0] }]
        : [];
    }
    return [];
  });
}

/** Test and example files of published packages: everybody has them. */
function isTestFile(path: string): boolean {
  return (
    isPublished(path) &&
    /\/(?:tests?|testing|examples?|fixtures?|docs?|man|spec|samples?|testdata|__tests__)\//i.test(
      path,
    )
  );
}

/** A shared library of the distribution: GnuTLS, of which apt is made, tests itself with keys that everybody has. */
function isSystemLibrary(path: string): boolean {
  return /^\/(?:usr\/)?lib(?:32|64)?\/(?:[\w-]+-linux-\w+\/)?lib[^/]+\.(?:a|so(?:\.[\d.]+)?)$/.test(
    path,
  );
}

/** What a package manager put there. */
function isPublished(path: string): boolean {
  return /\/(?:node_modules|site-packages|dist-packages|gems|vendor)\/|^\/usr\/(?:share|lib|lib64|include)\//.test(
    path,
  );
}

function isExampleHost(host: string, scheme: string, path: string): boolean {
  const name = host.toLowerCase();
  if (
    /(?:^|\.)example(?:\.(?:com|org|net))?$|\.(?:test|invalid)$|^(?:host|hostname|server|address|domain)(?:\.(?:com|tld))?$/.test(
      name,
    )
  )
    return true;
  const local =
    /^(?:localhost|127\.|0\.0\.0\.0|\[?::1|db$|database$|postgres$|mysql$|redis$|mongo$)/.test(
      name,
    );
  const web = /^(?:https?|ftp)$/.test(scheme);
  return local || web ? isPublished(path) || (local && web) : false;
}

/** `a:b@c` after a scheme stands in many a grammar: a credential has a known scheme, and no sentence in it. */
function isCredential(scheme: string, password: string): boolean {
  return (
    /^(?:jdbc:)?(?:postgres(?:ql)?|mysql2?|mariadb|mongodb|mongodb\+srv|rediss?|valkeys?|amqps?|mssql|sqlserver|oracle|clickhouse|cockroachdb|nats|ldaps?|smtps?|s?ftps?|ssh|git|git\+https?|https?)$/.test(
      scheme,
    ) && /^[\x21-\x7e]+$/.test(password)
  );
}

function base32(random: string): string {
  return random.toUpperCase().replace(/[^A-Z2-7]/g, 'Q');
}

/** Secrets that are told by the file they stand in. */
export const secretFiles: readonly {
  readonly name: RegExp;
  readonly kind: string;
  readonly find: (text: string) => readonly string[];
}[] = [
  {
    name: /\/\.env(?:\.(?!example|sample|template|dist|defaults)[\w-]+)*$/,
    kind: 'secret in a .env file',
    find: (text) =>
      settings(text).flatMap(([name, value]) => (isSecretSetting(name, value) ? [value] : [])),
  },
  {
    name: /\/\.pgpass$/,
    kind: 'password in .pgpass',
    find: (text) => passwords(text, /^[^#\s][^\n]*:[^\n]*:[^\n]*:[^\n]*:([^\n]+)$/gm),
  },
  {
    name: /\/[._]netrc$/,
    kind: 'password in .netrc',
    find: (text) => passwords(text, /\bpassword\s+(\S+)/g),
  },
  {
    name: /\/\.docker\/config\.json$|\/\.dockercfg$/,
    kind: 'registry password',
    find: (text) => passwords(text, /"(?:auth|identitytoken)"\s*:\s*"([^"]{8,})"/g),
  },
  {
    name: /\/\.npmrc$/,
    kind: 'npm password',
    find: (text) => passwords(text, /_(?:auth|password)\s*=\s*(\S+)/g),
  },
  {
    name: /^\/etc\/shadow-?$/,
    kind: 'password hash of an account',
    find: (text) => passwords(text, /^[^:\n]+:(\$[^:\n]+):/gm),
  },
];

function passwords(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)]
    .map(([, value = '']) => value)
    .filter((value) => value.startsWith('$y$') || value.startsWith('$6$') || !isPlaceholder(value));
}

/** `NAME=value` lines; quotes and `export` fall away. */
export function settings(text: string): (readonly [name: string, value: string])[] {
  return [
    ...text.matchAll(/^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.]*)[ \t]*=[ \t]*(.*?)[ \t\r]*$/gm),
  ].map(([, name = '', value = '']) => [name, value.replace(/^(["'])(.*)\1$/, '$2')] as const);
}
