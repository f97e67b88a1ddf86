import { chmodSync, readdirSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';

/** Zero times, and writable by the owner alone: the same files give the same layer whatever the umask. @param {string} entry */
export function forgetTimes(entry) {
  const status = statSync(entry);
  if (status.isDirectory())
    for (const name of readdirSync(entry)) forgetTimes(path.join(entry, name));
  chmodSync(entry, status.mode & 0o755);
  utimesSync(entry, 0, 0);
}

if (import.meta.main) forgetTimes(process.argv[2] ?? '.');
