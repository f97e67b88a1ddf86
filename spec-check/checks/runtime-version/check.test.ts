import { filesOf, folder, link, program, withFiles } from '../../image-files/tests/tree.ts';
import { statusOf } from '../tests/run-check.ts';
import { programsOf, runtimeVersion } from './check.ts';

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
