/** Prepares a search for several texts in one pass, in any case of ASCII letters: for each place, which begins there. */
export function finder(texts: readonly string[]) {
  /** 1 for two bytes that begin one of the texts: nearly all of a file is passed over by it. */
  const begin = new Uint8Array(65_536);
  const byPair: { readonly found: string; readonly small: Uint8Array }[][] = [];
  for (const found of texts) {
    const small = Buffer.from(found).map(smallOf);
    const [first = 0, second = 0] = small;
    const pair = first * 256 + second;
    byPair[pair] = [...(byPair[pair] ?? []), { found, small }];
    for (const one of casesOf(first))
      for (const other of casesOf(second)) begin[one * 256 + other] = 1;
  }
  const next = (bytes: Buffer, from: number): number => {
    const last = bytes.length - 1;
    let at = from;
    while (at < last && begin[(bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)] === 0) at += 1;
    return at;
  };
  return function* (bytes: Buffer) {
    for (let at = next(bytes, 0); at < bytes.length - 1; at = next(bytes, at + 1)) {
      const pair = smallOf(bytes[at] ?? 0) * 256 + smallOf(bytes[at + 1] ?? 0);
      for (const { found, small } of byPair[pair] ?? [])
        if (beginsWith(bytes, at, small)) yield { at, found };
    }
  };
}

function beginsWith(bytes: Buffer, at: number, small: Uint8Array): boolean {
  for (let index = 2; index < small.length; index += 1)
    if (smallOf(bytes[at + index] ?? 0) !== small[index]) return false;
  return true;
}

const smallOf = (byte: number): number => (byte >= 65 && byte <= 90 ? byte + 32 : byte);
const casesOf = (small: number) => [small, ...(small >= 97 && small <= 122 ? [small - 32] : [])];
