import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { readFiles } from '../../image-files/archive.ts';
import type { ImageFile, ImageFiles } from '../../model/resources.ts';
import { architectureOf, expectedPrograms, isKnown } from './programs.ts';

const elf = (data: 1 | 2, machine: number) => {
  const header = Buffer.alloc(64);
  header.write(`\x7fELF\x02${String.fromCharCode(data)}\x01`, 'latin1');
  if (data === 2) header.writeUInt16BE(machine, 18);
  else header.writeUInt16LE(machine, 18);
  return header;
};

it.each<[string, Buffer, ReturnType<typeof architectureOf>]>([
  ['amd64', elf(1, 62), 'amd64'],
  ['arm64', elf(1, 183), 'arm64'],
  ['s390x, with the other byte order', elf(2, 22), 's390x'],
  ['the number of amd64 with the wrong byte order', elf(2, 62), expect.stringContaining('another')],
  ['a processor that nobody knows', elf(1, 999), expect.stringContaining('999')],
  ['nothing: it is cut off', elf(1, 62).subarray(0, 18), undefined],
  ['nothing: it is a script', Buffer.from('#!/bin/sh\nexec node server.js\n'), undefined],
  ['nothing: it is empty', Buffer.alloc(0), undefined],
])('a head of %s', (_what, head, architecture) => {
  expect(architectureOf(head)).toEqual(architecture);
});

it('a processor is known by the name that Docker gives it', () => {
  expect(['amd64', 'arm64', 'mips64le'].map(isKnown)).toEqual([true, true, false]);
});

const scripts: Readonly<Record<string, string>> = {
  '/app/gunicorn': '#!/opt/py/bin/python -u\n',
  '/app/unused': '#!/srv/other\n',
  '/usr/local/bin/entry': '#!/usr/bin/env -S server\n',
  '/app/start.sh': '#!/bin/sh\ncd /srv\n. /app/lib/run.sh\nexec "$@"\n',
  '/app/lib/run.sh': 'exec "${HOME_OF_IT}/lib/git/git-add" # from usr\n',
  '/app/other.sh': 'exec ./other\n',
};
const links: Readonly<Record<string, string>> = {
  '/opt/py/bin/python': 'python3.13',
  '/bin': 'usr/bin',
  '/opt/current': 'node',
  '/usr/local/bin/init': '../../../opt/tools/tini',
  '/usr/local/bin/loop': 'loop',
  '/app/start': '/srv/other',
};
const programs = [
  '/usr/bin/env',
  '/usr/bin/node',
  '/opt/node/bin/node',
  '/opt/tools/tini',
  '/srv/server',
  '/srv/other',
  '/usr/lib/git/git-add',
  '/opt/py/bin/python3.13',
];
const entry = (kind: ImageFile['kind'], target?: string): ImageFile => ({
  ...{ kind, target, mode: 0o755, uid: 0, gid: 0, size: 0 },
});
const folders = ['/usr/bin', '/opt/node', '/opt/node/bin', '/usr/local/bin', '/opt/py/bin'];
const files: ImageFiles = {
  entries: new Map([
    ...folders.map((name) => [name, entry('folder')] as const),
    ...[...programs, ...Object.keys(scripts)].map((name) => [name, entry('file')] as const),
    ...Object.entries(links).map(([name, target]) => [name, entry('link', target)] as const),
  ]),
  texts: new Map(),
  heads: new Map([
    ...programs.map((name) => [name, elf(1, 62)] as const),
    ...Object.entries(scripts).map(([name, text]) => [name, Buffer.from(text)] as const),
  ]),
};

it.each<[string, string[], string[], string[] | undefined, string[]]>([
  ['the folders of PATH alone', [], [], ['PATH=/usr/bin'], ['/usr/bin/env', '/usr/bin/node']],
  ['a folder that is a link', [], [], ['PATH=/bin'], ['/usr/bin/env', '/usr/bin/node']],
  ['a folder below a link', [], [], ['PATH=/opt/current/bin'], ['/opt/node/bin/node']],
  [
    'a link in a folder of PATH, and a script there',
    [],
    [],
    ['PATH=/usr/local/bin'],
    ['/usr/bin/env', '/opt/tools/tini', '/srv/server'],
  ],
  [
    'no PATH: that of Docker',
    [],
    [],
    [],
    ['/usr/bin/env', '/usr/bin/node', '/opt/tools/tini', '/srv/server'],
  ],
  ['what interprets a script', ['/app/gunicorn'], [], ['PATH=/none'], ['/opt/py/bin/python3.13']],
  ['an absolute path', ['/srv/server'], [], ['PATH=/none'], ['/srv/server']],
  ['a relative path', [], ['./server'], ['PATH=/none'], ['/srv/server']],
  ['a link that CMD names', [], ['/app/start'], ['PATH=/none'], ['/srv/other']],
  [
    'what a shell is told',
    ['/bin/sh', '-ec'],
    ['cd /srv && A=1 exec "./server" --port 8000'],
    ['PATH=/none'],
    ['/srv/server'],
  ],
  [
    'what an init and env are told',
    ['tini', '--', '/usr/bin/env', 'node'],
    ['server.js'],
    ['PATH=/none'],
    ['/usr/bin/env', '/usr/bin/node', '/opt/node/bin/node', '/opt/tools/tini'],
  ],
  [
    'what the shell script of CMD starts',
    [],
    ['sh', '/app/start.sh'],
    ['PATH=/none'],
    ['/usr/lib/git/git-add'],
  ],
  ['nothing that is there', ['ruby'], [], ['PATH=/none'], []],
])('programs are expected of %s', (_what, entrypoint, cmd, env = [], paths) => {
  const found = expectedPrograms(files, { Entrypoint: entrypoint, Cmd: cmd, Env: env });
  expect(found.map(({ path }) => path).sort()).toEqual([...paths].sort());
});

it('programs, scripts and links are found in the archive of an image', async () => {
  const archive = pack();
  const program = Buffer.concat([elf(1, 183), Buffer.alloc(100_000)]);
  archive.entry({ name: 'srv/server', mode: 0o755 }, program);
  archive.entry({ name: 'srv/data', mode: 0o644 }, program);
  archive.entry({ name: 'srv/start.sh', mode: 0o644 }, 'exec ../srv/server\n');
  archive.entry({ name: 'bin/entry', mode: 0o755 }, '#!/usr/bin/env -S server\n');
  archive.entry({ name: 'bin/main', type: 'symlink', linkname: '../srv/server' });
  archive.entry({ name: 'bin/same', type: 'link', linkname: 'srv/server' });
  archive.finalize();
  const read = await readFiles(Readable.from(archive));
  const none = { Entrypoint: [], Cmd: [], Env: ['PATH=/none'] };
  const server = [{ path: '/srv/server', architecture: 'arm64' }];
  for (const name of ['main', 'same', 'start.sh', 'entry'])
    expect(expectedPrograms(read, { ...none, Cmd: [name] })).toEqual(server);
  expect(expectedPrograms(read, { ...none, Cmd: ['data'] })).toEqual([]);
});

it('an addon counts that was compiled where it stands, and not one for other machines', () => {
  const addons = ['build/Release/a.node', 'prebuilds/linux-arm64/a.node'].map(
    (name) => `/app/node_modules/a/${name}`,
  );
  const some: ImageFiles = {
    entries: new Map(addons.map((name) => [name, entry('file')])),
    texts: new Map(),
    heads: new Map(addons.map((name) => [name, elf(1, 183)])),
  };
  const found = expectedPrograms(some, { Entrypoint: [], Cmd: ['/bin/x'], Env: [] });
  expect(found).toEqual([{ path: addons[0], architecture: 'arm64' }]);
});

it('what ENTRYPOINT or CMD names comes first', () => {
  const config = { Entrypoint: ['/opt/tools/tini'], Cmd: [], Env: ['PATH=/usr/bin'] };
  expect(expectedPrograms(files, config)[0]?.path).toBe('/opt/tools/tini');
});
