/** `node:24@sha256:…` in its parts; Docker Hub's own prefixes are left out. */
export function referenceParts(reference: string) {
  const [named = '', digest] = reference.split('@');
  const [, path = named, tag] = /^(.*?)(?::([\w][\w.-]*))?$/.exec(named) ?? [];
  const name = path.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '');
  return { name, tag, digest };
}

/** How firmly a reference names one image: a digest, three numbers, a number, a name that moves. */
export function pinningOf(reference: string): 'digest' | 'exact' | 'version' | 'none' {
  const { name, tag = 'latest', digest } = referenceParts(reference);
  if (/^sha256:[0-9a-f]{64}$/.test(digest ?? '')) return 'digest';
  if (/^(?:latest|current|edge|nightly|rolling|mainline|lts|main|master)(?:-|$)/.test(tag))
    return 'none';
  if (/^(?:[a-z]+-)?v?(?:\d+\.\d+\.\d+|\d{8})/.test(tag)) return 'exact';
  if (/^(?:[a-z]+-)?v?\d/.test(tag)) return 'version';
  // Debian and Ubuntu name their releases.
  const named = /(?:^|\/)(?:debian|ubuntu|buildpack-deps)$/.test(name);
  const isMoving = /^(?:stable|testing|unstable|oldstable|sid|devel|slim)(?:-|$)/.test(tag);
  return named && !isMoving ? 'version' : 'none';
}
