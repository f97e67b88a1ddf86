import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { temporaryFolder } from '../docker/temporary-folder.ts';

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
  await using scope = new AsyncDisposableStack();
  const context = await temporaryFolder('gallery', scope);
  await writeFile(path.join(context, 'fat.bin'), Buffer.alloc(120e6, 'fat'));
  await writeFile(
    path.join(context, 'Dockerfile'),
    `FROM ${image}\nCOPY fat.bin /\nENV DATABASE_URL=postgresql://app:hunter2hunter2@db.example.com/app\nUSER 0\n`,
  );
  const remove = ['image', 'rm', '--force', faulty];
  scope.defer(async () => void (await execa('docker', remove, { reject: false })));
  await execa('docker', ['build', '--tag', faulty, context]);
  await prove('red', '--image', faulty);
}

// `npm run docs:site`
if (import.meta.main) await makeGallery(path.join(import.meta.dirname, 'public/gallery'));
