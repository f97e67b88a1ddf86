import { gunzipSync } from 'node:zlib';
import type { Hit } from '../../secrets/detectors.ts';
import { decode, hitsAt, hitsIn, keywords, lead, reach } from '../../secrets/detectors.ts';
import { isPublished, isSample } from '../../secrets/files.ts';
import { finder } from '../../secrets/keywords.ts';
import { formsOf } from '../../secrets/redact.ts';
import { fromBase64, secretsByName } from '../../secrets/settings.ts';
import { keyFileKind } from './key-files.ts';
import { type Budget, type Closed, openerOf } from './unpack.ts';

/** A value that must not be in the image, whatever its form; `kind` is how a report calls it: `the password of DATABASE_URL`. */
export type KnownSecret = Hit;

/** A secret in a file, or in one packed in it: `/app/api.jar!/config.json`; or what could not be searched. */
export type Found = (Hit & { readonly path: string }) | Closed;

/** Prepares one search for all files of an image, for known values and for secrets that nobody told. */
export function scanner(known: readonly KnownSecret[]) {
  const forms = new Map(
    known.flatMap(({ value, ...of }) =>
      // Of a long value only the beginning, which is sure to lie in one piece of the file.
      formsOf(value).map((form) => [form.slice(0, reach), { ...of, value: form }] as const),
    ),
  );
  const find = finder([...keywords, ...forms.keys()]);

  function* inBytes(path: string, bytes: Buffer): Generator<Hit> {
    let knownUntil = -1;
    for (const { at, found } of find(bytes)) {
      const value = forms.get(found);
      const end = at + Buffer.byteLength(found);
      // A known value counts only letter for letter, and is reported as that alone.
      if (value !== undefined && bytes.toString('utf8', at, end) === found) {
        yield value;
        knownUntil = Math.max(knownUntil, end);
      } else if (at >= knownUntil) yield* hitsAt(bytes, at, found, path);
    }
  }

  function* inFile(path: string, bytes: Buffer): Generator<Hit> {
    yield* inBytes(path, bytes);
    const key = keyFileKind(bytes);
    if (key !== undefined) yield { kind: key, value: path };
    if (bytes.length > longestText) return;
    const wide = wideText(bytes);
    if (wide !== undefined) yield* inBytes(path, Buffer.from(wide));
    else if (bytes.subarray(0, 8000).includes(0)) return;
    const text = (wide ?? bytes.toString()).replace(/^\ufeff/, '');
    // A SealedSecret is encrypted for its cluster.
    if (/^kind: SealedSecret/m.test(text)) return;
    yield* secretsByName(text, path);
    for (const inner of textsWithin(text))
      yield* [...secretsByName(inner, path), ...hitsIn(inner, path)];
  }

  async function* search(
    path: string,
    bytes: Buffer,
    budget: Budget,
    depth: number,
  ): AsyncGenerator<Found> {
    for (const hit of inFile(path, bytes)) yield { ...hit, path };
    // Nothing in the documents of packages counts.
    const open = isPublished(path) && isSample(path) ? undefined : openerOf(path, bytes);
    if (open === undefined) return;
    if (depth === 0) return yield { path, closed: 'packed too deep' };
    try {
      for await (const inner of open(path, bytes, budget)) {
        if ('closed' in inner) yield inner;
        else yield* search(inner.path, inner.bytes, budget, depth - 1);
      }
    } catch {
      yield { path, closed: 'damaged' };
    }
  }

  return async function* (path: string, content: AsyncIterable<Buffer>): AsyncGenerator<Found> {
    let chunks: Buffer[] = [];
    let length = 0;
    let isWhole = true;
    let most = longestText;
    for await (const chunk of content) {
      chunks.push(chunk);
      length += chunk.length;
      if (length <= most) continue;
      const piece = Buffer.concat(chunks);
      const isPacked = isWhole && openerOf(path, piece) !== undefined;
      if (isPacked && most < wholeUpTo) {
        chunks = [piece];
        most = wholeUpTo;
        continue;
      }
      if (isPacked) yield { path, closed: 'too large' };
      isWhole = false;
      for (const hit of inBytes(path, piece)) yield { ...hit, path };
      // A secret that is cut in two is found together with the next piece.
      chunks = [piece.subarray(-lead - reach)];
      length = lead + reach;
    }
    const rest = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    const budget = { bytes: Math.max(64e6, Math.min(rest.length * 100, 1e9)) };
    if (isWhole) yield* search(path, rest, budget, 4);
    else for (const hit of inBytes(path, rest)) yield { ...hit, path };
  };
}

/** Bytes: the largest archive that is held as a whole, and the longest text whose names are read. */
const wholeUpTo = 256e6;
const longestText = 4e6;

/** JSON inside JSON, strings that a program joins; and what is there in base64, hex, or percent-encoded, twice too. */
export function textsWithin(text: string, depth = 2): string[] {
  const bare = text.replace(/\\+(?=["/])/g, '');
  const variants = [
    bare,
    text.replace(
      /(?<=[\w+/=-])(["'`])(?:[ \t]*[+.][ \t]*|[ \t]*[+.&\\]?[ \t\r]*\n\s*[+.&]?[ \t]*)\1(?=[\w+/=-])/g,
      '',
    ),
    /%(?:22|3[ad])/i.test(text) ? text.replace(/(?:%[0-9a-f]{2})+/gi, decode) : text,
  ].filter((one) => one !== text);
  const packed = bare.matchAll(/(?<![\w+/-])[\w+/-]{32,200000}={0,2}(?![\w+/=-])/g);
  const inner = [...packed].flatMap(([value]) =>
    /^(?:[2-7][\da-f]|0[9ad])+$/i.test(value)
      ? Buffer.from(value, 'hex').toString()
      : value.startsWith('H4sI')
        ? gunzipped(value)
        : (fromBase64(value) ?? []),
  );
  return [
    ...variants,
    ...inner.flatMap((one) => [one, ...(depth > 1 ? textsWithin(one, depth - 1) : [])]),
  ];
}

/** What is packed in base64, as a release of Helm is; nothing where it is no whole archive. */
function gunzipped(value: string): string[] {
  try {
    return [`${gunzipSync(Buffer.from(value, 'base64'), { maxOutputLength: longestText })}`];
  } catch {
    return [];
  }
}

/** The text of a file in UTF-16, as PowerShell writes one, or what is ASCII of one in UTF-32, with their marks or without; the strings of a .NET program. */
function wideText(bytes: Buffer): string | undefined {
  const start = bytes.toString('latin1', 0, 32);
  if (/^(?:\xff\xfe\0\0|\0\0\xfe\xff|(?:[^\0]\0{3}){8}|(?:\0{3}[^\0]){8})/.test(start))
    return bytes.toString('latin1').replace(/^(?:\xff\xfe|\0\0\xfe\xff)|\0/g, '');
  const strings = () => bytes.toString('latin1').match(/(?:[ -~]\0){8,}/g) ?? [];
  if (start.startsWith('MZ')) return strings().join('\n').replaceAll('\0', '');
  const isBig = /^(?:\xfe\xff|(?:\0[^\0]){16})/.test(start);
  if (!isBig && !/^(?:\xff\xfe|(?:[^\0]\0){16})/.test(start)) return undefined;
  const even = Buffer.from(bytes.subarray(0, bytes.length & ~1));
  return (isBig ? even.swap16() : even).toString('utf16le');
}
