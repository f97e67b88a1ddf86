import { filesOf, program, withFiles } from '../../image-files/tests/tree.ts';
import { statusOf } from '../tests/run-check.ts';
import { productionDependenciesOnly, requirementNames } from './check.ts';

const lock =
  '{"packages":{"node_modules/jest":{"dev":true},"node_modules/a/node_modules/x":{"dev":true},"node_modules/x":{}}}';

it.each([
  ['PASS', ['/srv/node_modules/x'], lock],
  ['FAIL', ['/srv/node_modules/x', '/srv/node_modules/jest'], lock],
  ['FAIL', ['/srv/node_modules/a/node_modules/x'], lock],
  // npm's own packages are those of the base image.
  ['AMBIGUOUS', ['/usr/local/lib/node_modules/npm/node_modules/x'], lock],
  ['AMBIGUOUS', ['/srv/node_modules/x'], undefined],
  ['AMBIGUOUS', [], lock],
] as const)('production only: %s %j', async (status, packages, list) => {
  const manifests = packages.map((folder) => [`${folder}/package.json`, '{}']);
  const texts = {
    ...Object.fromEntries(manifests),
    ...(list && { '/srv/package-lock.json': list }),
  };
  expect(await statusOf(productionDependenciesOnly, {}, withFiles(filesOf({}, texts)))).toBe(
    status,
  );
});

it.each([
  ['FAIL', ['/usr/bin/gcc-12']],
  ['FAIL', ['/usr/local/go/bin/go']],
  ['FAIL', ['/usr/bin/x86_64-linux-gnu-gcc-12']],
  ['FAIL', ['/usr/share/dotnet/sdk/8.0.100']],
  ['PASS', ['/usr/share/dotnet/shared', '/usr/bin/let-it-go']],
  ['PASS', ['/usr/bin/mongod', '/usr/bin/makedb']],
] as const)('no build tools: %s %j', async (status, paths) => {
  const resources = withFiles(filesOf(Object.fromEntries(paths.map((one) => [one, program]))));
  expect(await statusOf(productionDependenciesOnly, { buildTools: true }, resources)).toBe(status);
});

it('requirements are names, without versions, options and comments', () => {
  expect(requirementNames('-r base.txt\n# x\nPyTest_Cov>=4 ; python_version>"3"\nruff\n')).toEqual([
    'pytest-cov',
    'ruff',
  ]);
});
