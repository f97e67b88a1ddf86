/** A place where a keyword or a value begins. */
export interface Place {
  readonly at: number;
  readonly found: string;
}

/** Of each, this many bytes are looked for first. */
const head = 4;

/**
 * Prepares a search for many keywords in one pass, after Wu and Manber: most bytes are passed over.
 * `keywords` (ASCII, lower case) count in any case of letters, `values` as they stand. Each has four
 * bytes or more.
 */
export function finder(
  keywords: readonly string[],
  values: readonly string[] = [],
): (bytes: Buffer) => Place[] {
  // For each pair of bytes: how many may be skipped when it stands where a head would end.
  const skips = new Uint8Array(65_536).fill(head - 1);
  const byHead = new Map<
    number,
    { readonly found: string; readonly bytes: Buffer; readonly anyCase: boolean }[]
  >();
  const add = (found: string, anyCase: boolean) => {
    const bytes = Buffer.from(found);
    const forms = [...bytes.subarray(0, head)].map((byte) => (anyCase ? casesOf(byte) : [byte]));
    for (let at = 0; at < head - 1; at += 1) {
      for (const pair of combined(forms.slice(at, at + 2)))
        skips[pair] = Math.min(skips[pair] ?? 0, head - 2 - at);
    }
    for (const start of combined(forms))
      byHead.set(start, [...(byHead.get(start) ?? []), { found, bytes, anyCase }]);
  };
  for (const keyword of keywords) add(keyword, true);
  for (const value of values) add(value, false);
  // Most candidates are none: this table says so quicker than the map.
  const mayBegin = new Uint8Array(65_536);
  for (const start of byHead.keys()) mayBegin[folded(start)] = 1;
  return (bytes) => {
    const places: Place[] = [];
    const end = bytes.length;
    let last = head - 1;
    while (last < end) {
      const pair = ((bytes[last - 1] as number) << 8) | (bytes[last] as number);
      const skip = skips[pair] as number;
      if (skip > 0) {
        last += skip;
        continue;
      }
      const at = last - head + 1;
      const start = ((bytes[at] as number) << 24) | ((bytes[at + 1] as number) << 16) | pair;
      if (mayBegin[folded(start)] === 1) {
        for (const one of byHead.get(start) ?? [])
          if (stands(one, bytes, at)) places.push({ at, found: one.found });
      }
      last += 1;
    }
    return places;
  };
}

function folded(start: number): number {
  return (start ^ (start >>> 13)) & 0xffff;
}

function stands(
  one: { readonly bytes: Buffer; readonly anyCase: boolean },
  text: Buffer,
  at: number,
): boolean {
  const there = text.subarray(at, at + one.bytes.length);
  return one.anyCase
    ? there.toString('latin1').toLowerCase() === one.bytes.toString('latin1')
    : there.equals(one.bytes);
}

function casesOf(byte: number): number[] {
  const char = String.fromCharCode(byte);
  return [...new Set([char.toLowerCase().charCodeAt(0), char.toUpperCase().charCodeAt(0)])];
}

/** Every number that one byte of each place makes. */
function combined(places: readonly (readonly number[])[]): number[] {
  return places.reduce<number[]>(
    (numbers, bytes) => numbers.flatMap((number) => bytes.map((byte) => (number << 8) | byte)),
    [0],
  );
}
