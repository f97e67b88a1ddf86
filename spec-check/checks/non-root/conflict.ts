import type { Conflict } from '../../model/finding.ts';

export type UserClaim = {
  root?: boolean;
  user?: string;
  notUser?: string;
  uid?: number;
  minUid?: number;
  gid?: number | undefined;
};

export function conflictOfUsers(first: UserClaim, second: UserClaim): Conflict | undefined {
  const [a, b] = [userOf(first), userOf(second)];
  const differ = <T>(one: T | undefined, other: T | undefined) =>
    one !== undefined && other !== undefined && one !== other;
  if (differ(a.root, b.root))
    return { code: 'root-and-non-root', reason: 'one demands root, the other forbids it' };
  const excluded = (a.not && a.not === b.name) || (b.not && b.not === a.name);
  return excluded || differ(a.name, b.name)
    ? { code: 'two-users', reason: 'the container runs as one user' }
    : undefined;
}

/** Whether it must be root, where the claim decides that; the name that it must have, or must not have. */
function userOf({ root, user, notUser, minUid, uid = minUid }: UserClaim) {
  const isRoot = root ?? (user === undefined ? undefined : user === 'root');
  return {
    root: isRoot ?? (uid === undefined ? (notUser === 'root' ? false : undefined) : uid === 0),
    name: user,
    not: root === false ? 'root' : notUser,
  };
}
