import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';

const image = 'task-api:spec-check';
const faulty = 'spec-check-gallery';

/** Makes the reports that the site shows: the Task API on its own spec, and the same spec on an image with three faults. */
export async function makeGallery(folder: string): Promise<void> {
  const project = path.join(import.meta.dirname, '../..');
  const prove = (name: string, ...more: string[]) =>
    execa(
      process.execPath,
      [
        path.join(project, 'spec-check/bin.mjs'),
        ...['--quiet', '--format', 'html', '--output', path.join(folder, name), ...more],
      ],
      // The second report is red on purpose.
      { cwd: project, reject: name === 'green' },
    );
  await prove('green');
  const context = await mkdtemp(path.join(tmpdir(), 'gallery-'));
  try {
    await writeFile(path.join(context, 'fat.bin'), Buffer.alloc(120e6, 'fat'));
    await writeFile(
      path.join(context, 'Dockerfile'),
      `FROM ${image}\nCOPY fat.bin /\nENV DATABASE_URL=postgresql://app:hunter2hunter2@db.example.com/app\nUSER 0\n`,
    );
    await execa('docker', ['build', '--tag', faulty, context]);
    await prove('red', '--image', faulty);
  } finally {
    await execa('docker', ['image', 'rm', '--force', faulty], { reject: false });
    await rm(context, { recursive: true });
  }
}

// `npm run docs:site`
if (import.meta.main) await makeGallery(path.join(import.meta.dirname, 'public/gallery'));
