import path from 'node:path';
import type { ImageConfig, ImageFiles } from '../../model/resources.ts';
import { isShellFile } from '../../resources/image-files.ts';

/** A program in an image, and the processor that it is compiled for, as Docker calls it. */
export interface Program {
  readonly path: string;
  readonly architecture: string;
}

/** What an image holds that can be executed, and the links by which it is found; absolute paths. */
export interface Executables {
  readonly programs: readonly Program[];
  /** Scripts that can be executed, with what stands behind their `#!`. */
  readonly scripts: ReadonlyMap<string, string>;
  /** What shell scripts say, executable or not: what they start is a program of the image as well. */
  readonly shellScripts: ReadonlyMap<string, string>;
  /** Symbolic and hard links, with their targets. */
  readonly links: ReadonlyMap<string, string>;
}

/**
 * Byte order and `e_machine` of an ELF file → Docker's name: System V ABI, "ELF Header";
 * go.dev/doc/install/source, GOARCH.
 */
const machines: ReadonlyMap<string, string> = new Map([
  ['little 3', '386'],
  ['little 21', 'ppc64le'],
  ['big 22', 's390x'],
  ['little 40', 'arm'],
  ['little 62', 'amd64'],
  ['little 183', 'arm64'],
  ['little 243', 'riscv64'],
  ['little 258', 'loong64'],
]);

/** Whether the programs for an architecture can be told by their heads. */
export function isKnown(architecture: string): boolean {
  return [...machines.values()].includes(architecture);
}

/** What a program is compiled for, by its first bytes; undefined when it is none that is compiled. */
export function architectureOf(head: Buffer): string | undefined {
  if (head.length < 20 || !head.subarray(0, 4).equals(Buffer.from('\x7fELF'))) return undefined;
  const big = head[5] === 2;
  const machine = `${big ? 'big' : 'little'} ${big ? head.readUInt16BE(18) : head.readUInt16LE(18)}`;
  return machines.get(machine) ?? `another processor (ELF ${machine}-endian)`;
}

/**
 * The programs that an image can be expected to run: those that ENTRYPOINT or CMD name in any of their
 * words, and the shell scripts that these name by their paths, then those in the folders of PATH and what interprets the scripts
 * there. How the words are read is the business of shells, of env and of init programs: a program that is only
 * mentioned is one too many, which does no harm.
 */
export function expectedPrograms(
  { programs, scripts, shellScripts, links }: Executables,
  { entrypoint, cmd, env }: Pick<ImageConfig, 'entrypoint' | 'cmd' | 'env'>,
): readonly Program[] {
  const own = env.find((setting) => setting.startsWith('PATH='))?.slice('PATH='.length);
  const folders = new Set(
    (own ?? enginePath).split(':').map((folder) => resolved(path.posix.join('/', folder), links)),
  );
  const named = namesIn([...entrypoint, ...cmd]);
  const isExpected = (names: ReadonlySet<string>) => {
    const direct = (file: string) =>
      folders.has(path.posix.dirname(file)) || names.has(path.posix.basename(file));
    const targets = new Set([...links.keys()].filter(direct).map((link) => resolved(link, links)));
    return (file: string) => direct(file) || targets.has(file);
  };
  const isRun = isExpected(named);
  const interpreters = namesIn([...scripts].flatMap(([file, by]) => (isRun(file) ? [by] : [])));
  const isRunOrInterprets = isExpected(new Set([...named, ...interpreters]));
  const started = startedBy(named, shellScripts);
  const isStarted = (file: string) => [...started].some((end) => file.endsWith(end));
  const expected = programs.filter(({ path: file }) => isRunOrInterprets(file) || isStarted(file));
  const isNamed = ({ path: file }: Program) =>
    named.has(path.posix.basename(file)) || isStarted(file);
  return [...expected.filter(isNamed), ...expected.filter((program) => !isNamed(program))];
}

/** Ends of the paths (`/bin/server`) that the named shell scripts mention, and those that they name in turn. */
function startedBy(
  named: ReadonlySet<string>,
  shellScripts: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const ends = new Set<string>();
  const left = new Map(shellScripts);
  for (let found = true; found; ) {
    found = false;
    for (const [file, text] of left) {
      const isNamed =
        named.has(path.posix.basename(file)) || [...ends].some((end) => file.endsWith(end));
      if (!isNamed) continue;
      left.delete(file);
      found = true;
      for (const [, path, relative] of text.matchAll(paths)) ends.add(path ?? `/${relative}`);
    }
  }
  return ends;
}

/** `/srv/app`, `./bin/app`, `"$HOME/bin/app"`, `bin/app`, without what stands for the folder they are in. */
const paths =
  /(?<![\w.+-])(?:\$\{?\w+\}?|\.{0,2})((?:\/[\w.+-]+)+)|(?<![\w./+-])([\w-][\w.+-]*(?:\/[\w.+-]+)+)/g;

/** Names of files, wherever they are said to be. */
function namesIn(words: readonly string[]): ReadonlySet<string> {
  const parts = words.flatMap((word) => word.split(/[\s;&|<>(){}'"`$=]+/));
  return new Set(parts.map((part) => path.posix.basename(part)));
}

/** Docker's own, where the image sets none. */
const enginePath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A path without links in it; as it is where they lead in a circle. */
function resolved(file: string, links: ReadonlyMap<string, string>): string {
  let at = path.posix.resolve('/', file);
  for (let left = 40; left > 0; left -= 1) {
    const parts = at.split('/');
    const length = parts.findIndex((_part, index) =>
      links.has(parts.slice(0, index + 1).join('/')),
    );
    if (length === -1) return at;
    const link = parts.slice(0, length + 1).join('/');
    const target = path.posix.resolve(path.posix.dirname(link), links.get(link) ?? '');
    at = path.posix.join(target, ...parts.slice(length + 1));
  }
  return file;
}

/** Everything in an image that can be executed, and what leads to it. */
export function executablesOf({ entries, heads }: ImageFiles): Executables {
  const programs: Program[] = [];
  const scripts = new Map<string, string>();
  const shellScripts = new Map<string, string>();
  for (const [file, head] of heads) {
    const [, interpreter] = /^#!(.+)/.exec(head.toString('latin1', 0, 256)) ?? [];
    if (isShellFile(file) || /\b(?:ba|da|a|z|k)?sh\b/.test(interpreter ?? ''))
      shellScripts.set(file, head.toString('utf8'));
    if (((entries.get(file)?.mode ?? 0) & 0o111) === 0) continue;
    const architecture = architectureOf(head);
    if (architecture !== undefined) programs.push({ path: file, architecture });
    if (interpreter !== undefined) scripts.set(file, interpreter);
  }
  const links = [...entries].flatMap(([file, { target }]) =>
    target ? [[file, target] as const] : [],
  );
  return { programs, scripts, shellScripts, links: new Map(links) };
}
