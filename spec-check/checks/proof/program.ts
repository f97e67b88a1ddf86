import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Docker } from '../../../setup/docker.ts';
import { headOfFile } from '../../resources/container-file.ts';
import type { Image, ImageConfig } from '../../resources/handles.ts';
import { runLabels } from '../../resources/labels.ts';

/** A file that an image starts, and the processor that it is compiled for, as Docker calls it. */
export interface Program {
  readonly path: string;
  readonly architecture: string;
}

/** `e_machine` of an ELF file → Docker's name: System V ABI, "ELF Header"; go.dev/doc/install/source, GOARCH. */
const machines: ReadonlyMap<number, string> = new Map([
  [3, '386'],
  [21, 'ppc64le'],
  [22, 's390x'],
  [40, 'arm'],
  [62, 'amd64'],
  [183, 'arm64'],
  [243, 'riscv64'],
  [258, 'loong64'],
]);

/** What the first bytes of a program tell: what it is compiled for, or what runs it. */
export type Head = { readonly machine: number } | { readonly interpreter: string } | undefined;

/** Reads an ELF header or a `#!` line; undefined when it is neither. */
export function readHead(bytes: Buffer): Head {
  if (bytes.length >= 20 && bytes.subarray(0, 4).equals(Buffer.from('\x7fELF'))) {
    return { machine: bytes[5] === 2 ? bytes.readUInt16BE(18) : bytes.readUInt16LE(18) };
  }
  const [line = ''] = bytes.toString('latin1').split('\n', 1);
  if (!line.startsWith('#!')) return undefined;
  const [interpreter = '', ...args] = line.slice(2).trim().split(/\s+/);
  // `env` looks its argument up; what begins with a dash is its own.
  const named = args.find((word) => !word.startsWith('-') && !word.includes('='));
  return { interpreter: (path.posix.basename(interpreter) === 'env' && named) || interpreter };
}

/** Where a command may lie, in the order in which the engine looks: as given, or in the folders of PATH. */
export function placesOf(
  command: string,
  { env, workingDir }: Pick<ImageConfig, 'env' | 'workingDir'>,
): readonly string[] {
  if (command.includes('/')) return [path.posix.resolve('/', workingDir, command)];
  const own = env.find((setting) => setting.startsWith('PATH='))?.slice('PATH='.length);
  return (own ?? enginePath).split(':').map((folder) => path.posix.join('/', folder, command));
}

/** Docker's own, where the image sets none. */
const enginePath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
 * What an image starts: the first words of ENTRYPOINT and CMD, and of the line that a shell is given.
 * The first is sure to be a program; of the others some are arguments, or a shell's own words.
 */
export function commandsOf({
  entrypoint,
  cmd,
}: Pick<ImageConfig, 'entrypoint' | 'cmd'>): readonly string[] {
  const words = [...entrypoint, ...cmd];
  const line = words[words.indexOf('-c') + 1];
  const [inShell] =
    words.includes('-c') && line !== undefined
      ? line.split(/\s+/).filter((word) => word !== '' && word !== 'exec' && !/^\w+=/.test(word))
      : [];
  return [
    ...new Set(
      [entrypoint[0], cmd[0], inShell].filter((word) => word !== undefined && word !== ''),
    ),
  ] as readonly string[];
}

/**
 * The programs that an image starts, or what interprets them; looked up in a container that is made and
 * never started, so that it needs no machine that could run it. Throws when the first is not to be seen.
 */
export async function programsOf(
  docker: Docker,
  { id, config }: Pick<Image, 'id' | 'config'>,
  signal: AbortSignal,
): Promise<readonly Program[]> {
  const [first, ...others] = commandsOf(config);
  if (first === undefined) throw new Error('the image starts nothing: it has no CMD');
  const run = randomBytes(4).toString('hex');
  const container = `spec-check-${run}-program`;
  await using _removed = {
    async [Symbol.asyncDispose]() {
      await docker.run(['rm', '--force', '--volumes', container], { timeout: 30_000 });
    },
  };
  await docker.read(['create', '--name', container, ...runLabels(run), id], { signal });

  /** Follows scripts to what interprets them: a script of a script of a script is a mistake. */
  const find = async (command: string, depth = 0): Promise<Program | undefined> => {
    for (const place of placesOf(command, config)) {
      const found = await headOfFile(docker, container, place, { followLink: true, signal });
      // What may not be executed, the engine passes over.
      const executable = ((found?.header.mode ?? 0) & 0o111) !== 0;
      const head = found && executable ? readHead(found.bytes) : undefined;
      if (head === undefined) continue;
      if ('machine' in head) return { path: place, architecture: architectureOf(place, head) };
      return depth < 2 ? find(head.interpreter, depth + 1) : undefined;
    }
    return undefined;
  };
  const program = await find(first);
  if (program === undefined)
    throw new Error(`the image starts ${first}, and no program can be seen in it by that name`);
  const more = await Promise.all(others.map((command) => find(command)));
  const all = [program, ...more.filter((one) => one !== undefined)];
  return all.filter(({ path }, index) => all.findIndex((one) => one.path === path) === index);
}

function architectureOf(place: string, { machine }: { readonly machine: number }): string {
  const architecture = machines.get(machine);
  if (architecture === undefined)
    throw new Error(`${place} is for a processor that is not known: ELF machine ${machine}`);
  return architecture;
}
