/** Prepares a search for several texts in one pass, in any case of letters: for each place, which begins there. */
export function finder(texts: readonly string[]) {
  // As bytes, a character each.
  const all = texts.map((found) => ({ found, plain: Buffer.from(found).toString('latin1') }));
  const beginsWith = (text: string, other: string) =>
    text.toLowerCase().startsWith(other.toLowerCase());
  // The longest first: where it stands, those that it begins with stand too.
  const plain = all.map((one) => one.plain).sort((one, other) => other.length - one.length);
  const escaped = plain.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(escaped.join('|'), 'gi');
  const beginnings = new Map(
    plain.map((text) => [text.toLowerCase(), all.filter((one) => beginsWith(text, one.plain))]),
  );
  return function* (bytes: Buffer) {
    const text = bytes.toString('latin1');
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const at = match.index;
      for (const { found } of beginnings.get(match[0].toLowerCase()) ?? []) yield { at, found };
      pattern.lastIndex = at + 1;
    }
  };
}
