import path from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { ImageFile, ImageFiles } from '../model/resources.ts';

/** Files whose text checks look at: users, packages, lock files, bills of materials. */
const isKept = (file: string) =>
  /^\/etc\/(?:passwd|group)$|^\/var\/lib\/dpkg\/status(?:\.d\/[^/]+)?$|^\/lib\/apk\/db\/installed$/.test(
    file,
  ) ||
  /\/(?:package|package-lock|npm-shrinkwrap|\.package-lock)\.json$/.test(file) ||
  /\/(?:s?bom|.*\.(?:spdx|cdx|s?bom))(?:\.json|\.xml)?$/i.test(file);

/** Reads the archive of a file system. Rejects when it breaks off. */
export async function readFiles(archive: Readable): Promise<ImageFiles> {
  const { tarEntries } = await import('../docker/tar.ts');
  const entries = new Map<string, ImageFile>();
  const texts = new Map<string, string>();
  const heads = new Map<string, Buffer>();
  for await (const { header, content } of tarEntries(archive)) {
    const { name, type, mode = 0, uid = 0, gid = 0, size = 0, linkname } = header;
    const file = path.posix.resolve('/', name);
    const kind = type === 'directory' ? 'folder' : type === 'symlink' ? 'link' : 'file';
    // A hard link names a file of the archive, from its root.
    const target = type === 'link' ? path.posix.join('/', linkname ?? '') : linkname;
    entries.set(file, { kind, mode, uid, gid, size, target: target ?? undefined });
    // 16 MB is more than any list of packages takes.
    if (type === 'file' && size <= 16e6 && isKept(file)) texts.set(file, await text(content));
    else {
      const head = await headOf(content, isShellFile(file));
      const isRun = isShellFile(file) || isScript(head) || (mode & 0o111) !== 0;
      if (type === 'file' && isRun) heads.set(file, head);
    }
  }
  return { entries, texts, heads };
}

const isScript = (head: Buffer) => head.toString('latin1', 0, 2) === '#!';

/** By its name: what a script starts need not be executable itself. */
export const isShellFile = (file: string) => /\.(?:ba|da|z|k)?sh$/.test(file);

/** Bytes: an ELF header says the processor in the first 20, and what starts a program is a short script. */
const [elfBytes, scriptBytes] = [20, 64 * 1024];

/** Reads to the end, and keeps the beginning. */
async function headOf(content: AsyncIterable<Buffer>, isShell: boolean): Promise<Buffer> {
  let head = Buffer.alloc(0);
  for await (const chunk of content) {
    const kept = isShell || head.length < 2 || isScript(head) ? scriptBytes : elfBytes;
    if (head.length < kept) head = Buffer.concat([head, chunk]).subarray(0, scriptBytes);
  }
  return isShell || isScript(head) ? head : Buffer.from(head.subarray(0, elfBytes));
}
