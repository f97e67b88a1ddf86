import { before, type Hit, hitsAt, hitsIn, keywords, reach } from '../../secrets/detectors.ts';
import { isPublished, isSample } from '../../secrets/files.ts';
import { finder } from '../../secrets/keywords.ts';
import { formsOf } from '../../secrets/redact.ts';
import { fromBase64, secretsByName } from '../../secrets/settings.ts';
import { keyFileKind } from './key-files.ts';
import { type Budget, openerOf } from './unpack.ts';

/** A value that must not be in the image, whatever its form: the password of this run's database. */
export interface KnownSecret {
  /** How a report calls it: `the password of DATABASE_URL`. Never the value. */
  readonly kind: string;
  readonly value: string;
}

/** What a search of one file found. */
export interface FileFindings {
  /** With the path of what was packed in it: `/app/api.jar!/config.json`. */
  readonly hits: readonly (Hit & { readonly path: string })[];
  /** What stayed closed, and why. */
  readonly closed: readonly { readonly path: string; readonly why: string }[];
}

/** Prepares one search for all files of an image, for known values and for secrets that nobody told. */
export function scanner(
  known: readonly KnownSecret[],
): (path: string, content: AsyncIterable<Buffer>) => Promise<FileFindings> {
  const forms = new Map(
    known.flatMap(({ kind, value }) =>
      // Of a long one the beginning, as much as is sure to be in one piece.
      formsOf(value).map((form) => [form.slice(0, reach), { kind, value: form }] as const),
    ),
  );
  const find = finder(keywords, [...forms.keys()]);
  return async (path, content) => {
    const hits = new Map<string, Hit & { path: string }>();
    const closed: { path: string; why: string }[] = [];
    const add = (hit: Hit, path: string) =>
      hits.set(`${hit.kind} ${hit.value} ${path}`, { ...hit, path });

    const searchBytes = (path: string, bytes: Buffer) => {
      let knownUntil = -1;
      for (const { at, found } of find(bytes)) {
        const value = forms.get(found);
        if (value !== undefined) {
          add(value, path);
          knownUntil = Math.max(knownUntil, at + found.length);
        } else if (at >= knownUntil) {
          // What is known is told as that alone.
          for (const hit of hitsAt(bytes, at, found, path)) add(hit, path);
        }
      }
    };
    const searchText = (path: string, text: string) => {
      for (const hit of secretsByName(text, path)) add(hit, path);
      for (const inner of textsWithin(text))
        for (const hit of [...secretsByName(inner, path), ...hitsIn(inner, path)]) add(hit, path);
    };
    const search = async (path: string, bytes: Buffer, budget: Budget, depth: number) => {
      const text = utf16(bytes);
      searchBytes(path, text === undefined ? bytes : Buffer.from(text));
      const key = keyFileKind(bytes);
      if (key !== undefined) add({ kind: key, value: path }, path);
      if (
        text !== undefined ||
        (bytes.length < longestText && !bytes.subarray(0, 8000).includes(0))
      )
        searchText(path, text ?? bytes.toString());
      // In documents of packages nothing would count.
      const open = isPublished(path) && isSample(path) ? undefined : openerOf(path, bytes);
      if (open === undefined) return;
      if (depth === 0) return void closed.push({ path, why: 'packed too deep' });
      try {
        for await (const inner of open(path, bytes, budget)) {
          if ('closed' in inner) closed.push({ path: inner.path, why: inner.closed });
          else await search(inner.path, inner.bytes, budget, depth - 1);
        }
      } catch {
        closed.push({ path, why: 'damaged' });
      }
    };

    const chunks: Buffer[] = [];
    let length = 0;
    let limit = wholeUpTo;
    let streamed = false;
    for await (const chunk of content) {
      chunks.push(chunk);
      length += chunk.length;
      if (length < limit) continue;
      const piece = Buffer.concat(chunks);
      const isPacked = !streamed && openerOf(path, piece) !== undefined;
      if (isPacked && limit === wholeUpTo) {
        limit = archiveUpTo;
        chunks.splice(0, chunks.length, piece);
        continue;
      }
      if (isPacked) closed.push({ path, why: 'too large' });
      streamed = true;
      searchBytes(path, piece);
      // What is cut in two is found with what comes after it.
      chunks.splice(0, chunks.length, piece.subarray(-before - reach));
      length = before + reach;
      limit = length + pieceLength;
    }
    const rest = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
    if (streamed) searchBytes(path, rest);
    else await search(path, rest, { bytes: Math.max(64e6, Math.min(rest.length * 100, 1e9)) }, 4);
    return { hits: [...hits.values()], closed };
  };
}

/** Bytes of a file that is held as a whole; of one that is packed; of a text whose names are read. */
const wholeUpTo = 32e6;
const archiveUpTo = 256e6;
const pieceLength = 4e6;
const longestText = 4e6;

/** JSON inside JSON, keys inside strings; and what is there in base64. */
function textsWithin(text: string): string[] {
  const plain = text.replace(/\\+"/g, '"');
  const packed = plain.matchAll(/(?<![\w+/-])[\w+/-]{32,20000}={0,2}(?![\w+/=-])/g);
  return [
    ...(plain === text ? [] : [plain]),
    ...[...packed].flatMap(([value]) => fromBase64(value) ?? []),
  ];
}

/** The text of a file in UTF-16, as PowerShell writes one, with its mark or without. */
function utf16(bytes: Buffer): string | undefined {
  if (bytes.length < 8 || bytes.length > longestText) return undefined;
  const sample = bytes.subarray(0, 400);
  const zeros = (odd: number) =>
    sample.filter((byte, index) => index % 2 === odd && byte === 0).length;
  const most = sample.length * 0.4;
  const mark = bytes.readUInt16BE(0);
  const little = mark === 0xfffe || (zeros(1) > most && zeros(0) === 0);
  const big = mark === 0xfeff || (zeros(0) > most && zeros(1) === 0);
  if (!little && !big) return undefined;
  const even = Buffer.from(bytes.subarray(0, bytes.length & ~1));
  return (big ? even.swap16() : even).toString('utf16le').replace(/^\ufeff/, '');
}
