import { packagesOf } from './packages.ts';
import { installed } from './tests/tree.ts';

it('packages are read from the records of four managers', () => {
  expect(packagesOf(installed).map(({ name, version }) => `${name} ${version}`)).toEqual([
    'libpq5 17',
    'base-files 12',
    'musl 1.2',
    '@scope/one 2.0.0',
    'b 3.0.0',
    'foo-bar 1.0',
  ]);
});
