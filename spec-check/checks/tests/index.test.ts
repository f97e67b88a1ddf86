import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { indexText } from '../../tests/tools/new-check.ts';
import { checks } from '../index.ts';

it('the list of checks is the list of folders', async () => {
  expect(await readFile(path.join(import.meta.dirname, '../index.ts'), 'utf8')).toBe(
    await indexText(),
  );
});

it('each id is there once', () => {
  const ids = checks.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
});
