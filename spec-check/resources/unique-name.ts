import { randomBytes } from 'node:crypto';

/** A name for a container that only one proof uses, even when a spec asks for the same check twice. */
export const uniqueName = (purpose: string) => `${purpose}-${randomBytes(3).toString('hex')}`;
