import { bringsBelow, fits, ignores, leadsTo } from '../dockerfile/dockerignore.ts';
import { copied, copiedFrom, readStages, type Step } from '../dockerfile/read.ts';

/** What a run depends on in the folder of the Dockerfile. Paths are relative to it, with slashes. */
export interface Watched {
  /** The spec; it may lie elsewhere: `../specs/api.md`. */
  readonly spec: string;
  /** What the Dockerfile copies from the folder, as patterns; `.` is all of it. Empty when nothing is built. */
  readonly copied: readonly string[];
  readonly dockerignore: string;
  /** Nothing is built with --image. */
  readonly builds: boolean;
  /** Where reports go: what a run writes is no reason for another. */
  readonly output: string | undefined;
}

/** What a change of a path means for the next run. */
export function meaningOf(path: string, watched: Watched): 'spec' | 'build' | 'nothing' {
  if (path === watched.spec) return 'spec';
  if (!watched.builds) return 'nothing';
  if (describing.includes(path)) return 'build';
  if (isBelow(path, '.git') || (watched.output !== undefined && isBelow(path, watched.output)))
    return 'nothing';
  const isCopied = watched.copied.some((pattern) => isAll(pattern) || fits(pattern, path));
  return isCopied && !ignores(watched.dockerignore, path) ? 'build' : 'nothing';
}

/** Whether anything in a folder can mean something. */
export function mattersBelow(folder: string, watched: Watched): boolean {
  if (isBelow(watched.spec, folder)) return true;
  if (!watched.builds || folder === '.git') return false;
  const isCopied = watched.copied.some(
    (pattern) => isAll(pattern) || fits(pattern, folder) || leadsTo(folder, pattern),
  );
  return (
    isCopied &&
    (!ignores(watched.dockerignore, folder) || bringsBelow(watched.dockerignore, folder))
  );
}

/** Read by the build itself, copied or not. */
const describing = ['Dockerfile', '.dockerignore', 'Dockerfile.dockerignore'];

/** What all stages of a Dockerfile take from its folder; all of it where that cannot be told. */
export function copiedBy(dockerfile: string): string[] {
  return [
    ...new Set(
      readStages(dockerfile)
        .flatMap(({ steps }) => steps)
        .flatMap((step) => [...copiedSources(step), ...mounted(step)])
        // What a variable stands for is the builder's business.
        .map((source) => (source.includes('$') ? '.' : source)),
    ),
  ];
}

function copiedSources(step: Step): readonly string[] {
  if (!['COPY', 'ADD'].includes(step.keyword) || copiedFrom(step) !== undefined) return [];
  // A here-document has its text in the Dockerfile, on the lines below.
  return copied({ ...step, text: step.text.split('\n')[0] ?? '' }).sources.filter(
    (source) => !/^<<|^[a-z]+:\/\/|^git@/.test(source),
  );
}

/** `RUN --mount=type=bind,source=…`, from the folder unless it says otherwise. */
function mounted({ keyword, flags }: Step): readonly string[] {
  if (keyword !== 'RUN') return [];
  return flags
    .filter((flag) => /^--mount=/.test(flag) && !/(?:^|[=,])from=/.test(flag))
    .filter((flag) => !/type=/.test(flag) || /type=bind/.test(flag))
    .map((flag) => /[,=](?:source|src)=([^,]+)/.exec(flag)?.[1] ?? '.');
}

function isAll(pattern: string): boolean {
  return /^[./]*$/.test(pattern);
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
