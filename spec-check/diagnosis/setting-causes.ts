import type { KnownCause } from '../model/cause.ts';

// Parts of the sentence in which a program misses a variable.
const noun = '(?:(?:environment |env )?(?:variable|var|setting)s? ?)?';
const verb = '(?:is|was|has|to be|needs to be|must be|must|should|should be)';
const state =
  'missing|required|mandatory|(?:not be )?blank|not (?:set|found|defined|provided|present|be empty|specified|configured)|unset|undefined|empty|unbound variable|parameter (?:not set|null)|(?:be )?(?:set|provided|defined|given)(?: before| in | to |: NotPresent|[.!]?(?:$|\\n|[",]))|NotPresent|(?<=\\b(?:must|needs to|has to) be )(?:set|provided|defined|given)\\b';
const complaint =
  'missing|required|not (?:set|found|defined)|undefined|KeyError|key not found|no value for|could not resolve placeholder|set the|please (?:set|provide)|must set|you must (?:set|provide|define)';
const filler =
  'required|the|an?|following|environment|env|config|configuration|settings?|key|value|variables?|vars?|for|not found|in';

/** A variable that is missing or cannot be read, in the words of programs and of settings libraries. */
export const settingCauses: readonly KnownCause[] = [
  [
    'DATABASE_URL is missing, as the program sees it.',
    'The container is given DATABASE_URL: look for what loses it on the way to the program (an entrypoint, a .env file, another name of the variable).',
    ...missing('DATABASE_URL'),
    /DATABASE_URL[^\n]*\n?[^\n]*Field required/i,
    /"path": ?\[\s*"DATABASE_URL"\s*\],\s*"message": "(?:Required|Invalid input: expected string, received undefined)"/,
    // As libpq reads an empty connection string: the local socket.
    /\.s\.PGSQL\.\d+["' ][^\n]*(?:No such file or directory)|dial unix [^\n]*\.s\.PGSQL/i,
  ],
  [
    'DATABASE_URL is malformed, as the program reads it.',
    'Take postgresql://user:password@host:5432/name, as Neon and PostgreSQL give it out, with special characters of the password percent-encoded, and nothing that the program adds or cuts off.',
    /DATABASE_URL[^\n]{0,60}(?:\bnot a\b|invalid|malformed|must be a|must (?:start|begin)|unsupported|expected|cannot be parsed|could not parse)/i,
    /(?:invalid|malformed|cannot parse|could not parse|unable to parse)[^\n]{0,60}DATABASE_URL/i,
    /"path": ?\[\s*"DATABASE_URL"\s*\]|ERR_INVALID_URL|TypeError: Invalid URL/,
    /Could not parse SQLAlchemy URL|Can't load plugin: sqlalchemy\.dialects/i,
    /invalid DSN|missing "=" after|invalid connection option|invalid integer value "[^"]*" for connection option/i,
    /cannot parse `?postgres|failed to parse as (?:URL|keyword\/value)|parse "?postgres[^\n]*invalid|invalid port "[^"]*" after host/i,
    /No suitable driver found for|claims to not accept jdbcUrl|URL must start with (?:'jdbc'|the protocol `?postgres)/i,
    /invalid (?:database|connection) (?:url|string)/i,
    /invalid literal for int\(\) with base 10[\s\S]{0,400}(?:asyncpg|sqlalchemy)|(?:asyncpg|sqlalchemy)[\s\S]{0,2000}invalid literal for int\(\) with base 10/,
  ],
  [
    '{variable} is missing: the program does not start without it.',
    `Say it in the front matter (env: and below it {variable}: a value, $NAME, or a part of the database such as \${database.host}), or give it a default in the program.`,
    ...missing(
      '(?<variable>(?!ERR_|DATABASE_URL\\b)[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|PORT|PG[A-Z]{4,8})',
    ),
    /validation errors? for \w*(?:Settings|Config\w*|Env\w*)\n(?<variable>\w+)\n\s+Field required/,
    /"path": ?\[\s*"(?<variable>[A-Z][A-Z0-9_]+)"\s*\],\s*"message": "(?:Required|Invalid input: expected string, received undefined)"/,
  ],
];

/** How programs say that a variable is missing: its name before and after the words. */
function missing(name: string): RegExp[] {
  const variable = `["'\`$]?\\{?(?<![A-Za-z0-9_])${name}(?![A-Za-z0-9_])["'\`}]*`;
  return [
    new RegExp(`${variable} ?${noun}[:=(,-]? ?(?:${verb} )*(?:a )?(?:${state})`),
    new RegExp(`(?:${complaint})[:( ]{1,3}(?:(?:${filler})[: (\\n]+)*\\s*${variable}`, 'i'),
  ];
}
