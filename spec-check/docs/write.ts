import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checksPage } from './generate/checks-page.ts';
import { troubleshooting } from './generate/troubleshooting.ts';

/** Every page that is made from the program: its name in this folder, and its text. */
export function pages(): Readonly<Record<string, string>> {
  return { 'checks.md': checksPage(), 'troubleshooting.md': troubleshooting() };
}

// `npm run docs`
if (import.meta.main) {
  for (const [name, text] of Object.entries(pages()))
    await writeFile(path.join(import.meta.dirname, name), text);
}
