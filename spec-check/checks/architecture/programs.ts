import path from 'node:path';
import { isShellFile } from '../../image-files/archive.ts';
import { resolvePath } from '../../image-files/paths.ts';
import type { Image, ImageFiles } from '../../model/resources.ts';

/** ELF `e_machine` with its byte order → Docker's name (System V ABI; GOARCH). */
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
export const isKnown = (architecture: string) => [...machines.values()].includes(architecture);

/** What a program is compiled for, by its first bytes; undefined when it is none that is compiled. */
export function architectureOf(head: Buffer): string | undefined {
  if (head.length < 20 || !head.subarray(0, 4).equals(Buffer.from('\x7fELF'))) return undefined;
  const big = head[5] === 2;
  const machine = `${big ? 'big' : 'little'} ${big ? head.readUInt16BE(18) : head.readUInt16LE(18)}`;
  return machines.get(machine) ?? `another processor (ELF ${machine}-endian)`;
}

/** What ENTRYPOINT and CMD name in any of their words, the shell scripts among these and their interpreters; then what stands in the folders of PATH, and addons; with the processor that each is compiled for, as Docker calls it. */
export function expectedPrograms(
  files: ImageFiles,
  { Entrypoint, Cmd, Env }: Pick<Image['config'], 'Entrypoint' | 'Cmd' | 'Env'>,
) {
  const own = Env.find((setting) => setting.startsWith('PATH='))?.slice('PATH='.length);
  const folders = new Set((own ?? enginePath).split(':').map((one) => resolvePath(files, one)));
  const names = new Set(namesIn([...Entrypoint, ...Cmd]));
  // How paths end that scripts name: `/bin/server`.
  const ends = new Set<string>();
  const [named, inPath] = [new Set<string>(), new Set<string>()];
  for (let known = -1; known !== names.size + ends.size; ) {
    known = names.size + ends.size;
    for (const file of files.entries.keys()) {
      const isNamed =
        names.has(path.posix.basename(file)) || [...ends].some((end) => file.endsWith(end));
      if (!isNamed && !folders.has(path.posix.dirname(file)) && !addon.test(file)) continue;
      // Where symbolic and hard links lead.
      const resolved = resolvePath(files, file) ?? file;
      const target = files.entries.get(resolved)?.target ?? resolved;
      (isNamed ? named : inPath).add(target);
      const text = files.heads.get(target)?.toString('utf8') ?? '';
      const [, interpreter = ''] = /^#!(.+)/.exec(text) ?? [];
      for (const name of namesIn([interpreter])) names.add(name);
      const isShell = isShellFile(target) || /\b(?:ba|da|a|z|k)?sh\b/.test(interpreter);
      if (!isNamed || !isShell) continue;
      for (const [, absolute, relative] of text.matchAll(paths))
        ends.add(absolute ?? `/${relative}`);
    }
  }
  return [...new Set([...named, ...inPath])].flatMap((file) => {
    const architecture = architectureOf(files.heads.get(file) ?? Buffer.alloc(0));
    const isExecutable = ((files.entries.get(file)?.mode ?? 0) & 0o111) !== 0;
    return isExecutable && architecture !== undefined ? [{ path: file, architecture }] : [];
  });
}

/** What node-gyp compiled for the machine that it ran on: a program loads it. */
const addon = /\/node_modules\/.*\/build\/Release\/[^/]+\.node$/;

/** `/srv/app`, `./bin/app`, `"$HOME/bin/app"`, `bin/app`, without what stands for the folder they are in. */
const paths =
  /(?<![\w.+-])(?:\$\{?\w+\}?|\.{0,2})((?:\/[\w.+-]+)+)|(?<![\w./+-])([\w-][\w.+-]*(?:\/[\w.+-]+)+)/g;

const namesIn = (words: readonly string[]): readonly string[] =>
  words
    .flatMap((word) => word.split(/[\s;&|<>(){}'"`$=]+/))
    .flatMap((part) => path.posix.basename(part) || []);

/** Docker's own, where the image sets none. */
const enginePath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
