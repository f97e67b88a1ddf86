import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import Ajv from 'ajv-draft-04';
import { sarif } from './sarif.ts';
import { greenRun, sampleRun } from './tests/sample-run.ts';

/** The standard's own schema, of OASIS; it is in Microsoft's matchers. */
const schema = createRequire(import.meta.url)
  .resolve('@microsoft/jest-sarif')
  .replace(/index\.js$/, 'schemas/sarif-2.1.0-rtm.5.json');

async function problems(log: string): Promise<unknown> {
  // Its formats are of addresses and times, which no field here has.
  const ajv = new Ajv.default({ strict: false, validateFormats: false, unicodeRegExp: false });
  const validate = ajv.compile(JSON.parse(await readFile(schema, 'utf8')));
  validate(JSON.parse(log));
  return validate.errors ?? [];
}

describe('SARIF', () => {
  it.each([
    ['every status and hostile text', sampleRun],
    ['nothing that fails', greenRun],
  ])('is valid with %s', async (_of, run) => {
    expect(await problems(sarif(run))).toEqual([]);
  });

  it('would be refused by that schema with a level that it does not know', async () => {
    expect(await problems(sarif(sampleRun).replace('"error"', '"fatal"'))).not.toEqual([]);
  });

  it('points to the line of the spec, and of the Dockerfile where that is to blame', () => {
    const { results } = JSON.parse(sarif(sampleRun)).runs[0];
    const places = results.map(
      ({ kind, locations }: { kind: string; locations: readonly Location[] }) => [
        kind,
        ...locations.map(
          ({ physicalLocation: { artifactLocation, region } }) =>
            `${artifactLocation.uri}:${region.startLine}`,
        ),
      ],
    );
    expect(places).toContainEqual(['fail', 'Dockerfile:3', 'specs/sample%20spec.md:11']);
    expect(places).toContainEqual(['pass', 'specs/sample%20spec.md:7']);
    expect(places).toContainEqual(['review', 'specs/sample%20spec.md:15']);
    expect(places).toContainEqual(['open', 'specs/sample%20spec.md:13']);
  });
});

interface Location {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string };
    readonly region: { readonly startLine: number };
  };
}
