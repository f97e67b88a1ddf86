import type { ImageFiles } from '../model/resources.ts';

/** One line of /etc/passwd. */
export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** The users that an image knows; none where it has no /etc/passwd. */
export function usersOf({ texts }: ImageFiles): readonly User[] {
  return (texts.get('/etc/passwd') ?? '').split('\n').flatMap((line) => {
    const [name = '', , uid = '', gid = '', , home = ''] = line.split(':');
    return /^\d+$/.test(uid) ? [{ name, uid: Number(uid), gid: Number(gid), home }] : [];
  });
}
