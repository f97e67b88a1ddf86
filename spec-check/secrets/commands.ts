import { isSecretSetting, namesSecret } from './names.ts';
import { isPlaceholder, isReference } from './placeholders.ts';

/** A secret that a command line gives: where it stands, and what it is. */
export interface CommandSecret {
  /** `--admin-password`, `DB_PASSWORD`, `-u`, `Authorization`. */
  readonly name: string;
  readonly value: string;
}

const value = String.raw`("(?:[^"\\]|\\.)*"|'[^']*'|[^\s"';|&]+)`;

/** `NAME=value` anywhere in a command line. */
const assignment = new RegExp(String.raw`(?<![\w./-])([A-Za-z_][\w.-]*)=${value}`, 'g');
/** `--name value`, `--name=value`, `-Dname=value`. */
const option = new RegExp(
  String.raw`(?<!\S)["']?(--?[A-Za-z][\w.-]*)(?:=|["']?,?\s+(?!-))${value}`,
  'g',
);
/** `Authorization: Bearer value` and the headers of API keys. */
const header =
  /\b((?:proxy-)?authorization|x-[\w-]*(?:key|token|auth)|(?:private|job|deploy)-token|api-?key)["']?\s*[:=]\s*["']?(?:(bearer|basic|token|digest|apikey)\s+)?([^\s"'\\,;]{8,})/gi;
/** Options of known programs that take a password under a short name. */
const known: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['-u', /(?<!\S)(?:-u|--user|--proxy-user|-U)(?:=|\s*)["']?[\w.@$-]+:([^\s"']+)/g],
  ['-p', /\b(?:mysql|mysqladmin|mysqldump|mariadb(?:-admin|-dump)?)\b[^|;&\n]*?\s-p([^\s"'|;&]+)/g],
  [
    '-p',
    /\b(?:sshpass|docker\s+login|podman\s+login|mongo(?:sh|dump|restore)?|az\s+login|helm\s+registry\s+login)\b[^|;&\n]*?\s-p\s*["']?([^\s"'|;&]+)/g,
  ],
  ['machine', /\bmachine\s+\S+\s+login\s+\S+\s+password\s+([^\s"']+)/g],
  ['-a', /\bredis-cli\b[^|;&\n]*?\s-a\s+["']?([^\s"'|;&]+)/g],
  ['chpasswd', /\b[\w-]+:([^\s"':|]+)["']?\s*\|\s*(?:sudo\s+)?chpasswd/g],
  [
    'echo',
    /\b(?:echo|printf)\s+(?:-n\s+)?["']?([^\s"'|]+)["']?\s*\|[^|;&\n]*--(?:password|pass|token)-(?:stdin|fd)/g,
  ],
];

/** Every secret that a command line gives by its names. */
export function secretsInCommand(text: string): CommandSecret[] {
  const secrets: CommandSecret[] = assignments(text).map(([name, value]) => ({ name, value }));
  for (const [, name = '', value = ''] of text.matchAll(option))
    secrets.push({ name, value: unquoted(value) });
  const named = secrets.filter(
    ({ name, value }) => isSecretSetting(name.replace(/^-D?/, ''), value) && !value.startsWith('-'),
  );
  for (const [, name = '', scheme = '', value = ''] of text.matchAll(header)) {
    if (
      !isPlaceholder(scheme.toLowerCase() === 'basic' ? passwordOf(value) : value) &&
      !isReference(value)
    )
      named.push({ name, value });
  }
  for (const [name, pattern] of known) {
    for (const [, value = ''] of text.matchAll(pattern)) {
      // `--user 1000:1000`, `-u app:app` give no password.
      if (!isPlaceholder(value) && !isReference(value) && !/^[a-z_-]+$/.test(value))
        named.push({ name, value });
    }
  }
  return named;
}

/** Every `NAME=value` in a command line. */
export function assignments(text: string): (readonly [name: string, value: string])[] {
  return [...text.matchAll(assignment)].map(
    ([, name = '', value = '']) => [name, unquoted(value)] as const,
  );
}

/** The same command line with `***` for each secret that its names tell, and for what APIs hand out: cookies, and tokens in JSON. */
export function maskedCommand(text: string): string {
  const hidden = secretsInCommand(text)
    .map(({ value }) => value)
    .sort((one, other) => other.length - one.length)
    .reduce((shown, value) => shown.replaceAll(value, '***'), text);
  return hidden
    .replace(
      /(\\*["'])([\w.-]+)(\1\s*:\s*)(\\*["'])((?:(?!\4)[^\\\n]|\\(?!["']).)*?)\4/g,
      (whole, quote: string, name: string, between: string, inner: string, value: string) =>
        isHandedOut(name, value) ? `${quote}${name}${between}${inner}***${inner}` : whole,
    )
    .replace(
      /(\b(?:set-)?cookie["']?\s*[:=]\s*\[?\s*["']?)([^\r\n"'\]]+)/gi,
      (_whole, before: string, cookies: string) =>
        before +
        cookies.replace(
          /(?<=^|[;,]\s*)(?!(?:path|domain|expires|max-age|samesite|version|priority)=)([\w.-]+)=[^;,\s]+/gi,
          '$1=***',
        ),
    );
}

function isHandedOut(name: string, value: string): boolean {
  return (
    value.length >= 4 &&
    value !== '***' &&
    !isReference(value) &&
    (namesSecret(name) || /^(?:session(?:_?id)?|sid|jwt|csrf|xsrf|otp|id_token|nonce)$/i.test(name))
  );
}

function unquoted(value: string): string {
  return value.replace(/^(["'])(.*)\1$/s, '$2');
}

function passwordOf(basic: string): string {
  return /^[^:]*:(.+)$/s.exec(Buffer.from(basic, 'base64').toString('latin1'))?.[1] ?? '';
}
