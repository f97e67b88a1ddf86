import type { AnyCheck, Claim } from '../model/check.ts';
import { checks } from './index.ts';

/** The check of a claim. Throws for an id that is not registered: a defect of whoever made the claim. */
export function checkOf({ check: id }: Pick<Claim, 'check'>): AnyCheck {
  const check = checks.find((one) => one.id === id);
  if (check === undefined) throw new Error(`No check is registered as ${id}.`);
  return check;
}
