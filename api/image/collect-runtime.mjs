import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  realpathSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { forgetTimes } from './forget-times.mjs';

/**
 * Gathers, in the folder named by the first argument, what the image runs on and nothing else: this
 * Node without its symbols, `whoami`, the shared libraries of both, and one user.
 *
 * Runs in the build stage, on whatever base image that has: paths come from the running system.
 */
const target = process.argv[2] ?? '/runtime';

const programs = [
  { from: realpathSync(process.execPath), to: '/usr/local/bin/node' },
  { from: realpathSync(find('whoami')), to: '/usr/bin/whoami' },
];

for (const { from, to } of programs) place(from, to);
strip(path.join(target, '/usr/local/bin/node'));
for (const library of libraries()) place(library, library);
text('/etc/passwd', 'appuser:x:1000:1000::/app:/nonexistent\n');
text('/etc/group', 'appuser:x:1000:\n');
// `whoami` and Node look names up as this file says; without it a C library may ask further sources.
text('/etc/nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files dns\n');
forgetTimes(target);

/** @param {string} program */
function find(program) {
  const found = (process.env.PATH ?? '')
    .split(':')
    .map((folder) => path.join(folder, program))
    .find(existsSync);
  if (found === undefined) throw new Error(`Expected ${program} in the base image.`);
  return found;
}

/** @param {string} from @param {string} to */
function place(from, to) {
  const file = path.join(target, to);
  mkdirSync(path.dirname(file), { recursive: true });
  copyFileSync(from, file);
  chmodSync(file, 0o755);
}

/** @param {string} name @param {string} content */
function text(name, content) {
  const file = path.join(target, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/**
 * What the dynamic loader has mapped for this process, the loader itself included; `whoami` needs no more.
 * @returns {string[]}
 */
function libraries() {
  const { sharedObjects } = /** @type {{ sharedObjects: string[] }} */ (process.report.getReport());
  return sharedObjects.filter((file) => file.startsWith('/'));
}

/** @param {string} file */
function segmentsOf(file) {
  const header = read(file, 0, 64);
  if (header.toString('latin1', 0, 6) !== '\x7fELF\x02\x01')
    throw new Error(`${file} is no 64-bit ELF file.`);
  const count = header.readUInt16LE(56);
  const table = read(file, Number(header.readBigUInt64LE(32)), count * 56);
  return Array.from({ length: count }, (_, index) => ({
    offset: Number(table.readBigUInt64LE(index * 56 + 8)),
    size: Number(table.readBigUInt64LE(index * 56 + 32)),
  }));
}

/** @param {string} file @param {number} offset @param {number} length */
function read(file, offset, length) {
  const descriptor = openSync(file, 'r');
  const bytes = Buffer.alloc(length);
  readSync(descriptor, bytes, 0, length, offset);
  closeSync(descriptor);
  return bytes;
}

/**
 * Cuts off what no segment loads, symbols and debug sections, and clears the header's words on them:
 * 126.6 → 108.5 MB for Node 24, as binutils' strip does.
 * @param {string} file
 */
function strip(file) {
  const end = Math.max(...segmentsOf(file).map(({ offset, size }) => offset + size));
  const descriptor = openSync(file, 'r+');
  ftruncateSync(descriptor, end);
  // e_shoff; then e_shentsize stays, e_shnum and e_shstrndx go.
  writeSync(descriptor, Buffer.alloc(8), 0, 8, 40);
  writeSync(descriptor, Buffer.alloc(4), 0, 4, 60);
  closeSync(descriptor);
  execFileSync(file, [
    '--eval',
    'new Intl.NumberFormat("de").format(1.5); require("node:crypto").randomUUID()',
  ]);
}
