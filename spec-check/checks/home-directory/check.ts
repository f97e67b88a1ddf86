import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { judged, listCommand } from '../../model/judged.ts';
import type { ImageFiles } from '../../model/resources.ts';
import type { Verdict } from '../../model/verdict.ts';
import { resolvePath } from '../../resources/image-files.ts';
import { usersOf } from '../../resources/image-users.ts';
import { language } from './language.ts';

export const homeDirectory = defineCheck({
  id: 'home-directory',
  title: 'The user has a home directory',
  proof:
    'The entry in /etc/passwd of the image for the user that it runs as, and that folder in its file system: it is there, is not /, and is the own of the user.',
  instruction: 'USER',
  language,
  faults: [
    ['a home that is not there', 'has bad files', '', /has no home directory/],
    ['a home that belongs to root', 'has busybox', '', /belongs to uid 0/],
  ],
  goodShapes: [['has good files']],
  params: z.strictObject({}),
  describe: () => 'the user that the image runs as has a home directory of its own',
  needs: ['image', 'files'],
  run: async (_params, { image, files }) => judgeHome(image.config.user, files, image.reference),
});

/** `user` is USER as configured: `app`, `1000:1000`, or empty for root. */
export function judgeHome(user: string, files: ImageFiles, reference: string): Verdict {
  const name = user.split(':')[0] || '0';
  const found = usersOf(files).find((one) => one.name === name || String(one.uid) === name);
  const folder = found && resolvePath(files, found.home);
  const { kind, uid } = files.entries.get(folder ?? '') ?? {};
  return judged({
    holds: found !== undefined && folder !== '/' && kind === 'folder' && uid === found.uid,
    evidence: `${found?.name} has ${found?.home} of its own`,
    wrong:
      found === undefined
        ? `/etc/passwd has no user ${name}`
        : kind === 'folder' && folder !== '/'
          ? `${found.home} belongs to uid ${uid}, not to ${found.name} (${found.uid})`
          : `${found.name} has no home directory: ${found.home || '(none)'}`,
    expected: 'a folder of its own as home directory of the user that the image runs as',
    fix: 'Make it with the user: RUN useradd --create-home app',
    command: listCommand(reference, ` ${found?.home.slice(1) ?? 'home'}`),
  });
}
