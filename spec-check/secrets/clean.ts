import { masked } from './mask.ts';
import type { Secrets } from './redact.ts';

/** The last station before a report: whatever was quoted, no secret leaves that is known or has the form of one. */
export function clean<T>(quoted: T, secrets: Secrets): T {
  const inside = (value: unknown): unknown => {
    if (typeof value === 'string') return masked(secrets.redact(value));
    if (Array.isArray(value)) return value.map(inside);
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inside(inner)]));
    }
    return value;
  };
  // The shape is kept: strings become strings.
  return inside(quoted) as T;
}
