/** A place where a keyword or a value begins. */
export interface Place {
  readonly at: number;
  readonly found: string;
}

/**
 * Prepares a search for many texts in one pass. `keywords` (ASCII, lower case) count in any case of
 * letters, `values` as they are. Each has three bytes or more.
 */
export function finder(
  keywords: readonly string[],
  values: readonly string[] = [],
): (bytes: Buffer) => Place[] {
  const exact = new Set(values);
  const byHead = new Map<number, { readonly found: string; readonly bytes: Buffer }[]>();
  // Most places are none: this table says so faster than the map.
  const mayBegin = new Uint8Array(65_536);
  for (const found of [...keywords, ...values]) {
    const bytes = Buffer.from(found);
    const head = bytes.subarray(0, 3).reduce(withByte, 0);
    mayBegin[folded(head)] = 1;
    byHead.set(head, [...(byHead.get(head) ?? []), { found, bytes }]);
  }
  return (bytes) => {
    const places: Place[] = [];
    let head = 0;
    for (let end = 0; end < bytes.length; end += 1) {
      head = withByte(head, bytes[end] as number);
      if (mayBegin[folded(head)] === 0) continue;
      const at = end - 2;
      for (const one of byHead.get(head) ?? []) {
        const there = bytes.subarray(at, at + one.bytes.length);
        const isThere = exact.has(one.found)
          ? there.equals(one.bytes)
          : there.toString('latin1').toLowerCase() === one.found;
        if (isThere) places.push({ at, found: one.found });
      }
    }
    return places;
  };
}

/** The last three bytes as a number. Bit 32 makes letters small, and what it does to other bytes is checked later. */
function withByte(head: number, byte: number): number {
  return ((head << 8) | byte | 32) & 0xff_ff_ff;
}

function folded(head: number): number {
  return (head ^ (head >>> 13)) & 0xffff;
}
