import { filesOf, withFiles } from '../../image-files/tests/tree.ts';
import { statusOf } from '../tests/run-check.ts';
import { sbom } from './check.ts';

it.each([
  ['AMBIGUOUS', {}],
  ['FAIL', { '/sbom.json': '{}' }],
  ['FAIL', { '/sbom.json': 'no JSON' }],
  ['FAIL', { '/a.spdx.json': '{"spdxVersion":"SPDX-2.3","packages":[]}' }],
  ['PASS', { '/bom.json': '{"bomFormat":"CycloneDX","components":[{"name":"a"}]}' }],
] as const)('bill of materials: %s %j', async (status, texts) => {
  expect(await statusOf(sbom, {}, withFiles(filesOf({}, texts)))).toBe(status);
});
