import path from 'node:path';
import * as z from 'zod';
import { defineCheck, type Verdict } from '../../model/check.ts';
import type { ImageFiles } from '../../model/resources.ts';
import { resolvePath } from '../../resources/image-files.ts';
import { faults, goodShapes } from './faults.ts';
import { language } from './language.ts';

/** No shell in the image. */
export const noShell = defineCheck({
  id: 'no-shell',
  title: 'No shell in the image',
  proof:
    'The file system of a container that is made and never started: no executable named like a shell in any folder, busybox and toybox among them. One under another name is not recognised.',
  language,
  faults,
  goodShapes,
  params: z.strictObject({}),
  describe: () => 'no shell is in the image',
  needs: ['image', 'files'],
  run: async (_params, { image, files }) => judgeShells(files, image.reference),
});

const shells =
  /^(?:r?bash|sh|dash|ash|[akmoyz]?ksh\d*|zsh|fish|t?csh|yash|posh|pwsh|elvish|nu|busybox|toybox)(?:[.-](?:static|\d[\d.]*))?$/;

export function judgeShells(files: ImageFiles, reference: string): Verdict {
  const executables = [...files.entries].filter(
    ([, { kind, mode }]) => kind === 'link' || (kind === 'file' && (mode & 0o111) !== 0),
  );
  const found = executables.flatMap(([file]) => {
    const target = shells.test(path.posix.basename(file)) ? resolvePath(files, file) : undefined;
    const entry = target === undefined ? undefined : files.entries.get(target);
    return entry?.kind === 'file' && (entry.mode & 0o111) !== 0 ? [file] : [];
  });
  const command = `docker run --rm --entrypoint ${found[0] ?? 'sh'} ${reference} -c true`;
  if (executables.length === 0) throw new Error('the image has no executable at all to look at');
  if (found.length === 0) {
    return {
      status: 'PASS',
      evidence: `None of ${executables.length} executables and links is a shell`,
      measured: { executables: executables.length },
      command,
    };
  }
  return {
    status: 'FAIL',
    evidence: `The image has ${found.slice(0, 4).join(', ')}`,
    expected: 'no shell',
    actual: found.join(', '),
    fix: 'Start the last stage from scratch or a distroless image, and copy only what the program needs.',
    command,
  };
}
