import type { Cause } from '../model/cause.ts';
import { Ambiguous } from '../model/verdict.ts';
import type { DatabaseUrl } from './database-url.ts';
import { probableCause } from './diagnosis.ts';

/** Why spec-check's own connection failed and what to do, without the password. */
export function connectionAdvice(error: unknown, { shown, host, port }: DatabaseUrl): Cause {
  // The driver's error.
  const { code = 'no code', message } = error as NodeJS.ErrnoException;
  const words = `${message} code: '${code}'`;
  const cause = probableCause(words, undefined, { database: { host, port, isOwn: true } });
  return {
    sentence: `The database ${shown} cannot be used (${code})${cause ? `: ${cause.sentence}` : '.'}`,
    fix: cause?.fix ?? `Try: psql "$DATABASE_URL" -c 'select 1'`,
  };
}

/** Said for a DATABASE_URL that is none: what is wrong with it, never with the value, which may hold a password. */
export function malformedAdvice(text: string): string {
  const wrong = mistakes.find(([sign]) => sign.test(text))?.[1] ?? 'it cannot be read as one';
  return `Expected DATABASE_URL to be a PostgreSQL connection string such as postgres://user:password@host:5432/name (special characters in the password percent-encoded), and ${wrong}.`;
}

/** Why a promise about the database of a project with `database: none` is not decided. */
export const noDatabase = (): Ambiguous =>
  new Ambiguous(
    'The project says that it has no database (database: none)',
    'Say in the front matter which one it has: database: postgres, mysql, or $NAME with a URL.',
  );

/** Signs of a malformed URL, and what to say of each; the first that fits counts. */
export const mistakes: readonly (readonly [RegExp, string])[] = [
  [/^(["']).*\1$/s, 'it stands in quotes'],
  [/^(?!postgres(?:ql)?:\/\/)/i, 'it does not begin with postgres://'],
  [
    /^\w+:\/\/[^@]*[#/?][^@]*@/,
    'a "#", "/" or "?" stands in its password as it is: write %23, %2F or %3F',
  ],
  [/%(?![0-9a-f]{2})/i, 'a "%" stands in it as it is: write %25'],
  [/:\/\/(?:[^@]*@)?[^/?#@]*:(?!\d+(?:[/?#]|$))[^/?#@]+(?:[/?#]|$)/, 'its port is no number'],
  [/^\w+:\/\/(?:[^@/]*@)?(?:[/:?#]|$)/, 'it names no host'],
];
