/** Reads a .dockerignore: `ignores` evaluates a path as the builder does, `count` counts rules. */
export function ignoreRules(text: string) {
  const rules = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({
      matcher: expression(line.replace(/^!/, '').trim()),
      brings: line.startsWith('!'),
    }));
  return {
    ignores: (path: string) => {
      const last = rules.findLast(({ matcher }) => fits(matcher, path));
      return last !== undefined && !last.brings;
    },
    count: rules.filter(({ brings }) => !brings).length,
  };
}

/** A pattern means a path by itself, or by a folder above it. */
function fits(matcher: RegExp, path: string): boolean {
  const parts = path.split('/');
  return parts.some((_part, index) => matcher.test(parts.slice(0, index + 1).join('/')));
}

/** Go's filepath.Match with `**`, as the builder reads it; slashes at both ends mean nothing. */
function expression(pattern: string): RegExp {
  const source = pattern
    .replace(/^(?:\.?\/+)+|\/+$/g, '')
    .replace(/\/\*\*$/, '')
    .replace(/[.+^$()|{}]/g, '\\$&')
    .replace(/\*\*\/|\*\*|\*|\?/g, (wild) => wildcards[wild] ?? wild);
  try {
    return new RegExp(`^${source}$`);
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
