/** `$NAME`, `${NAME}`, `${NAME:-word}`, `${NAME:+word}` as builders expand them. */
export const expand = (text: string, known: Readonly<Record<string, string>>): string =>
  text.replace(
    /\$(?:(\w+)|\{(\w+)(?::?([-+])([^}]*))?\})/g,
    (_whole, plain?: string, braced?: string, sign?: string, word = '') => {
      const value = known[plain ?? braced ?? ''] ?? '';
      if (sign === '-') return value || expand(word, known);
      if (sign === '+') return value === '' ? '' : expand(word, known);
      return value;
    },
  );
