import { malformedAdvice } from '../diagnosis/database-advice.ts';
import { commandName } from '../model/command-name.ts';
import { SpecError } from '../model/spec.ts';

/** Why a command line, or a file that it names, is refused: the words, apart from who finds out. */

/** `command` is what the word that stands for a file may be a slip of. */
export function unreadableSpec(file: string, code: string, command?: string): SpecError {
  return new SpecError(
    'spec-unreadable',
    `Expected a spec at ${file}, and ${reasons[code] ?? `it cannot be read (${code})`}.`,
    {
      hint:
        command === undefined
          ? `Name the file: ${commandName} path/to/spec.md. Or write a first one: ${commandName} init`
          : `Did you mean the command: ${commandName} ${command}`,
    },
  );
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
  ENOTDIR: 'a part of the path is no folder',
};

export function unreadableDockerfile(file: string, code: string): SpecError {
  return new SpecError('dockerfile-unreadable', `${file} cannot be read (${code}).`, {
    hint: `Make it readable, or run ${commandName} review in the folder of the Dockerfile.`,
  });
}

export function unreadableConfig(file: string, code = 'unknown'): SpecError {
  return new SpecError(
    'config-unreadable',
    `Expected a configuration file at ${file}, and ${reasons[code] ?? `it cannot be read (${code})`}.`,
    {
      hint: 'Correct --config, or leave it out: spec-check.yaml in this folder is read if there is one.',
    },
  );
}

/** `--registry` with a scheme or capitals, which no registry takes. */
export function badRegistry(name: string): SpecError {
  const corrected = name.replace(/^[a-z]+:\/\//i, '').toLowerCase();
  return new SpecError('bad-registry', `"${name}" is no name of a registry.`, {
    hint: `Without a scheme and in lower case: --registry ${corrected}`,
  });
}

export function noBaseline(file: string, code: string): SpecError {
  return new SpecError('baseline-unreadable', `The baseline ${file} cannot be read (${code}).`, {
    hint: makeBaseline,
  });
}

export function notABaseline(file: string): SpecError {
  return new SpecError('bad-baseline', `${file} is no report of --format json.`, {
    hint: makeBaseline,
  });
}

const makeBaseline = `Make one: ${commandName.replace('npm run', 'npm run -s')} --format json > report.json`;

export function badTimeout(text: string): SpecError {
  return new SpecError(
    'bad-timeout',
    `Expected --timeout in seconds, from 1 to 3600, got "${text}".`,
    { hint: 'Try --timeout 60' },
  );
}

/** The text itself is never part of the message: it holds a password. */
export function badDatabaseUrl(text: string): SpecError {
  return new SpecError('bad-database-url', malformedAdvice(text), {
    hint: 'Correct DATABASE_URL or --database-url, or leave it out for an embedded PostgreSQL.',
  });
}

export function mysqlLater(): SpecError {
  return new SpecError('no-mysql', 'A MySQL of its own cannot be started yet.', {
    hint: 'Run one as a service, and say database: none and env: DATABASE_URL.',
  });
}

export function noOutput(formats: readonly string[]): SpecError {
  return new SpecError('no-output', `${formats.length} formats do not fit on one stdout.`, {
    hint: `Name a folder for them: --format ${formats.join(',')} --output reports`,
  });
}

export function badOutput(folder: string, code: string | undefined): SpecError {
  return new SpecError('bad-output', `The folder ${folder} cannot be made (${code}).`, {
    hint: 'Name another one: --output reports',
  });
}

export function specChanged(file: string): SpecError {
  return new SpecError('spec-changed', `${file} has changed while it was checked.`, {
    hint: 'Nothing was written. Run again with --write.',
  });
}

export function partialWrite(): SpecError {
  return new SpecError('write-partial', '--write tells of every promise of the spec.', {
    hint: 'Leave out --only and --skip, or --write.',
  });
}

export function specNotWritten(file: string, code: string | undefined): SpecError {
  return new SpecError('spec-not-written', `${file} cannot be written (${code}).`, {
    hint: 'The results above stand; nothing of the file has changed.',
  });
}

export function noDockerfile(file: string, code: string | undefined): SpecError {
  return new SpecError(
    'dockerfile-unreadable',
    `Expected a Dockerfile at ${file}, and it cannot be read (${code}).`,
    { hint: 'Name it with --dockerfile FILE, or an image that exists with --image NAME.' },
  );
}

export function noFrom(file: string): SpecError {
  return new SpecError('no-from', `${file} has no FROM: it shows no image.`, {
    hint: 'Begin it with the image to build on: FROM node:24-bookworm-slim',
  });
}

/** `said` is the engine's. */
export function noSuchImage(reference: string, said: string): SpecError {
  return new SpecError('no-such-image', said, {
    hint: `docker images lists what is there; docker pull ${reference} gets one.`,
  });
}

/** `preview` is what to type to see the new one. */
export function specExists(file: string, preview: string): SpecError {
  return new SpecError('spec-exists', `${file} is there already, and is not overwritten.`, {
    hint: `Look at the new one: ${preview}. Or name another file: ${commandName} init specs/other.md`,
  });
}

export function unwritableSpec(file: string, code: string | undefined): SpecError {
  return new SpecError('spec-unwritable', `${file} cannot be written (${code}).`, {
    hint: `Name a file in a folder that may be written to: ${commandName} init specs/other.md`,
  });
}

export function noContext(folder: string): SpecError {
  return new SpecError('no-context', `There is no folder ${folder} to build.`, {
    hint: 'Correct context: in the front matter, or --context.',
  });
}

/** `what` names the path: `volumes: ../keys`. */
export function outsideProject(what: string): SpecError {
  return new SpecError('outside-project', `${what} leads out of the project.`, {
    hint: 'A spec reaches only what is inside the project.',
  });
}

export function needsLeave(what: string): SpecError {
  return new SpecError(
    'needs-allow-exec',
    `The spec asks for ${what}, and may be somebody else's.`,
    { hint: 'Read it, then run again with --allow-exec.' },
  );
}

/** A variable of this environment that a spec reads; `at` is the setting: `env.JWT_SECRET`. */
export function notPassed(
  name: string,
  at: string,
  { passed, set }: { readonly passed: boolean; readonly set: boolean },
): SpecError {
  return new SpecError(
    'variable-not-passed',
    passed
      ? `${at} reads $${name}, which is not set in this environment.`
      : `${at} reads $${name}, and a spec reads only the variables that are passed on.`,
    { hint: `Try: ${set ? '' : `${name}=… `}${commandName} --pass-env ${name}` },
  );
}

/** Nothing to build, and no image named instead. */
export function noBuild(file: string): SpecError {
  return new SpecError('no-dockerfile', `Expected a Dockerfile at ${file}, and there is none.`, {
    hint: 'Add one, name it (dockerfile: docker/Dockerfile in the front matter, or --dockerfile), or check an image that exists: --image NAME.',
  });
}

export function notPacked(): SpecError {
  return new SpecError('prove-not-packed', 'The faulty images are no part of the package.', {
    hint: 'Run prove in a clone of the repository.',
  });
}
