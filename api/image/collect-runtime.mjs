import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { forgetTimes } from './forget-times.mjs';

/** Gathers, in the folder of the first argument, what the image runs on: this Node without symbols, `whoami`, their shared libraries, and one user. */
const target = process.argv[2] ?? '/runtime';

place(process.execPath, '/usr/local/bin/node');
strip(path.join(target, '/usr/local/bin/node'));
const whoami = execFileSync('sh', ['-c', 'command -v whoami'], { encoding: 'utf8' }).trim();
place(whoami, '/usr/bin/whoami');
for (const library of libraries()) place(library, library);
text('/etc/passwd', 'appuser:x:1000:1000::/app:/nonexistent\n');
text('/etc/group', 'appuser:x:1000:\n');
// Says where names are looked up; without it a C library may ask further sources.
text('/etc/nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files dns\n');
forgetTimes(target);

/** @param {string} from @param {string} to */
function place(from, to) {
  text(to, readFileSync(from));
  chmodSync(path.join(target, to), 0o755);
}

/** @param {string} name @param {string | Buffer} content */
function text(name, content) {
  const file = path.join(target, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** What the dynamic loader has mapped for this process, itself included; `whoami` needs no more. @returns {string[]} */
function libraries() {
  const { sharedObjects } = /** @type {{ sharedObjects: string[] }} */ (process.report.getReport());
  return sharedObjects.filter((file) => file.startsWith('/'));
}

/** Cuts off symbols and debug sections, which no segment loads, as binutils' strip does: 126.6 → 108.5 MB for Node 24. @param {string} file */
function strip(file) {
  const program = readFileSync(file);
  if (program.toString('latin1', 0, 6) !== '\x7fELF\x02\x01')
    throw new Error(`${file} is no 64-bit ELF file.`);
  const table = Number(program.readBigUInt64LE(32));
  const ends = Array.from({ length: program.readUInt16LE(56) }, (_, index) => {
    const segment = table + index * 56;
    return Number(program.readBigUInt64LE(segment + 8) + program.readBigUInt64LE(segment + 32));
  });
  // e_shoff; then e_shentsize stays, e_shnum and e_shstrndx go.
  program.fill(0, 40, 48).fill(0, 60, 64);
  writeFileSync(file, program.subarray(0, Math.max(...ends)));
  const trial = 'new Intl.NumberFormat("de").format(1.5); require("node:crypto").randomUUID()';
  execFileSync(file, ['--eval', trial]);
}
