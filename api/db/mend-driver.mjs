import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Mends postgres 3.4.9 where it is installed: a connection that closes while a write waits for the
 * next turn of the event loop ends the process, or never writes again (porsager/postgres#1168, open).
 * Does nothing the second time; throws when the driver is another one than it knows.
 *
 * @param {string} source text of the driver's connection.js
 */
export function mended(source) {
  if (source.includes(guard)) return source;
  const without = source.split(teardown).length - 1;
  if (!source.includes(opening) || without !== 2) {
    throw new Error(
      'Expected the connection.js of postgres 3.4.9, got another one. If it has the repair of porsager/postgres#1168, remove mend-driver.mjs; else bring it up to date.',
    );
  }
  return source
    .replaceAll(teardown, `${teardown}\n    chunk = nextWriteTimer = null`)
    .replace(opening, `${opening}\n${guard}`);
}

const opening = '  function nextWrite(fn) {';
const guard = '    if (socket === null) return ((chunk = nextWriteTimer = null), false)';
const teardown = '    clearImmediate(nextWriteTimer)';

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = path.join(path.dirname(createRequire(import.meta.url).resolve('postgres')), '../..');
  for (const form of ['src', 'cjs/src']) {
    const file = path.join(root, form, 'connection.js');
    const source = readFileSync(file, 'utf8');
    const repaired = mended(source);
    if (repaired !== source) writeFileSync(file, repaired);
  }
}
