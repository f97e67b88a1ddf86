import { createHash } from 'node:crypto';
import type { Claim } from '../model/check.ts';
import type { RunOptions } from '../resources/resource.ts';

/** Everything beside the image and the engine that can change a result. */
export interface Inputs {
  /** Of the command line and the front matter; without the URL, which holds a password. */
  readonly options: Omit<RunOptions, 'databaseUrl' | 'keep'>;
  /** Tells one DATABASE_URL from another, and nothing else about it. */
  readonly database: string;
  readonly strict: boolean;
  /** Of spec-check itself. */
  readonly version: string;
}

/** The same for the same check with the same parameters and inputs, in hex. */
export function keyOf({ check, params }: Claim, inputs: Inputs): string {
  return digest({ check, params, inputs });
}

/** Hex SHA-256 of a value, whatever the order of its keys. */
export function digest(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : Number(a > b))),
        )
      : inner,
  );
}
