import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);

/** The folders that a folder's code may import from, beside its own. Tests may start what they need. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  setup: [],
  api: [],
  'spec-check/spec': ['spec-check/checks'],
  'spec-check/review': ['spec-check/checks', 'spec-check/spec'],
  'spec-check/report': [
    'spec-check/prove',
    'spec-check/run',
    'spec-check/checks',
    'spec-check/spec',
    'spec-check/review',
  ],
  'spec-check/completion': [],
  'spec-check/watch': ['spec-check/review', 'spec-check/spec'],
  'spec-check/reuse': [
    'spec-check/run',
    'spec-check/checks',
    'spec-check/resources',
    'spec-check/report',
  ],
  'spec-check/init': ['spec-check/checks', 'spec-check/resources', 'spec-check/review'],
  'spec-check/registry': ['setup'],
  'spec-check/push': ['setup', 'spec-check/registry', 'spec-check/resources'],
  'spec-check/resources': ['setup', 'spec-check/checks', 'spec-check/registry'],
  'spec-check/checks': ['setup', 'spec-check/resources', 'spec-check/spec'],
  'spec-check/run': [
    'setup',
    'spec-check/checks',
    'spec-check/resources',
    'spec-check/spec',
    'spec-check/report',
  ],
};

async function sources(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { recursive: true });
  return entries
    .filter((name) => /(?<!\.test)\.(ts|mjs)$/.test(name))
    .map((name) => path.join(folder, name));
}

async function importsOf(file: string): Promise<string[]> {
  const text = await readFile(path.join(root, file), 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, target = '']) =>
    path.join(path.dirname(file), target),
  );
}

describe('dependencies point one way', () => {
  it.each(Object.entries(mayImport))('%s imports only from %j', async (folder, allowed) => {
    const files = (await sources(folder)).filter(
      // The program of `npm run dev`, which never runs in the image, starts a database.
      (file) => file !== 'api/dev.ts' && !file.includes('/tests/'),
    );
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      for (const target of await importsOf(file)) {
        const inside = [folder, ...allowed].some((known) => target.startsWith(`${known}/`));
        expect([file, target, inside]).toEqual([file, target, true]);
      }
    }
  });
});
