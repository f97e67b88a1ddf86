import { createRequire } from 'node:module';
import { compileBundle } from './code-cache.ts';

/** What the image starts: the bundle beside it. */
compileBundle(import.meta.dirname).run(createRequire(import.meta.filename));
