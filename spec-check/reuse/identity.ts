import { createHash, scryptSync } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Tells one DATABASE_URL from another. Slow on purpose: it is not found by trying passwords. */
export function databaseIdentity(url: string | undefined, salt: string): string {
  return url === undefined ? 'embedded' : scryptSync(url, salt, 32).toString('hex');
}

/** Of spec-check as it is here: another after any change of its code, and with another Node. */
export async function ownVersion(): Promise<string> {
  const root = path.join(import.meta.dirname, '..', '..');
  const hash = createHash('sha256').update(process.version);
  for (const folder of ['spec-check', 'setup']) {
    const names = await readdir(path.join(root, folder), { recursive: true });
    const sources = names.filter((name) => /(?<!\.test)\.(?:ts|mjs|cjs|py)$/.test(name)).toSorted();
    for (const name of sources) {
      hash.update(`${name}\0`).update(await readFile(path.join(root, folder, name)));
    }
  }
  hash.update(await readFile(path.join(root, 'package-lock.json')).catch(() => ''));
  return hash.digest('hex');
}
