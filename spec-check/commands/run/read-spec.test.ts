import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readSpec } from './read-spec.ts';

it('takes title and images from the command line too, beside those of the front matter', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'read-spec-test-'));
  const file = path.join(folder, 'spec.md');
  const criteria = (name: string) => `### ${name} Container\n\n- [ ] Image size under 200MB\n\n`;
  await writeFile(
    file,
    `---\nimages: { Worker Container: worker/Dockerfile }\n---\n# Shop\n\n## Success Criteria\n\n${['API', 'Worker', 'Frontend'].map(criteria).join('')}`,
  );
  try {
    const settings = {
      title: 'The shop',
      images: { 'Frontend Container': { dockerfile: 'web/Dockerfile' } },
    };
    const { spec, items } = await readSpec(file, { settings });
    expect(spec.title).toBe('The shop');
    expect(items.map(({ item }) => item.image)).toEqual([
      undefined,
      'Worker Container',
      'Frontend Container',
    ]);
    expect(Object.keys(spec.defaults.images ?? {})).toHaveLength(2);
  } finally {
    await rm(folder, { recursive: true });
  }
});
