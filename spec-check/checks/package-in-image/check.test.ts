import { filesOf, folder, installed, withFiles } from '../../image-files/tests/tree.ts';
import { statusOf } from '../tests/run-check.ts';
import { packageInImage } from './check.ts';

it.each([
  ['PASS', ['libpq5', 'foo.bar'], false],
  ['FAIL', ['gone'], false],
  ['FAIL', ['libpq5', 'curl'], false],
  ['FAIL', ['curl'], true],
  ['PASS', ['wget', 'gone'], true],
] as const)('package: %s %j absent: %s', async (status, packages, absent) => {
  expect(await statusOf(packageInImage, { packages, absent }, withFiles(installed))).toBe(status);
});

it('an RPM database that cannot be read is an ERROR', async () => {
  const rpm = withFiles(filesOf({ '/var/lib/rpm': folder }));
  expect(await statusOf(packageInImage, { packages: ['curl'], absent: true }, rpm)).toBe('ERROR');
});
