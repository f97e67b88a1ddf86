/** Whether a .dockerignore keeps a path at the top of the context out of the build: the last rule that fits decides. */
export function ignores(dockerignore: string, path: string): boolean {
  const last = dockerignore
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .findLast((line) => expression(line.replace(/^!/, '').trim()).test(path));
  return last !== undefined && !last.startsWith('!');
}

/** Go's filepath.Match with `**`, as the builder reads it; slashes at both ends mean nothing. */
function expression(pattern: string): RegExp {
  const source = pattern
    .replace(/^\.?\/+|\/+$/g, '')
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
