import { readFileSync } from 'node:fs';
import { isPublished, isPublishedCode, isSample } from './files.ts';
import { finder } from './keywords.ts';
import { entropyOf, isPlaceholder, isVaried, looksRandom } from './placeholders.ts';

/** A secret in a text, with the name that is given it there. `value` is only for comparing: it is never shown. */
export type Hit = Readonly<{ kind: string; value: string; name?: string | undefined }>;

/** A kind of secret that can be told by its form alone. */
type Rule = readonly [
  kind: string,
  /** One of them stands in each: lower case, three characters or more. */
  keywords: readonly string[],
  pattern: RegExp,
  /** Judges the named groups of the pattern; `whole` is its first group, else the whole match. */
  accept: (groups: Groups, path: string) => boolean,
];

type Groups = Readonly<Record<string, string | undefined>> & { readonly whole: string };

/** How far around a keyword a rule looks, in bytes. */
export const lead = 300;
export const reach = 1200;

/** Every secret in a text that is told by its form. */
export function hitsIn(text: string | Buffer, path: string): Hit[] {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const hits = new Map<string, Hit>();
  for (const { at, found } of findKeywords(bytes))
    for (const hit of hitsAt(bytes, at, found, path)) hits.set(`${hit.kind} ${hit.value}`, hit);
  return [...hits.values()];
}

/** Before a string in compiled Python and other binary files; it may look like one letter more. */
const lengthByte = /(?<=[^\s -~])[ -~](?=[ -~]{16}.{0,40}$)/gs;

/** The secrets that hold the keyword at this place. */
export function hitsAt(bytes: Buffer, at: number, keyword: string, path: string): Hit[] {
  if (isPublished(path) && isSample(path)) return [];
  const from = Math.max(0, at - lead);
  const around = bytes.toString('utf8', from, at + reach);
  const index = bytes.toString('utf8', from, at).length;
  const near = around.slice(0, index + 17).replace(lengthByte, ' ');
  const texts = new Set([around, near + around.slice(near.length)]);
  return (byKeyword.get(keyword) ?? []).flatMap(([kind, , pattern, accept]) => {
    for (const text of texts)
      for (const { index: start, 0: value, 1: whole = value, groups } of text.matchAll(pattern))
        if (start <= index && index < start + value.length && accept({ ...groups, whole }, path))
          return [{ kind, value }];
    return [];
  });
}

function tokenRules(): Rule[] {
  const table = readFileSync(new URL('token-rules.tsv', import.meta.url), 'utf8');
  return [...table.matchAll(/^([^#\t]+)\t(.*)\t(.*)\t(\(\?i\))?(.+)$/gm)].map(
    ([, id = '', entropy, keywords = '', anyCase, source = '']) => [
      // `Gitlab PAT`, `Stripe access token`.
      id
        .replaceAll('-', ' ')
        .replace(/\b(?:api|aws|gcp|pat|id)\b|^./g, (word) => word.toUpperCase()),
      keywords.split(' '),
      // Node 22 knows no `(?i:…)` inside.
      new RegExp(source, anyCase ? 'gi' : 'g'),
      ({ whole }, path) =>
        isVaried(whole) &&
        !isPlaceholder(whole) &&
        !/EXAMPLE(?:KEY)?$/.test(whole) &&
        entropyOf(whole) >= Number(entropy) &&
        // A published program shows the key of its client to everybody.
        !(id === 'gcp-api-key' && isPublished(path)),
    ],
  );
}

export const connection = 'connection string with a password';

const rules: readonly Rule[] = [
  [
    'private key',
    ['-----begin'],
    /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----(?<after>(?:(?!-----END)[\s\S])*)/g,
    // Every program that reads keys contains these words; a real key has a body.
    // An OpenSSH key begins with its lengths, which are many As in a row.
    ({ after = '' }, path) =>
      isVaried(bodyOf(after).replace(/a{5,}/gi, 'A'), 16) && !isPublishedCode(path),
  ],
  [
    connection,
    ['://'],
    // Grammars contain `a:b@c` after a scheme, too: a credential has a known scheme, and no sentence in it.
    /(?<![a-z+])(?<scheme>(?:jdbc:)?(?:postgres(?:ql)?(?:\+\w+)?|mysql2?(?:\+\w+)?|mariadb(?:\+\w+)?|mongodb|mongodb\+srv|rediss?|valkeys?|amqps?|mssql(?:\+\w+)?|sqlserver|oracle(?:\+\w+)?|clickhouse|cockroachdb|nats|ldaps?|smtps?|s?ftps?|ssh|git|git\+https?|https?|cloudinary|mqtts?|kafka|elasticsearch|neo4j|bolt|memcached|imaps?|pop3s?|stomp|svn|hg|socks5)):\/\/(?<user>[^\s:@/'"<>`\\]{0,64}):(?<password>(?:(?![@/'"`\\])[!-~]){1,200})@(?<host>[A-Za-z0-9.-]+|\[[0-9a-f:]+\])/g,
    ({ scheme = '', user, password = '', host = '' }, path) =>
      isPassword(password, path) &&
      password !== user &&
      user !== 'scott' &&
      !isExampleHost(host, scheme, path, password),
  ],
  [
    'token in an address',
    ['://'],
    /\bhttps?:\/\/(?<token>[\w.~-]{16,200})(?::|:x-oauth-basic)?@(?<host>[A-Za-z0-9.-]+)/g,
    // That of a Sentry address is public.
    ({ token = '', host = '' }) => looksRandom(token) && !/sentry|ingest/.test(host),
  ],
  [
    connection,
    ['password=', 'pwd='],
    // In an address, or among `Server=…;User Id=…`, `host=… user=…`.
    /(?<before>[^\n"'`]{0,250}?)(?<![\w.-])(?:password|pwd) ?= ?(?<password>(?:(?![&;"'`<>\\])[!-~]){4,200})(?<after>[^\n"'`]{0,250})/gi,
    ({ before = '', password = '', after = '' }, path) => {
      const line = `${before} ${after}`;
      const host =
        /\b(?:server|data source|host(?:name|addr)?|addr)\s*=\s*([\w.-]+)/i.exec(line)?.[1] ??
        /:\/\/([\w.-]+)[^\s]*[?;]/.exec(line)?.[1];
      const isOne =
        host !== undefined || /\b(?:user(?: ?id|name)?|uid|dbname|database)\s*=/i.test(line);
      return (
        isOne && isPassword(password, path) && !isExampleHost(host ?? '', 'jdbc', path, password)
      );
    },
  ],
  [
    'signed token (JWT)',
    ['eyj'],
    /\beyJ[\w-]{15,}\.(?<payload>eyJ[\w-]{10,})\.[\w-]{20,}/g,
    // Documents show the token of jwt.io; the `anon` token of Supabase is public.
    ({ payload = '' }, path) =>
      !isPublished(path) &&
      !/"John Doe"|"some":"payload"|"role":"anon"/.test(`${Buffer.from(payload, 'base64')}`),
  ],
  [
    'credentials of a request',
    ['basic ', 'bearer '],
    /\b(?<scheme>basic|bearer)\s+(?<token>[\w.~+/-]{12,}={0,2})(?![\w.~+/=-])/gi,
    ({ scheme = '', token = '' }, path) => {
      if (isPublished(path) || isSample(path)) return false;
      if (/bearer/i.test(scheme)) return looksRandom(token);
      const plain = Buffer.from(token, 'base64').toString('latin1');
      const [, password = ''] = /^[^\s:]*:([\x20-\x7e]+)$/.exec(plain) ?? [];
      return !isPlaceholder(password) && password !== 'open sesame';
    },
  ],
  ...tokenRules(),
];

/** Whether it is a real password: documents of packages show invented ones. */
const isPassword = (password: string, path: string): boolean =>
  !isPlaceholder(decode(password)) && (!isPublished(path) || looksRandom(password));

const byKeyword = new Map<string, Rule[]>();
for (const rule of rules)
  for (const keyword of rule[1]) byKeyword.set(keyword, [...(byKeyword.get(keyword) ?? []), rule]);

export const keywords: readonly string[] = [...byKeyword.keys()];

const findKeywords = finder(keywords);

/** The body of a key between its BEGIN and END, without the quotes, escapes and signs of the program around it. */
function bodyOf(text: string): string {
  const plain = text
    .replace(/\\+[nrt]|&#(?:10|13|x[ad]);/gi, '\n')
    .replace(/^[ \t]*(?:Proc-Type|DEK-Info|Version|Comment|Hash): .*$/gm, '')
    .replace(/["'`][ \t]*[+.&\\]?[ \t]*(?=[\r\n"'`]|$)/g, '')
    .replace(/[\s"'`,>#|\\*]/g, '');
  return /^[A-Za-z0-9+/=]{60,}/.exec(plain)?.[0] ?? '';
}

/** The text without its percent-encoding; as it is, where that is broken. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isExampleHost(host: string, scheme: string, path: string, password: string): boolean {
  const name = host.toLowerCase();
  const isLocal =
    /^(?:localhost|127\.|0\.0\.0\.0|\[?::1|(?:db|database|postgres|mysql|redis|mongo)$)/.test(name);
  const isWeb = /^(?:https?|ftp)$/.test(scheme);
  const isReserved =
    /(?:^|\.)example(?:\.(?:com|org|net))?$|^(?:host|hostname|server|address|domain)(?:\.(?:com|tld))?$/.test(
      name,
    );
  // Nobody draws a long password for an example; in a package it is of a test.
  const isShown = password.length < 12 || isPublished(path) || isSample(path);
  return (
    (isReserved && isShown) ||
    // A document only shows such an address; a command or a variable of an image uses it.
    (isLocal && isWeb && path !== '') ||
    ((isLocal || isWeb) && isPublished(path))
  );
}
