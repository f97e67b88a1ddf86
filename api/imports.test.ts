import { glob, readFile } from 'node:fs/promises';
import path from 'node:path';

const api = import.meta.dirname;

async function importsOf(file: string): Promise<readonly string[]> {
  const text = await readFile(path.join(api, file), 'utf8');
  const names = [...text.matchAll(/(?:from|import|import\()\s*'([^']+)'/g)];
  return names.map(([, name = '']) =>
    name.startsWith('.')
      ? path.relative(path.dirname(api), path.resolve(api, path.dirname(file), name))
      : name,
  );
}

async function files(): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const file of glob('**/*.{ts,mjs}', { cwd: api })) found.push(file);
  return found;
}

describe('what api/ imports', () => {
  it('is never of spec-check/, which checks any image', async () => {
    for (const file of await files()) {
      expect({
        file,
        from: (await importsOf(file)).filter((name) => name.startsWith('spec-check')),
      }).toEqual({ file, from: [] });
    }
  });

  it('sees imports at all', async () => {
    expect(await importsOf('tasks/queries.ts')).toEqual(
      expect.arrayContaining(['drizzle-orm', 'api/db/schema.ts', 'api/db/database.ts']),
    );
    expect(await importsOf('main.ts')).toContain('api/signals.ts');
  });

  it('begins with the signals: a container ignores SIGTERM until somebody listens', async () => {
    expect((await importsOf('main.ts'))[0]).toBe('api/signals.ts');
  });
});
