import { commandName } from '../model/command-name.ts';
import { SpecError } from '../model/spec.ts';

/** `npm run` prints lines of its own, which are no JSON. */
export const makeReport = `${commandName.replace('npm run', 'npm run -s')} --format json > report.json`;

/** Why a command line, or a file that it names, is refused: by code what happened, and what to do. */
const words = {
  'spec-unreadable': [
    'Expected a spec at {file}, and {reason}.',
    'Name the file: {command} path/to/spec.md. Or write a first one: {command} init',
  ],
  'unknown-command': [
    'Expected a command or a spec, got "{word}".',
    'Did you mean the command: {command} {near}',
  ],
  'unknown-check': [
    'Expected the id of a check, got "{word}".',
    'Did you mean "{near}"? All: {all}',
  ],
  'bad-registry': [
    '"{name}" is no name of a registry.',
    'Without a scheme and in lower case: --registry {corrected}',
  ],
  'bad-baseline': ['{file} is no report of --format json.', `Make one: ${makeReport}`],
  'config-unreadable': [
    'Expected a configuration file at {file}, and {reason}.',
    'Correct --config, or leave it out: spec-check.yaml in this folder is read if there is one.',
  ],
  'no-mysql': [
    'A MySQL of its own cannot be started yet.',
    'Run one as a service, and say database: none and env: DATABASE_URL.',
  ],
  'no-dockerfile': [
    'Expected a Dockerfile at {file}, and there is none.',
    'Add one, name it (dockerfile: docker/Dockerfile in the front matter, or --dockerfile), or check an image that exists: --image NAME.',
  ],
  'dockerfile-unreadable': [
    'Expected a Dockerfile at {file}, and {reason}.',
    'Go to its folder; for init name it with --dockerfile FILE, or an image that exists with --image NAME.',
  ],
  'no-from': [
    '{file} has no FROM: it shows no image.',
    'Begin it with the image to build on: FROM node:24-bookworm-slim',
  ],
  'no-context': [
    'There is no folder {folder} to build.',
    'Correct context: in the front matter, or --context.',
  ],
  'outside-project': [
    '{what} leads out of the project.',
    'A spec reaches only what is inside the project.',
  ],
  'needs-allow-exec': [
    "The spec asks for {what}, and may be somebody else's.",
    'Read it, then run again with --allow-exec.',
  ],
  'variable-not-passed': [
    '{at} reads the variable {name}, and a spec reads only variables that are set in this environment and passed on.',
    'Try: {name}=… {command} --pass-env {name}',
  ],
  'unknown-setting': [
    '{at}: the database has no part "{part}".',
    'Did you mean "{near}"? All: {all}',
  ],
  'malformed-setting': [
    'volumes: "{written}" names no folder of the container.',
    'Write /data, data:/data, or ./folder:/data.',
  ],
  // The text itself is no part of the message: it holds a password.
  'bad-database-url': [
    '{advice}',
    'Correct DATABASE_URL or --database-url, or leave it out for an embedded PostgreSQL.',
  ],
  'no-output': [
    'Several formats do not fit on one stdout.',
    'Name a folder for them: --format {formats} --output reports',
  ],
  'bad-output': ['The folder {folder} cannot be made: {reason}.', 'Name another: --output reports'],
  'write-partial': [
    '--write tells of every promise of the spec.',
    'Leave out --only and --skip, or --write.',
  ],
  'spec-changed': [
    '{file} has changed while it was checked.',
    'Nothing was written. Run again with --write.',
  ],
  'spec-unwritable': [
    '{file} cannot be written: {reason}.',
    'Nothing of it has changed. Name a file that may be written.',
  ],
  'spec-exists': [
    '{file} is there already, and is not overwritten.',
    'Look at the new one with --dry-run. Or name another file: {command} init specs/other.md',
  ],
  'no-such-image': [
    '{said}',
    'docker images lists what is there; docker pull {reference} gets one.',
  ],
  'prove-not-packed': [
    'The faulty images are no part of the package.',
    'Run prove in a clone of the repository.',
  ],
} as const;

/** Codes, messages and hints, with names in braces where something is filled in. */
export const refusals: readonly (readonly [string, readonly [string, string]])[] =
  Object.entries(words);

/** The names in braces; the program's own is known. */
type Named<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Exclude<Name, 'command'> | Named<Rest>
  : never;
type Code = keyof typeof words;
type Values<C extends Code> = Readonly<Record<Named<(typeof words)[C][number]>, string>>;

export function refusal<C extends Code>(code: C, values: Values<C>): SpecError {
  const known: Readonly<Record<string, string>> = { command: commandName, ...values };
  const [message, hint] = words[code].map((text) =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => known[name] ?? ''),
  );
  return new SpecError(code, message ?? '', { hint: hint ?? '' });
}

/** Why a file cannot be read or written. */
export function reasonOf(error: unknown): string {
  const { code = 'unknown' } = error as NodeJS.ErrnoException;
  return reasons[code] ?? `it cannot be used (${code})`;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EEXIST: 'there is a file of that name',
  EACCES: 'it may not be used by this account',
  ENOTDIR: 'a part of the path is no folder',
};
