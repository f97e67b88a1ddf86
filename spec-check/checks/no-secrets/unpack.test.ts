import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { closedIn } from './tests/scanning.ts';

describe('what cannot be opened is named', () => {
  it.each([
    ['/app/a.7z', Buffer.from('7z\xbc\xaf\x27\x1c......', 'latin1'), '7z'],
    ['/app/a.tar.xz', Buffer.from('\xfd7zXZ\0......', 'latin1'), 'xz'],
    ['/app/a.deb', Buffer.from('!<arch>\ndebian-binary   '), 'a Debian package'],
    ['/app/a.pdf', Buffer.from('%PDF-1.7\n'), 'a PDF'],
    ['/app/a.dump', Buffer.from('PGDMP\x01\x0e'), 'a dump of pg_dump'],
    ['/app/a.db', Buffer.from('SQLite format 3\0'), 'an SQLite database'],
    ['/app/cut.gz', gzipSync(randomBytes(4000)).subarray(0, 900), 'damaged'],
    ['/app/x.pack', Buffer.from('PACK\0\0\0\x02\0\0\0\x05\x95', 'latin1'), 'damaged'],
    ['/app/bomb.gz', gzipSync(Buffer.alloc(80_000_000)), 'too large'],
  ])('%s', async (path, content, why) => {
    expect(await closedIn(path, content)).toMatchObject([{ closed: why }]);
  });
});
