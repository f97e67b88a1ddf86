import { packagesOf } from '../../image-files/packages.ts';
import { resolvePath } from '../../image-files/paths.ts';
import type { ImageFile, ImageFiles } from '../../model/resources.ts';
import { fileInImage } from '../file-in-image/check.ts';
import { homeDirectory } from '../home-directory/check.ts';
import { noShell } from '../no-shell/check.ts';
import { packageInImage } from '../package-in-image/check.ts';
import {
  productionDependenciesOnly,
  requirementNames,
} from '../production-dependencies-only/check.ts';
import { programsOf, runtimeVersion } from '../runtime-version/check.ts';
import { sbom } from '../sbom/check.ts';
import { userExists } from '../user-exists/check.ts';
import { failOfWrites } from '../writable-paths/check.ts';
import { statusOf } from './run-check.ts';

const entry = (kind: ImageFile['kind'], more: Partial<ImageFile> = {}): ImageFile => ({
  kind,
  mode: 0o644,
  uid: 0,
  gid: 0,
  size: 0,
  target: undefined,
  ...more,
});
const file = entry('file');
const program = entry('file', { mode: 0o755 });
const folder = entry('folder');
const link = (target: string) => entry('link', { target, mode: 0o777 });
const filesOf = (
  entries: Readonly<Record<string, ImageFile>>,
  texts: Readonly<Record<string, string>> = {},
): ImageFiles => ({
  entries: new Map(Object.entries(entries)),
  texts: new Map(Object.entries(texts)),
  heads: new Map(),
});
const withFiles = (files: ImageFiles, user = '') => ({
  image: { id: 'x', reference: 'x', config: { WorkingDir: '/srv', User: user } },
  files,
});

it('links are followed, folders that are links too, and circles end', () => {
  const files = filesOf({
    '/bin': link('usr/bin'),
    '/usr': folder,
    '/usr/bin': folder,
    '/usr/bin/node': link('/opt/node'),
    '/opt/node': program,
    '/a': link('/b'),
    '/b': link('/a'),
  });
  expect(resolvePath(files, '/bin/node')).toBe('/opt/node');
  expect(resolvePath(files, '/a')).toBeUndefined();
  expect(resolvePath(files, '/nowhere')).toBeUndefined();
});

const tree = filesOf({
  '/srv': folder,
  '/srv/a.js': file,
  '/srv/empty': folder,
  '/srv/deep': folder,
  '/srv/deep/er': folder,
  '/srv/deep/er/x': file,
  '/srv/dead': link('/nowhere'),
});

it.each([
  ['PASS', { path: '/srv/a.js' }],
  ['PASS', { path: 'a.js' }],
  ['PASS', { path: '/srv/' }],
  ['PASS', { path: '/srv', count: 4 }],
  ['FAIL', { path: '/srv', count: 3 }],
  ['FAIL', { path: '/srv/a.js', count: 1 }],
  ['FAIL', { path: '/srv/empty' }],
  ['PASS', { path: '/srv/empty', count: 0 }],
  ['PASS', { path: '/srv/deep' }],
  ['FAIL', { path: '/srv/dead' }],
  ['FAIL', { path: '/srv/a' }],
  ['PASS', { path: '/srv/b.js', absent: true }],
  ['FAIL', { path: '/srv/empty', absent: true }],
] as const)('file: %s %j', async (status, wanted) => {
  expect(await statusOf(fileInImage, wanted, withFiles(tree))).toBe(status);
});

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

const users = filesOf(
  { '/home/app': entry('folder', { uid: 1000 }), '/home/b': folder, '/srv': file },
  {
    '/etc/passwd':
      'root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/home/app:/bin/sh\nb:x:2:2::/home/b:\nc:x:3:3::/srv:\nd:x:4:4::/:',
  },
);

it.each([
  ['PASS', { user: 'app' }],
  ['PASS', { user: 'app', uid: { op: '>', value: 999 } }],
  ['FAIL', { user: 'app', uid: { op: '>', value: 1000 } }],
  ['PASS', { user: 'app', uid: 1000, gid: 1000 }],
  ['FAIL', { user: 'app', uid: 1001 }],
  ['FAIL', { user: 'ap' }],
] as const)('user: %s %j', async (status, wanted) => {
  expect(await statusOf(userExists, wanted, withFiles(users))).toBe(status);
});

it.each([
  ['PASS', 'app'],
  ['PASS', '1000:1000'],
  ['FAIL', 'b'],
  ['FAIL', 'c'],
  ['FAIL', 'd'],
  ['FAIL', ''],
  ['FAIL', '12345'],
])('home: %s of %s', async (status, user) => {
  expect(await statusOf(homeDirectory, {}, withFiles(users, user))).toBe(status);
});

const installed = filesOf(
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

it.each([
  ['PASS', '20', ['20.1.0']],
  ['PASS', '3.1', ['3.1.4']],
  ['FAIL', '3.1', ['3.13.0']],
  ['FAIL', '20', ['20.1.0', '24.0.0']],
  ['PASS', '8', ['1.8.0']],
  ['PASS', '20+', ['20.0.0', '24.1.0']],
  ['PASS', '3.9+', ['3.11.2']],
  ['PASS', '3.11+', ['3.11.0']],
  ['FAIL', '3.11+', ['3.9.7']],
  ['FAIL', '20+', ['18.20.1', '22.0.0']],
  ['FAIL', '20+', []],
  ['FAIL', '20', []],
  ['ERROR', '20', [undefined]],
] as const)('runtime: %s %s in %j', async (status, version, versions) => {
  const programs = versions.map((_said, index) => [`/opt/${index}/node`, program] as const);
  const run = async (args: readonly string[]) => {
    const said = versions[Number(args.find((arg) => arg.startsWith('/opt/'))?.split('/')[2])];
    return { exitCode: 0, all: said === undefined ? 'what?' : `v${said}` };
  };
  const resources = {
    ...withFiles(filesOf(Object.fromEntries(programs))),
    engine: { docker: { run } },
  };
  expect(await statusOf(runtimeVersion, { runtime: 'node', version }, resources)).toBe(status);
});

it('programs of a runtime are found by name, each once', () => {
  const files = filesOf({
    '/usr/bin/python3': link('python3.13'),
    '/usr/bin/python3.13': program,
    '/usr/bin/python3-config': program,
    '/opt/python': folder,
  });
  expect(programsOf('python', files)).toEqual(['/usr/bin/python3.13']);
});

it.each([
  ['AMBIGUOUS', {}],
  ['FAIL', { '/sbom.json': '{}' }],
  ['FAIL', { '/sbom.json': 'no JSON' }],
  ['FAIL', { '/a.spdx.json': '{"spdxVersion":"SPDX-2.3","packages":[]}' }],
  ['PASS', { '/bom.json': '{"bomFormat":"CycloneDX","components":[{"name":"a"}]}' }],
] as const)('bill of materials: %s %j', async (status, texts) => {
  expect(await statusOf(sbom, {}, withFiles(filesOf({}, texts)))).toBe(status);
});

it.each([
  [undefined, 'C /tmp\nA /tmp/x'],
  [undefined, ''],
  ['FAIL', 'C /tmp\nA /tmp/x\nC /var\nA /var/cache'],
  ['FAIL', 'A /tmpfile'],
] as const)('written elsewhere: %s %j', (status, changes) => {
  expect(failOfWrites(['/tmp'], { volumes: [], changes }, 'x')?.status).toBe(status);
});

it('a VOLUME elsewhere stays writable', () => {
  const statusWith = (volume: string) =>
    failOfWrites(['/data'], { volumes: [volume], changes: '' }, 'x')?.status;
  expect(statusWith('/data/')).toBeUndefined();
  expect(statusWith('/var/lib/x')).toBe('FAIL');
});
