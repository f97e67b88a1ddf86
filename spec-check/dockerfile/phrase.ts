/** Whether a command has these words, as words and with any white space and quotes between: `poetry` is not in `poetry-core`. */
export function hasPhrase(command: string, words: string): boolean {
  const plain = words.trim();
  // "…" and "..." stand for anything.
  const source = plain
    .replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
    .replace(/\s+/g, '\\s+')
    .replace(/(?<=\w.*)(?:(?:\\\.){3}|…)/g, '.*');
  const before = /^\w/.test(plain) ? '(?<![\\w-])' : '';
  const pattern = new RegExp(`${before}${source}${/\w$/.test(plain) ? '(?![\\w-])' : ''}`);
  return pattern.test(command) || pattern.test(command.replace(/["',]+/g, ' '));
}
