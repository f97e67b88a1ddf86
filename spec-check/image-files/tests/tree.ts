import type { ImageFile, ImageFiles } from '../../model/resources.ts';

/** File systems of images, written out by hand. */
export const entry = (kind: ImageFile['kind'], more: Partial<ImageFile> = {}): ImageFile => ({
  kind,
  mode: 0o644,
  uid: 0,
  gid: 0,
  size: 0,
  target: undefined,
  ...more,
});

export const file = entry('file');

export const program = entry('file', { mode: 0o755 });

export const folder = entry('folder');

export const link = (target: string) => entry('link', { target, mode: 0o777 });

export const filesOf = (
  entries: Readonly<Record<string, ImageFile>>,
  texts: Readonly<Record<string, string>> = {},
): ImageFiles => ({
  entries: new Map(Object.entries(entries)),
  texts: new Map(Object.entries(texts)),
  heads: new Map(),
});

export const withFiles = (files: ImageFiles, user = '') => ({
  image: { id: 'x', reference: 'x', config: { WorkingDir: '/srv', User: user } },
  files,
});

export const users = filesOf(
  { '/home/app': entry('folder', { uid: 1000 }), '/home/b': folder, '/srv': file },
  {
    '/etc/passwd':
      'root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/home/app:/bin/sh\nb:x:2:2::/home/b:\nc:x:3:3::/srv:\nd:x:4:4::/:',
  },
);

export const installed = filesOf(
  { '/usr/bin/curl': program, '/x/Foo_Bar-1.0.dist-info': folder },
  {
    '/var/lib/dpkg/status':
      'Package: libpq5\nStatus: install ok installed\nVersion: 17\n\nPackage: gone\nStatus: deinstall ok config-files\nVersion: 1\n',
    '/var/lib/dpkg/status.d/base': 'Package: base-files\nVersion: 12\n',
    '/lib/apk/db/installed': 'P:musl\nV:1.2\n\n',
    '/srv/node_modules/@scope/one/package.json': '{"version":"2.0.0"}',
    '/srv/node_modules/a/node_modules/b/package.json': '{"version":"3.0.0"}',
    '/srv/node_modules/a/lib/package.json': '{}',
  },
);
