import { commandsOf, placesOf, readHead } from './program.ts';

const elf = (data: 1 | 2, machine: number) => {
  const header = Buffer.alloc(64);
  header.write(`\x7fELF\x02${String.fromCharCode(data)}\x01`, 'latin1');
  if (data === 2) header.writeUInt16BE(machine, 18);
  else header.writeUInt16LE(machine, 18);
  return header;
};

it.each<[string, Buffer, ReturnType<typeof readHead>]>([
  ['for amd64', elf(1, 62), { machine: 62 }],
  ['for s390x, with the other byte order', elf(2, 22), { machine: 22 }],
  ['that is cut off', elf(1, 62).subarray(0, 18), undefined],
  ['that is a script', Buffer.from('#!/bin/sh\nexec node\n'), { interpreter: '/bin/sh' }],
  ['with an option', Buffer.from('#! /usr/bin/perl -w\n'), { interpreter: '/usr/bin/perl' }],
  ['that env looks up', Buffer.from('#!/usr/bin/env node\n'), { interpreter: 'node' }],
  [
    'that env looks up with options',
    Buffer.from('#!/usr/bin/env -S A=1 python3 -u\n'),
    { interpreter: 'python3' },
  ],
  ['that is neither', Buffer.from('console.log(1)'), undefined],
  ['of nothing', Buffer.alloc(0), undefined],
])('the head of a program %s', (_what, bytes, head) => {
  expect(readHead(bytes)).toEqual(head);
});

it.each<[string, Partial<Parameters<typeof placesOf>[1]>, readonly string[]]>([
  ['node', { env: ['A=b', 'PATH=/a:/b/'] }, ['/a/node', '/b/node']],
  ['/app/api', {}, ['/app/api']],
  ['./api', { workingDir: '/srv/app' }, ['/srv/app/api']],
  ['bin/api', {}, ['/bin/api']],
])('%s with %j lies in %j', (command, config, places) => {
  expect(placesOf(command, { env: [], workingDir: '', ...config })).toEqual(places);
});

it('a command is looked for where the engine looks when the image has no PATH', () => {
  expect(placesOf('api', { env: [], workingDir: '/app' })).toContain('/usr/local/bin/api');
});

it.each<[string[], string[], readonly string[]]>([
  [[], ['node', 'server.js'], ['node']],
  [['/api'], [], ['/api']],
  [['docker-entrypoint.sh'], ['node', 'x.js'], ['docker-entrypoint.sh', 'node']],
  [[], ['/bin/sh', '-c', 'exec ./server --port 8000'], ['/bin/sh', './server']],
  [['/bin/sh', '-c'], ['A=1 B=2 ./server'], ['/bin/sh', 'A=1 B=2 ./server', './server']],
  [['node'], ['node'], ['node']],
  [[], [], []],
])('ENTRYPOINT %j with CMD %j starts %j', (entrypoint, cmd, commands) => {
  expect(commandsOf({ entrypoint, cmd })).toEqual(commands);
});
