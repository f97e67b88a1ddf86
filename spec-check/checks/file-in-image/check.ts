import path from 'node:path';
import * as z from 'zod';
import { defineCheck, type Verdict } from '../../model/check.ts';
import type { Image, ImageFiles } from '../../model/resources.ts';
import { below, resolvePath } from '../../resources/image-files.ts';
import { faults, goodShapes } from './faults.ts';
import { language } from './language.ts';

/** A file is in the image, or is not. */
export const fileInImage = defineCheck({
  id: 'file-in-image',
  title: 'A file is in the image',
  proof:
    'The file system of a container that is made and never started, links followed: a file, or a folder with a file in it.',
  language,
  faults,
  goodShapes,
  params: z.strictObject({
    path: z.string().min(1).describe('A file or a folder; from WORKDIR where it begins with no /'),
    count: z.int().nonnegative().optional().describe('How many entries the folder has'),
    absent: z.boolean().default(false).describe('It must not be there'),
  }),
  describe: ({ path: file, count, absent }) =>
    `${file} is ${absent ? 'not ' : ''}in the image${count === undefined ? '' : ` with ${count} entries`}`,
  needs: ['image', 'files'],
  run: async (params, { image, files }) => judgeFile(params, image, files),
});

export function judgeFile(
  {
    path: wanted,
    count,
    absent,
  }: { readonly path: string; readonly count?: number | undefined; readonly absent: boolean },
  { config, reference }: Pick<Image, 'config' | 'reference'>,
  files: ImageFiles,
): Verdict {
  const file = path.posix.resolve(config.workdir || '/', wanted);
  const command = `docker create --name look ${reference} none; docker export look | tar -tv | grep ' ${file.slice(1)}'; docker rm look`;
  const found = resolvePath(files, file);
  const kind = found === undefined ? undefined : (files.entries.get(found)?.kind ?? 'folder');
  const inside = kind === 'folder' && found !== undefined ? below(files, found) : [];
  const own = new Set(inside.map((name) => name.slice((found ?? '').length).split('/')[1]));
  const isThere =
    kind === 'file' || inside.some((name) => files.entries.get(name)?.kind === 'file');
  const actual =
    kind === undefined
      ? `no ${file}`
      : kind === 'file'
        ? `a file ${file}`
        : `a folder ${file} with ${own.size} entries${isThere ? '' : ' and no file'}`;
  const wrongCount = count !== undefined && (kind !== 'folder' || own.size !== count);
  const holds = absent ? kind === undefined : count === 0 ? !wrongCount : isThere && !wrongCount;
  if (holds) return { status: 'PASS', evidence: `The image has ${actual}`, command };
  return {
    status: 'FAIL',
    evidence: `The image has ${actual}`,
    expected: absent
      ? `no ${file}`
      : count === undefined
        ? `${file}, with a file in it where it is a folder`
        : `${file} with ${count} entries`,
    actual,
    fix: absent
      ? 'Leave it out of COPY, or out of the build by .dockerignore.'
      : 'COPY it to the last stage.',
    command,
  };
}
