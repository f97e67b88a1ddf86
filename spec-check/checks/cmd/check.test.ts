import { imageOf } from '../tests/dockerfiles.ts';
import { statusOf } from '../tests/run-check.ts';
import { cmd } from './check.ts';

it.each([
  ['PASS', { cmd: ['node', 'a.js'] }, { Cmd: ['node', 'a.js'] }],
  ['FAIL', { cmd: ['node', 'a.js'] }, { Entrypoint: ['node'], Cmd: ['a.js'] }],
  ['FAIL', { cmd: ['node', 'a.js'] }, { Cmd: ['/bin/sh', '-c', 'node a.js'] }],
  ['PASS', { contains: 'node a.js' }, { Entrypoint: ['node'], Cmd: ['a.js'] }],
  ['FAIL', { contains: 'node a.js' }, { Cmd: ['node', 'a.jsx'] }],
  ['PASS', { contains: '0.0.0.0:9000' }, { Cmd: ['app', '--bind=0.0.0.0:9000'] }],
  ['FAIL', {}, {}],
] as const)('command: %s %j %j', async (status, wanted, config) => {
  expect(await statusOf(cmd, wanted, imageOf(config))).toBe(status);
});
