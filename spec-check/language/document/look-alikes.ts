/** Lines that look like promises, found in the raw text without the reader, to compare with it; `promises` by a check box or its words, else as any line of a list. */
export function lookAlikes(text: string) {
  const lines = text.split(/\r\n|\n|\r/);
  const found: { line: number; text: string; promises: boolean }[] = [];
  let inside = lines[0]?.trim() === '---' ? /^(---|\.\.\.)\s*$/ : undefined;
  let tableRows = false;
  for (const [index, raw] of lines.entries()) {
    if (inside !== undefined) {
      if (index > 0 && inside.test(raw)) inside = undefined;
      continue;
    }
    const line = raw.replace(/^[\s>]*/, '');
    const fence = /^(?:(?:[-*+]|\d+[.)])\s+)*(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence !== undefined) inside = new RegExp(`^[\\s>]*${fence}[${fence[0]}]*\\s*$`);
    else if (/<!--/.test(line) && !/-->/.test(line)) inside = /-->/;
    tableRows = line.startsWith('|') && (tableRows || /^\|[\s|:-]+\|?$/.test(line));
    const listed =
      /^(?:[-*+•]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s*)?[^\s|]/.test(line) ||
      /^\[[ xX]\]\s+\S/.test(line) ||
      /<li\b/i.test(line) ||
      (tableRows && /[\p{L}\d]/u.test(line));
    const spoken = /\b(?:must|shall)\b/i.test(line) && !/^(?:#|\[\^|<|\*|\||[†‡§¹²³⁴⁵])/.test(line);
    if ((listed || spoken) && !/^([-*_])(\s*\1){2,}\s*$/.test(line))
      found.push({ line: index + 1, text: line.trim(), promises: promises.test(line) });
  }
  return found;
}

const promises =
  /\[[ xX]\]|\b(?:must|shall|never|required|at most|at least|under|below|within|no more than|cannot)\b|\d ?(?:[kmg]i?b|ms|s|seconds|minutes)\b/i;
