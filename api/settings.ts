import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { readDatabaseUrl } from './db/url.ts';

/** What the process is told by its environment, validated. */
export type Settings = z.infer<typeof schema>;

export type Seams = Partial<Settings['seams']>;

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  /** One line for each wrong variable: its name, what is wrong, an example. Never its value, which may be a secret. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Reads the environment; on failure tells all problems at once, not one by one. */
export function readSettings(environment: NodeJS.ProcessEnv): SettingsResult {
  const { env, problem } = withSecretFile(environment);
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => line(String(path[0]), message));
    return { ok: false, problems: problem === undefined ? wrong : [problem, ...wrong.slice(1)] };
  }
  return { ok: true, settings: parsed.data };
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

function line(variable: string, problem: string): string {
  return `${variable} ${problem}. Example: ${variable}=${examples[variable]}`;
}

// DATABASE_URL comes first: `readSettings` replaces its problem when the file that holds it is at fault.
const variables = z.object({
  DATABASE_URL: z.string('is required and not set').transform((text, context) => {
    const read = readDatabaseUrl(text);
    if (read.ok) return read.url;
    context.addIssue(read.problem);
    return z.NEVER;
  }),
  PORT: whole('a port number from 1 to 65535', 1, 65_535).default(8000),
  LOG_LEVEL: z
    .string()
    .toLowerCase()
    .pipe(z.enum(logLevels, `must be one of ${logLevels.join(', ')}`))
    .default('info'),
  // Below the 10 s after which Docker kills a container that it was asked to stop.
  SHUTDOWN_TIMEOUT: whole('whole seconds from 1 to 600', 1, 600).default(8),
  POOL_SIZE: whole('a number of connections from 1 to 100', 1, 100).default(10),
  MIGRATE: z.enum(['true', 'false'], 'must be true or false').default('true'),
  BEARER_TOKEN: z
    .string()
    .regex(/^[\w.~+/=-]{16,}$/, 'must be 16 or more letters, digits and . _ ~ + / = -')
    .optional(),
  CORS_ORIGIN: z
    .string()
    .transform((text) => text.split(',').map((origin) => origin.trim()))
    .pipe(
      z.array(
        z
          .string()
          .refine(
            (origin) => origin === '*' || URL.parse(origin)?.origin === origin,
            'must be * or origins, separated by commas',
          ),
      ),
    )
    .optional(),
  METRICS_PORT: whole('a port number from 1 to 65535', 1, 65_535).optional(),
});

const schema = variables.transform((variables) => ({
  database: variables.DATABASE_URL,
  port: variables.PORT,
  logLevel: variables.LOG_LEVEL,
  /** Milliseconds that requests in flight may take after SIGTERM. */
  shutdownTimeout: variables.SHUTDOWN_TIMEOUT * 1000,
  poolSize: variables.POOL_SIZE,
  /** Whether to bring the schema up to date at the start, or to wait until the command `migrate` has. */
  migrate: variables.MIGRATE === 'true',
  /** What is off unless somebody asks for it. */
  seams: {
    bearerToken: variables.BEARER_TOKEN,
    /** Origins whose pages may use the API; `*`: all. */
    corsOrigins: variables.CORS_ORIGIN,
    /** Where `/metrics` is, instead of beside the rest. */
    metricsPort: variables.METRICS_PORT,
  },
}));

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
