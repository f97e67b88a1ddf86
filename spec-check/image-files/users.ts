import type { ImageFiles } from '../model/resources.ts';

/** One line of /etc/passwd. */
export type User = ReturnType<typeof readUsers>[number];

/** The users that an image knows; none where it has no /etc/passwd. */
export const usersOf = ({ texts }: ImageFiles) => readUsers(texts.get('/etc/passwd') ?? '');

/** Reads /etc/passwd, also in the archive of one file that `docker cp` gives. */
export function readUsers(text: string) {
  return [...text.matchAll(/(?:^|\n|\0)([^:\n\0]+):[^:\n]*:(\d+):(\d*):[^:\n]*:([^:\n]*)/g)].map(
    ([, name = '', uid, gid, home = '']) => ({ name, uid: Number(uid), gid: Number(gid), home }),
  );
}
