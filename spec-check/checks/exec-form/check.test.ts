import { imageOf } from '../tests/dockerfiles.ts';
import { statusOf } from '../tests/run-check.ts';
import { execForm } from './check.ts';

it.each([
  ['PASS', undefined, { Cmd: ['node', 'main.js'] }],
  ['FAIL', undefined, {}],
  ['FAIL', 'CMD', { Entrypoint: ['node'] }],
  ['FAIL', undefined, { Cmd: ['/bin/sh', '-c', 'node main.js'] }],
  ['FAIL', undefined, { Cmd: ['/bin/bash', '-o', 'pipefail', '-c', 'node main.js'] }],
  ['FAIL', undefined, { Entrypoint: ['/bin/sh', '-c', 'x'], Cmd: ['node'] }],
  ['AMBIGUOUS', undefined, { Cmd: ['sh', '-c', 'exec node main.js'] }],
  ['PASS', undefined, { Cmd: ['bash', 'start.sh'] }],
] as const)('exec form: %s %j %j', async (status, instruction, config) => {
  expect(await statusOf(execForm, { instruction }, imageOf(config))).toBe(status);
});
