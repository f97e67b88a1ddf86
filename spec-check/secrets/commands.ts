import { readFileSync } from 'node:fs';
import { isSecretSetting, type NamedValue, namesSecret } from './names.ts';
import { isPlaceholder, isReference } from './placeholders.ts';

const value = String.raw`("(?:[^"\\]|\\.)*"|'[^']*'|\$\([^)]*\)|\x60[^\x60]*\x60|(?:(?!\\[nrt])[^\s"';|&])+)`;
/** A name by its pattern, and the value that follows it. */
const valueAfter = (name: string) => new RegExp(name + value, 'g');

/** `NAME=value` anywhere in a command line, in the value of another too. */
const assignment = new RegExp(String.raw`(?<![\w./-])([A-Za-z_][\w.-]*):?=(?=${value})`, 'g');
/** `ENV NAME value`, the old form of a Dockerfile, which builders print as well. */
const environment = valueAfter(String.raw`\b(?:ENV|set -\w*x\w*|setenv)\s+([A-Za-z_]\w*)\s+`);
/** `--name value`, `--name=value`, `-Dname=value`. */
const option = valueAfter(String.raw`(?<!\S)["']?(--?[A-Za-z][\w.-]*)(?:=|["']?,?\s+(?!-))`);
/** `Authorization: Bearer value` and the headers of API keys. */
const header =
  /\b((?:proxy-)?authorization|x-[\w-]*(?:key|token|auth)|(?:private|job|deploy)-token|api-?key)["']?\s*[:=]\s*["']?(?:(bearer|basic|token|digest|apikey)\s+)?([^\s"'\\,;]{8,})/gi;
const table = readFileSync(new URL('command-rules.tsv', import.meta.url), 'utf8');
/** Options of known programs that take a password under a short name. */
const known = [...table.matchAll(/^([^#\t\n]+)\t(.+)$/gm)].map(
  ([, name = '', source = '']) => [name, new RegExp(source, 'gs')] as const,
);

/** Every secret that a command line gives by its names. */
export function secretsInCommand(text: string): NamedValue[] {
  const named = [assignment, environment, option]
    .flatMap((form) => [...text.matchAll(form)])
    .map(([, name = '', value = '']) => ({ name, value: value.replace(/^(["'])(.*)\1$/s, '$2') }))
    .filter(
      ({ name, value }) => isSecretSetting(name.replace(/^-D?/, ''), value) && !/^[-`]/.test(value),
    );
  const sent = [...text.matchAll(header)].flatMap(([, name = '', scheme = '', value = '']) =>
    isPlaceholder(/basic/i.test(scheme) ? passwordOf(value) : value) ? [] : { name, value },
  );
  const given = known.flatMap(([name, pattern]) =>
    [...text.matchAll(pattern)]
      .map(([, value = '']) => ({ name, value }))
      // `-u app:app` gives no password.
      .filter(({ value }) => !/^[a-z_-]+$/.test(value) && !isPlaceholder(value)),
  );
  return [...named, ...[...sent, ...given].filter(({ value }) => !isReference(value))];
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

const isHandedOut = (name: string, value: string): boolean =>
  value.length >= 4 &&
  value !== '***' &&
  !isReference(value) &&
  (namesSecret(name) || /^(?:session(?:_?id)?|sid|jwt|csrf|xsrf|otp|id_token|nonce)$/i.test(name));

const passwordOf = (basic: string): string =>
  /^[^:]*:(.+)$/s.exec(Buffer.from(basic, 'base64').toString('latin1'))?.[1] ?? '';
