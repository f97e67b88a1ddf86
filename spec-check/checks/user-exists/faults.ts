import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'no such user',
    image: 'has files that it should not have',
    promise: 'As it should be\n  <!-- check: user-exists user=svc -->',
    says: /no svc/,
  },
  {
    name: 'another uid',
    image: 'has busybox and a home of another user',
    promise: 'As it should be\n  <!-- check: user-exists user=app uid={"op":">","value":20000} -->',
    says: /app has uid 10001/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'user-exists holds',
    image: 'has the files that it should have',
    promise: 'As it should be\n  <!-- check: user-exists user=app uid={"op":">","value":10000} -->',
  },
];
