import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cacheFile, compileBundle } from './code-cache.ts';

/** Keeps what V8 has compiled of the bundle until it listens, in one turn of the event loop; needs the flags of the server and `--predictable`. */
const folder = path.resolve(process.argv[2] ?? 'dist');
// What came out of an older cache would be in this one too.
rmSync(path.join(folder, cacheFile), { force: true });
// What the build's machine has in its environment would show; of the database nothing is asked.
process.env = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };

const bundle = compileBundle(folder);
bundle.run(createRequire(import.meta.url));
bundle.writeCache();
process.exit(0);
