/** Whether a .dockerignore keeps a path of the context out of the build: the last rule that fits decides. */
export function ignores(dockerignore: string, path: string): boolean {
  const last = rulesOf(dockerignore).findLast(({ pattern }) => fits(pattern, path));
  return last !== undefined && !last.brings;
}

/** Whether something below a folder that is kept out may come in again: `*` and `!api/src`. */
export function bringsBelow(dockerignore: string, folder: string): boolean {
  return rulesOf(dockerignore).some(({ pattern, brings }) => brings && leadsTo(folder, pattern));
}

/** Whether a pattern means a path, by itself or by a folder above it. */
export function fits(pattern: string, path: string): boolean {
  const matcher = expression(pattern);
  const parts = path.split('/');
  return parts.some((_part, index) => matcher.test(parts.slice(0, index + 1).join('/')));
}

/** Whether what a pattern means may stand below a folder. */
export function leadsTo(folder: string, pattern: string): boolean {
  const parts = folder.split('/');
  const steps = trimmed(pattern).split('/');
  return parts.every((part, index) => {
    const before = steps.slice(0, index + 1);
    return (
      before.includes('**') || (before.length > index && expression(before[index] ?? '').test(part))
    );
  });
}

function rulesOf(dockerignore: string): { readonly pattern: string; readonly brings: boolean }[] {
  return dockerignore
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ pattern: line.replace(/^!/, '').trim(), brings: line.startsWith('!') }));
}

/** Slashes at both ends mean nothing. */
function trimmed(pattern: string): string {
  return pattern.replace(/^(?:\.?\/+)+|\/+$/g, '');
}

/** Go's filepath.Match with `**`, as the builder reads it. */
function expression(pattern: string): RegExp {
  const source = trimmed(pattern)
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
