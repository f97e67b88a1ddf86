/** Reads a .dockerignore: `ignores` evaluates a path as the builder does, `count` counts rules. */
export function ignoreRules(text: string) {
  const rules = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({
      matcher: expression(line.replace(/^!/, '').trim()),
      brings: line.startsWith('!'),
    }));
  return {
    ignores: (path: string) =>
      rules.findLast(({ matcher }) => matcher.test(path))?.brings === false,
    count: rules.filter(({ brings }) => !brings).length,
  };
}

/** Go's filepath.Match with `**`, as the builder reads it; slashes at both ends mean nothing. */
function expression(pattern: string): RegExp {
  const source = pattern
    .replace(/^(?:\.?\/+)+|\/+$/g, '')
    .replace(/\/\*\*$/, '')
    .replace(/[.+^$()|{}]/g, '\\$&')
    .replace(/\*\*\/|\*\*|\*|\?/g, (wild) => wildcards[wild] ?? wild);
  try {
    // A pattern means a path by itself, or by a folder above it.
    return new RegExp(`^${source}(?:/|$)`);
  } catch {
    // A pattern that is none fits nothing.
    return /^\b$/;
  }
}

const wildcards: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
};
