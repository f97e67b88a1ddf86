import path from 'node:path';
import * as z from 'zod';
import { Ambiguous, defineCheck, type Verdict } from '../../model/check.ts';
import type { ImageFiles } from '../../model/resources.ts';
import { faults, goodShapes } from './faults.ts';
import { language } from './language.ts';

/** There is a bill of materials in the image. */
export const sbom = defineCheck({
  id: 'sbom',
  title: 'There is a bill of materials',
  proof:
    'A file in the image that is SPDX or CycloneDX in JSON and lists at least one package. Where the image has none, it may be elsewhere: AMBIGUOUS.',
  language,
  faults,
  goodShapes,
  params: z.strictObject({}),
  describe: () => 'the image has an SPDX or CycloneDX file that lists packages',
  needs: ['image', 'files'],
  run: async (_params, { image, files }) => judgeSbom(files, image.reference),
});

const named = /^s?bom\.json$|\.(?:spdx|cdx|s?bom)(?:\.json)?$/i;

export function judgeSbom({ texts }: ImageFiles, reference: string): Verdict {
  const found = [...texts].filter(([file]) => named.test(path.posix.basename(file)));
  if (found.length === 0) {
    throw new Ambiguous(
      'The image has no file named like a bill of materials (sbom.json, *.spdx.json, *.cdx.json)',
      'Copy it into the image, or check it where it is made.',
    );
  }
  const counts = found.map(([file, text]) => ({ file, packages: packagesIn(text) }));
  const best = counts.find(({ packages }) => packages > 0);
  const command = `docker run --rm --entrypoint cat ${reference} ${found[0]?.[0]}`;
  if (best !== undefined) {
    return {
      status: 'PASS',
      evidence: `${best.file} lists ${best.packages} packages`,
      measured: { packages: best.packages },
      command,
    };
  }
  return {
    status: 'FAIL',
    evidence: `${counts[0]?.file} lists no package, or is neither SPDX nor CycloneDX`,
    expected: 'SPDX or CycloneDX in JSON, with packages',
    actual: (found[0]?.[1] ?? '').slice(0, 200) || '(empty)',
    fix: 'Make it of the image: syft IMAGE -o spdx-json',
    command,
  };
}

const document = z.union([
  z.looseObject({
    spdxVersion: z.string(),
    packages: z.array(z.looseObject({ name: z.string() })),
  }),
  z.looseObject({
    bomFormat: z.literal('CycloneDX'),
    components: z.array(z.looseObject({ name: z.string() })),
  }),
]);

function packagesIn(text: string): number {
  try {
    const read = document.parse(JSON.parse(text));
    return 'components' in read
      ? (read.components as unknown[]).length
      : (read.packages as unknown[]).length;
  } catch {
    return 0;
  }
}
