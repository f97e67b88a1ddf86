import { file, filesOf, link, program, withFiles } from '../../image-files/tests/tree.ts';
import { statusOf } from '../tests/run-check.ts';
import { noShell } from './check.ts';

it.each([
  ['PASS', { '/usr/bin/node': program }],
  ['FAIL', { '/bin/bash': program }],
  ['FAIL', { '/opt/tools/busybox-static': program }],
  ['FAIL', { '/bin/sh': link('/usr/bin/x'), '/usr/bin/x': program }],
  ['PASS', { '/bin/sh': link('/usr/bin/x'), '/usr/bin/node': program }],
  ['PASS', { '/etc/bash': file, '/usr/bin/node': program }],
  ['ERROR', { '/etc/passwd': file }],
] as const)('shell: %s %j', async (status, entries) => {
  expect(await statusOf(noShell, {}, withFiles(filesOf(entries)))).toBe(status);
});
