#!/usr/bin/env node
import module from 'node:module';

// An older Node would end in the middle of the program, as if it were a defect.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `old-node: Node 22.12 or later is needed, and this is ${process.version}.\n  Install it: https://nodejs.org or nvm install 24\n`,
  );
  process.exit(3);
}
module.enableCompileCache();
await import(new URL('program.mjs', import.meta.url).href);
