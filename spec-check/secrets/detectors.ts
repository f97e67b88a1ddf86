import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { isPublished, isPublishedCode, isSample, isSystemLibrary } from './files.ts';
import { finder } from './keywords.ts';
import { entropyOf, isPlaceholder, isVaried, looksRandom } from './placeholders.ts';

/** A secret in a text. `value` is only for comparing: it is never shown. */
export interface Hit {
  readonly kind: string;
  readonly value: string;
}

/** A kind of secret that can be told by its form alone. */
interface Rule {
  readonly kind: string;
  /** One of them stands in each: lower case, four characters or more. */
  readonly keywords: readonly string[];
  readonly find: (
    around: string,
    path: string,
  ) => Iterable<{ readonly index: number; readonly value: string }>;
}

/** How far around a keyword a rule looks, in bytes. */
export const before = 300;
export const reach = 1200;

/** Every secret in a text that is told by its form. */
export function hitsIn(text: string | Buffer, path: string): Hit[] {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const hits = new Map<string, Hit>();
  for (const { at, found } of findKeywords(bytes))
    for (const hit of hitsAt(bytes, at, found, path)) hits.set(`${hit.kind} ${hit.value}`, hit);
  return [...hits.values()];
}

/** The secrets that hold the keyword at this place. */
export function hitsAt(bytes: Buffer, at: number, keyword: string, path: string): Hit[] {
  if (isPublished(path) && isSample(path)) return [];
  const from = Math.max(0, at - before);
  const around = bytes.toString('utf8', from, at + reach);
  const index = bytes.toString('utf8', from, at).length;
  return (byKeyword.get(keyword) ?? []).flatMap(({ kind, find }) => {
    for (const { index: start, value } of find(around, path))
      if (start <= index && index < start + value.length) return [{ kind, value }];
    return [];
  });
}

const ruleSet = z.object({
  rules: z.array(
    z.object({
      id: z.string(),
      keywords: z.array(z.string()),
      pattern: z.string(),
      entropy: z.number(),
    }),
  ),
});

/** Those of gitleaks (`update-rules.ts` says which), and what they lack. */
const byForm = ['rules.json', 'own-rules.json'].flatMap(
  (file) => ruleSet.parse(JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'))).rules,
);

function ruleOf({ id, keywords, pattern: source, entropy }: (typeof byForm)[number]): Rule {
  let pattern: RegExp | undefined;
  return {
    kind: id.replaceAll('-', ' '),
    keywords,
    *find(around, path) {
      // What a published program shows to everybody: the key of a client.
      if (id === 'gcp-api-key' && isPublished(path)) return;
      // Hundreds of patterns: each is compiled when its keyword is met.
      pattern ??= new RegExp(source, 'g');
      for (const { index, 0: whole, 1: group } of around.matchAll(pattern)) {
        const secret = group ?? whole;
        if (
          isVaried(secret) &&
          !isPlaceholder(secret) &&
          !/EXAMPLE(?:KEY)?$/.test(secret) &&
          entropyOf(secret) >= entropy
        )
          yield { index, value: whole };
      }
    },
  };
}

/** Passwords and tokens that are told by what stands around them. */
const inContext: readonly Rule[] = [
  {
    kind: 'private key',
    keywords: ['-----begin'],
    *find(around, path) {
      const begins = /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/g;
      for (const { index, 0: begin } of around.matchAll(begins)) {
        const after = around.slice(index + begin.length).split('-----END')[0] ?? '';
        // The words alone stand in every program that reads keys; a key has a body.
        const body = bodyOf(after);
        if (
          body.length >= 60 &&
          isVaried(body, 16) &&
          !isSystemLibrary(path) &&
          !isPublishedCode(path)
        )
          yield { index, value: begin + after };
      }
    },
  },
  {
    kind: 'private key in base64',
    keywords: ['ls0tls1crudjti'],
    *find(around) {
      for (const { index, 0: value } of around.matchAll(/LS0tLS1CRUdJTi[A-Za-z0-9+/\s]{80,}/g)) {
        if (
          /^-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY/.test(
            Buffer.from(value, 'base64').toString('latin1'),
          )
        )
          yield { index, value };
      }
    },
  },
  {
    kind: 'connection string with a password',
    keywords: [...'abcdefghlmnopqrstv2'].map((end) => `${end}://`),
    *find(around, path) {
      const url =
        /\b((?:jdbc:)?[a-z][a-z0-9+]{1,20}):\/\/([^\s:@/'"<>`\\]{0,64}):([^\s@/'"`\\]{1,200})@([A-Za-z0-9.-]+|\[[0-9a-f:]+\])/g;
      for (const {
        index,
        0: value,
        1: scheme = '',
        2: user = '',
        3: password = '',
        4: host = '',
      } of around.matchAll(url)) {
        if (
          !isPlaceholder(decoded(password)) &&
          password !== user &&
          user !== 'scott' &&
          !isExampleHost(host, scheme, path) &&
          isCredential(scheme, password) &&
          (!isPublished(path) || looksRandom(password))
        )
          yield { index, value };
      }
      // `https://TOKEN@host`. That of a Sentry address is public.
      for (const { index, 0: value, 1: token = '', 2: host = '' } of around.matchAll(
        /\bhttps?:\/\/([\w.~-]{16,200})@([A-Za-z0-9.-]+)/g,
      ))
        if (looksRandom(token) && !/sentry|ingest/.test(host)) yield { index, value };
    },
  },
  {
    kind: 'connection string with a password',
    keywords: ['password=', 'pwd='],
    *find(around, path) {
      // In an address, or among `Server=…;User Id=…`, `host=… user=…`.
      const pair = /(?<=[?&;\s"'`])(?:password|pwd) ?= ?([^&;\s"'`<>\\]{4,200})/gi;
      for (const { index, 0: value, 1: password = '' } of around.matchAll(pair)) {
        const line = `${/[^\n"'`]*$/.exec(around.slice(0, index))?.[0]} ${/^[^\n"'`]*/.exec(around.slice(index + value.length))?.[0]}`;
        const host =
          /\b(?:server|data source|host(?:name|addr)?|addr)\s*=\s*([\w.-]+)/i.exec(line)?.[1] ??
          /:\/\/([\w.-]+)[^\s]*[?;]/.exec(line)?.[1];
        const user = /\b(?:user(?: ?id|name)?|uid|dbname|database)\s*=/i.test(line);
        if (
          (host !== undefined || user) &&
          !isPlaceholder(decoded(password)) &&
          !(host !== undefined && isExampleHost(host, 'jdbc', path)) &&
          (!isPublished(path) || looksRandom(password))
        )
          yield { index, value };
      }
    },
  },
  {
    kind: 'signed token (JWT)',
    keywords: ['eyja', 'eyjb', 'eyjc', 'eyjh', 'eyjr', 'eyj0', 'eyji', 'eyjq', 'eyju'],
    *find(around, path) {
      for (const { index, 0: value, 1: payload = '' } of around.matchAll(
        /\beyJ[\w-]{15,}\.(eyJ[\w-]{10,})\.[\w-]{20,}/g,
      )) {
        const claims = Buffer.from(payload, 'base64url').toString();
        // Documents show that of jwt.io; the `anon` one of Supabase is public.
        if (!isPublished(path) && !/"John Doe"|"role":"anon"/.test(claims)) yield { index, value };
      }
    },
  },
  {
    kind: 'credentials of a request',
    keywords: ['basic ', 'bearer '],
    *find(around, path) {
      if (isPublished(path) || isSample(path)) return;
      for (const { index, 0: value, 1: scheme = '', 2: token = '' } of around.matchAll(
        /\b(basic|bearer)\s+([\w.~+/-]{12,}={0,2})(?![\w.~+/=-])/gi,
      )) {
        const [, password] =
          /^[^\s:]*:([\x20-\x7e]+)$/.exec(Buffer.from(token, 'base64').toString('latin1')) ?? [];
        const found =
          scheme.toLowerCase() === 'basic'
            ? password !== undefined && !isPlaceholder(password) && password !== 'open sesame'
            : looksRandom(token);
        if (found) yield { index, value };
      }
    },
  },
];

const rules: readonly Rule[] = [...inContext, ...byForm.map(ruleOf)];

/** A keyword of three letters is looked for with each that may follow. */
const byKeyword = new Map<string, Rule[]>();
for (const rule of rules) {
  for (const keyword of rule.keywords) {
    const ends = keyword.length > 3 ? [''] : [...'abcdefghijklmnopqrstuvwxyz0123456789-_'];
    for (const end of ends)
      byKeyword.set(keyword + end, [...(byKeyword.get(keyword + end) ?? []), rule]);
  }
}

/** Every keyword of every rule. */
export const keywords: readonly string[] = [...byKeyword.keys()];

const findKeywords = finder(keywords);

/** What stands between the marks of a key: without the quotes, escapes and signs that spread it over a program. */
function bodyOf(text: string): string {
  const plain = text
    .replace(/\\+[nrt]/g, '\n')
    .replace(/^[ \t]*(?:Proc-Type|DEK-Info|Version|Comment|Hash): .*$/gm, '')
    .replace(/["'`][ \t]*[+.&\\]?[ \t]*(?=[\r\n"'`]|$)/g, '')
    .replace(/[\s"'`,>#|\\*]/g, '');
  return /^[A-Za-z0-9+/=]*/.exec(plain)?.[0] ?? '';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isExampleHost(host: string, scheme: string, path: string): boolean {
  const name = host.toLowerCase();
  if (
    /(?:^|\.)example(?:\.(?:com|org|net))?$|^(?:host|hostname|server|address|domain)(?:\.(?:com|tld))?$/.test(
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
    /^(?:jdbc:)?(?:postgres(?:ql)?(?:\+\w+)?|mysql2?(?:\+\w+)?|mariadb(?:\+\w+)?|mongodb|mongodb\+srv|rediss?|valkeys?|amqps?|mssql(?:\+\w+)?|sqlserver|oracle(?:\+\w+)?|clickhouse|cockroachdb|nats|ldaps?|smtps?|s?ftps?|ssh|git|git\+https?|https?|mqtts?|kafka|elasticsearch|neo4j|bolt|memcached|imaps?|pop3s?|stomp|svn|hg|socks5)$/.test(
      scheme,
    ) && /^[\x21-\x7e]+$/.test(password)
  );
}
