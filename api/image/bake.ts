import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cacheFile, compileBundle } from './code-cache.ts';

/** Keeps what V8 has compiled of the bundle until it listens, in one turn of the event loop; needs the flags of the server and `--predictable`. */
const folder = path.resolve(process.argv[2] ?? 'dist');
// Code from an older cache would get into the new one.
rmSync(path.join(folder, cacheFile), { force: true });
// The environment of the build must not get into the cache; the database is never asked.
process.env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };

const bundle = compileBundle(folder);
bundle.run(createRequire(import.meta.url));
bundle.writeCache();
process.exit(0);
