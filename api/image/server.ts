import { createRequire } from 'node:module';
import { compileBundle, runBundle } from './code-cache.ts';

/** What the image starts: the bundle beside it. */
runBundle(compileBundle(import.meta.dirname), createRequire(import.meta.filename));
