import { maskedCommand } from './commands.ts';
import { hitsIn } from './detectors.ts';
import type { Secrets } from './redact.ts';

/** Kinds of secrets in a text that is no file: log lines, a variable, a command. */
export function secretsInText(text: string): string[] {
  return [...new Set(hitsIn(text, '').map(({ kind }) => kind))];
}

/** The text with every secret that is told by its form or by its name as `***`. */
export function masked(text: string): string {
  // No shorter text is recognised by its form, and most texts of a report are short.
  if (text.length < 8) return text;
  return maskedCommand(
    hitsIn(text, '').reduce((shown, { value }) => shown.replaceAll(value, '***'), text),
  );
}

/** Masks every known secret, and what has the form of one, in all texts of a value, before it gets into a report. */
export function clean<T>(quoted: T, secrets: Secrets): T {
  const inside = (value: unknown): unknown => {
    if (typeof value === 'string') return masked(secrets.redact(value));
    if (Array.isArray(value)) return value.map(inside);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inside(inner)]));
  };
  // The shape stays: only strings are replaced, by strings.
  return inside(quoted) as T;
}
