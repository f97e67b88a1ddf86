import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pages } from './pages.ts';

/** `npm run docs`: writes the pages that are made from the program, and removes those of checks that are gone. */
const folder = import.meta.dirname;
const made = pages();
await mkdir(path.join(folder, 'checks'), { recursive: true });
for (const name of await readdir(path.join(folder, 'checks'))) {
  if (!made.has(`checks/${name}`)) await rm(path.join(folder, 'checks', name));
}
for (const [name, text] of made) await writeFile(path.join(folder, name), text);
process.stdout.write(`${made.size} pages in ${path.relative(process.cwd(), folder)}\n`);
