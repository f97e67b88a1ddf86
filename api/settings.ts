import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { readDatabaseUrl } from './db/url.ts';

export type Settings = z.infer<typeof schema>;

/** What is off unless somebody asks for it. */
export type Seams = Partial<Pick<Settings, 'BEARER_TOKEN' | 'CORS_ORIGIN' | 'METRICS_PORT'>>;

/** Reads the environment; else all problems at once, a line each with the variable, what is wrong and an example. Never its value, which may be a secret. */
export function readSettings(environment: NodeJS.ProcessEnv) {
  const { env, problem } = withSecretFile(environment);
  const { success, data, error } = schema.safeParse(env);
  if (success) return { ok: true as const, settings: data };
  const wrong = error.issues.map(({ path, message }) => line(String(path[0]), message));
  return { ok: false as const, problems: problem ? [problem, ...wrong.slice(1)] : wrong };
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const examples: Readonly<Record<string, string>> = {
  DATABASE_URL: 'postgres://user:password@host:5432/tasks',
  DATABASE_URL_FILE: '/run/secrets/database_url',
  PORT: '8000',
  LOG_LEVEL: 'info',
  SHUTDOWN_TIMEOUT: '8',
  POOL_SIZE: '10',
  MIGRATE: 'false',
  BEARER_TOKEN: '$(openssl rand -hex 32)',
  CORS_ORIGIN: 'https://app.example.com',
  METRICS_PORT: '9090',
};

const line = (variable: string, problem: string): string =>
  `${variable} ${problem}. Example: ${variable}=${examples[variable]}`;

// DATABASE_URL comes first: `readSettings` replaces its problem when the file that holds it is at fault.
const schema = z.object({
  DATABASE_URL: z.string('is required and not set').transform((text, context) => {
    try {
      return readDatabaseUrl(text);
    } catch (error) {
      context.addIssue(error instanceof Error ? error.message : '');
      return z.NEVER;
    }
  }),
  PORT: whole('a port number from 1 to 65535', 1, 65_535).default(8000),
  LOG_LEVEL: z
    .string()
    .toLowerCase()
    .pipe(z.enum(logLevels, `must be one of ${logLevels.join(', ')}`))
    .default('info'),
  // Seconds that requests in flight may take: below the 10 s after which Docker kills what it asked to stop.
  SHUTDOWN_TIMEOUT: whole('whole seconds from 1 to 600', 1, 600).default(8),
  POOL_SIZE: whole('a number of connections from 1 to 100', 1, 100).default(10),
  // Whether to bring the schema up to date at the start, or to wait until the command `migrate` has.
  MIGRATE: z.enum(['true', 'false'], 'must be true or false').default('true'),
  BEARER_TOKEN: z
    .string()
    .regex(/^[\w.~+/=-]{16,}$/, 'must be 16 or more letters, digits and . _ ~ + / = -')
    .optional(),
  // Origins whose pages may use the API; `*`: all.
  CORS_ORIGIN: z
    .string()
    .transform((text) => text.split(',').map((origin) => origin.trim()))
    .refine((all) => all.every(isOrigin), 'must be * or origins, separated by commas')
    .optional(),
  // Where `/metrics` is, instead of beside the rest.
  METRICS_PORT: whole('a port number from 1 to 65535', 1, 65_535).optional(),
});

const isOrigin = (text: string) => text === '*' || URL.parse(text)?.origin === text;

function whole(what: string, min: number, max: number) {
  const problem = `must be ${what}`;
  return z
    .string()
    .regex(/^\d{1,6}$/, { error: problem, abort: true })
    .transform(Number)
    .refine((value) => value >= min && value <= max, problem);
}

/** An empty variable counts as unset; DATABASE_URL_FILE names a mounted secret that holds the URL. */
function withSecretFile(environment: NodeJS.ProcessEnv) {
  const given = Object.entries(environment).map(([name, value = '']) => [name, value.trim()]);
  const env: NodeJS.ProcessEnv = Object.fromEntries(given.filter(([, value]) => value !== ''));
  const { DATABASE_URL, DATABASE_URL_FILE } = env;
  if (DATABASE_URL !== undefined || DATABASE_URL_FILE === undefined) return { env };
  try {
    const text = readFileSync(DATABASE_URL_FILE, 'utf8').trim();
    if (text !== '') return { env: { ...env, DATABASE_URL: text } };
    return { env, problem: line('DATABASE_URL_FILE', 'names an empty file') };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const problem = `names a file that cannot be read (${code})`;
    return { env, problem: line('DATABASE_URL_FILE', problem) };
  }
}
