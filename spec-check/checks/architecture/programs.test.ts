import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { readFiles } from '../../resources/image-files.ts';
import {
  architectureOf,
  type Executables,
  executablesOf,
  expectedPrograms,
  isKnown,
} from './programs.ts';

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

const executables: Executables = {
  programs: [
    '/usr/bin/env',
    '/usr/bin/node',
    '/opt/node/bin/node',
    '/opt/tools/tini',
    '/srv/server',
    '/srv/other',
    '/usr/lib/git/git-add',
    '/opt/py/bin/python3.13',
  ].map((path) => ({ path, architecture: 'amd64' })),
  scripts: new Map([
    ['/app/gunicorn', '/opt/py/bin/python -u'],
    ['/app/unused', '/srv/other'],
    ['/usr/local/bin/entry', '/usr/bin/env -S server'],
  ]),
  shellScripts: new Map([
    ['/app/start.sh', '#!/bin/sh\ncd /srv\n. /app/lib/run.sh\nexec "$@"\n'],
    ['/app/lib/run.sh', 'exec "${HOME_OF_IT}/lib/git/git-add" # from usr\n'],
    ['/app/other.sh', 'exec ./other\n'],
  ]),
  links: new Map([
    ['/opt/py/bin/python', 'python3.13'],
    ['/bin', 'usr/bin'],
    ['/opt/current', 'node'],
    ['/usr/local/bin/init', '../../../opt/tools/tini'],
    ['/usr/local/bin/loop', 'loop'],
    ['/app/start', '/srv/other'],
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
  const found = expectedPrograms(executables, { entrypoint, cmd, env });
  expect(found.map(({ path }) => path)).toEqual(paths);
});

it('programs, scripts and links are found in the archive of an image', async () => {
  const archive = pack();
  const program = Buffer.concat([elf(1, 183), Buffer.alloc(100_000)]);
  archive.entry({ name: 'srv/server', mode: 0o755 }, program);
  archive.entry({ name: 'srv/data', mode: 0o644 }, program);
  archive.entry({ name: 'srv/start.sh', mode: 0o644 }, 'exec ./server\n');
  archive.entry({ name: 'bin/entry', mode: 0o755 }, '#!/usr/bin/env -S server\n');
  archive.entry({ name: 'bin/main', type: 'symlink', linkname: '../srv/server' });
  archive.entry({ name: 'bin/same', type: 'link', linkname: 'srv/server' });
  archive.finalize();
  expect(executablesOf(await readFiles(Readable.from(archive)))).toEqual({
    programs: [{ path: '/srv/server', architecture: 'arm64' }],
    scripts: new Map([['/bin/entry', '/usr/bin/env -S server']]),
    shellScripts: new Map([['/srv/start.sh', 'exec ./server\n']]),
    links: new Map([
      ['/bin/main', '../srv/server'],
      ['/bin/same', '/srv/server'],
    ]),
  });
});
