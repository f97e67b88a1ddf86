import { createHash } from 'node:crypto';
import { parseDatabaseUrl } from '../diagnosis/database-url.ts';
import type { LaunchOptions } from '../model/resources.ts';
import type { RunOptions } from './resource.ts';

/** The variables of a container with the database at `url`; `null` unsets, `own` comes first. */
export function environmentOf(
  { settings, required }: Pick<RunOptions, 'settings' | 'required'>,
  url: string | undefined,
  own: NonNullable<LaunchOptions['env']> = {},
): Readonly<Record<string, string | null>> {
  const { DATABASE_URL: database = url, ...others } = own;
  const parts = databaseParts(database ?? undefined) ?? databaseParts(url) ?? {};
  const filled = (text: string) => text.replace(databasePart, (_, part) => parts[part] ?? '');
  const configured = Object.entries(settings.env ?? {}).map(([name, text]) => [name, filled(text)]);
  return {
    ...Object.fromEntries(
      required.map((name) => [name, parts[databasePartFor(name) ?? ''] ?? madeUp(name)]),
    ),
    ...(database === undefined ? {} : { DATABASE_URL: database }),
    ...Object.fromEntries(configured),
    ...(database === null || database === '' ? { DATABASE_URL: database } : {}),
    ...others,
  };
}

/** Gives variables in a file, so that `ps` shows none and none changes the client itself. */
export function environmentOptions(
  environment: Readonly<Record<string, string | null>>,
  file: string,
): { readonly options: readonly string[]; readonly text: string } {
  const set = Object.entries(environment).flatMap(([name, value]) =>
    value === null ? [] : `${name}=${value}`,
  );
  const wraps = (line: string) => line.includes('\n');
  return {
    options: ['--env-file', file, ...set.filter(wraps).flatMap((line) => ['--env', line])],
    text: set.flatMap((line) => (wraps(line) ? [] : `${line}\n`)).join(''),
  };
}

/** `${database.host}` in a value. */
export const databasePart = /\$\{database\.(\w+)\}/g;

/** How the names of variables end that carry a part each. */
const partEnds = {
  url: /^(?:UR[IL]|DSN)$/,
  host: /^(?:HOST(?:NAME)?|SERVER|ADDRESS)$/,
  port: /^PORT$/,
  user: /^USER(?:NAME)?$/,
  password: /^PASS(?:WORD)?$/,
  name: /^(?:NAME|DB|DATABASE)$/,
};

export const databasePartNames = Object.keys(partEnds);

/** The part that a variable of this name is for: `DB_HOST`, `PGUSER`, `SQLALCHEMY_DATABASE_URI`. */
export function databasePartFor(name: string): string | undefined {
  const [, end = ''] =
    /^(?:\w+_)?(?:DB|DATABASE|POSTGRES(?:QL)?|PG|MYSQL|MARIADB)_?([A-Z]+)$/.exec(name) ?? [];
  return Object.entries(partEnds).find(([, words]) => words.test(end))?.[0];
}

function databaseParts(url: string | undefined): Readonly<Record<string, string>> | undefined {
  const parsed = parseDatabaseUrl(url ?? '');
  if (url === undefined || parsed === undefined) return undefined;
  const { host, port, user, password, database: name } = parsed;
  return { url, host, port: String(port), user, password, name };
}

/** A value that is the same in every container, because one may read what another has signed; long enough for a key. */
function madeUp(name: string): string {
  if (/PORT$/.test(name)) return '8000';
  const random = createHash('sha256').update(`spec-check ${process.pid} ${name}`).digest('hex');
  return /UR[IL]$/.test(name) ? 'http://localhost:9' : random;
}
