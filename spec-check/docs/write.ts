import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { checksPage } from './checks-page.ts';

// `npm run docs`
await writeFile(path.join(import.meta.dirname, 'checks.md'), checksPage());
