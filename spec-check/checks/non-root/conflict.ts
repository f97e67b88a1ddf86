import type { Conflict } from '../../model/finding.ts';

type UserClaim = { root?: boolean; user?: string; notUser?: string; uid?: number };

/** Why two promises about the user cannot both hold. */
export function conflictOfUsers(first: UserClaim, second: UserClaim): Conflict | undefined {
  const [a, b] = [userOf(first), userOf(second)];
  if (a.root !== undefined && b.root !== undefined && a.root !== b.root)
    return { code: 'root-and-non-root', reason: 'one demands root, the other forbids it' };
  const excluded =
    (a.not !== undefined && a.not === b.name) || (b.not !== undefined && b.not === a.name);
  const different = a.name !== undefined && b.name !== undefined && a.name !== b.name;
  return excluded || different
    ? { code: 'two-users', reason: 'the container runs as one user' }
    : undefined;
}

/** Root or not where it follows, the name that it must have or must not have. */
function userOf({ root, user, notUser, uid }: UserClaim): {
  readonly root: boolean | undefined;
  readonly name?: string;
  readonly not?: string | undefined;
} {
  if (root !== undefined) return { root, not: root ? undefined : 'root' };
  if (user !== undefined) return { root: user === 'root', name: user };
  if (uid !== undefined) return { root: uid === 0 };
  return { root: notUser === 'root' ? false : undefined, not: notUser };
}
