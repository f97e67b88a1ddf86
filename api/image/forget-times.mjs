import { readdirSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Zero times on every file and folder, so that the same files give the same layer.
 * @param {string} folder
 */
export function forgetTimes(folder) {
  for (const name of readdirSync(folder)) {
    const entry = path.join(folder, name);
    if (statSync(entry).isDirectory()) forgetTimes(entry);
    else utimesSync(entry, 0, 0);
  }
  utimesSync(folder, 0, 0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) forgetTimes(process.argv[2] ?? '.');
