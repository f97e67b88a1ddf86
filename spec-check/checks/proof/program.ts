import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { extract } from 'tar-stream';
import { type Docker, DockerError } from '../../../setup/docker.ts';
import type { Image, ImageConfig } from '../../resources/handles.ts';
import { runLabels } from '../../resources/labels.ts';

/** What an image starts: the file, and the processor that it is compiled for, as Docker calls it. */
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
 * The program that the image starts, or what interprets it where it is a script; looked up in a
 * container that is made and never started, so that it needs no machine that could run it. Throws when there is none to see.
 */
export async function programOf(
  docker: Docker,
  { id, config }: Pick<Image, 'id' | 'config'>,
  signal: AbortSignal,
): Promise<Program> {
  const [command] = [...config.entrypoint, ...config.cmd];
  if (command === undefined) throw new Error('the image starts nothing: it has no CMD');
  const run = randomBytes(4).toString('hex');
  const name = `spec-check-${run}-program`;
  await using _removed = {
    async [Symbol.asyncDispose]() {
      await docker.run(['rm', '--force', '--volumes', name], { timeout: 30_000 });
    },
  };
  await docker.read(['create', '--name', name, ...runLabels(run), id], { signal });
  const look = async (one: string) => {
    for (const place of placesOf(one, config)) {
      const bytes = await firstBytes(docker, `${name}:${place}`, signal);
      const head = bytes && readHead(bytes);
      if (head !== undefined) return { place, head };
    }
    throw new Error(
      `the image starts ${command}, and ${one === command ? 'that' : one} is no program that can be seen in it`,
    );
  };
  let found = await look(command);
  // A script of a script is rare; a circle of them is a mistake.
  for (let depth = 0; 'interpreter' in found.head && depth < 3; depth += 1) {
    found = await look(found.head.interpreter);
  }
  if ('interpreter' in found.head) throw new Error(`${command} is a script of scripts`);
  const architecture = machines.get(found.head.machine);
  if (architecture === undefined)
    throw new Error(`${found.place} is for a processor that is not known: ${found.head.machine}`);
  return { path: found.place, architecture };
}

/** Of a file, links followed; undefined when there is none. Ends the copy early: a program can be large. */
async function firstBytes(
  docker: Docker,
  from: string,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const enough = new AbortController();
  const archive = docker.stream(['cp', '--follow-link', from, '-'], {
    signal: AbortSignal.any([signal, enough.signal]),
  }) as Readable;
  const files = extract();
  archive.on('error', (error) => files.destroy(error));
  try {
    for await (const entry of archive.pipe(files)) {
      if (entry.header.type !== 'file') return undefined;
      for await (const chunk of entry) return chunk as Buffer;
    }
    return undefined;
  } catch (error) {
    if (error instanceof DockerError && /could not find|no such/i.test(error.message))
      return undefined;
    throw error;
  } finally {
    enough.abort();
    archive.destroy();
  }
}
