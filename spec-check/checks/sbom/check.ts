import path from 'node:path';
import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { counted } from '../../model/format.ts';
import { fromJson } from '../../model/from-json.ts';
import { Ambiguous } from '../../model/verdict.ts';

export const sbom = defineCheck({
  title: 'There is a bill of materials',
  proof:
    'A file in the image that is SPDX or CycloneDX in JSON and lists at least one package. Where the image has none, it may be elsewhere: AMBIGUOUS.',
  language: {
    with: 'attach answer image container docker ours build system it every now present build-time resource_create release format push registry carry',
    senses: [{ says: 'sbom present|there|image|attach|answer|build-time|resource_create' }],
    examples: ['SBOM generated', 'The image has an SBOM', 'SBOM produced at build time'],
  },
  faults: [
    ['no list at all', 'bad-files', '', /lists no package/],
    ['an empty list', 'busybox', '', /lists no package/],
  ],
  goodShapes: [['good-files']],
  needs: ['image', 'files'],
  run: (_params, { image, files }) => {
    const found = [...files.texts]
      .filter(([file]) => named.test(path.posix.basename(file)))
      .map(([file, text]) => ({ file, packages: packagesIn(text) }));
    const [best] = found.toSorted((a, b) => b.packages - a.packages);
    if (best === undefined)
      throw new Ambiguous(
        'The image has no file named like a bill of materials (sbom.json, *.spdx.json, *.cdx.json)',
        'Copy it into the image, or check it where it is made.',
      );
    return {
      holds: best.packages > 0,
      evidence: `${best.file} lists ${counted(best.packages, 'package')}`,
      wrong: `${best.file} lists no package, or is neither SPDX nor CycloneDX`,
      fix: 'Make it of the image: syft IMAGE -o spdx-json',
      measured: { packages: best.packages },
      command: `docker run --rm --entrypoint cat ${image.reference} ${best.file}`,
    };
  },
});

const named = /^s?bom\.json$|\.(?:spdx|cdx|s?bom)(?:\.json)?$/i;

const packages = z.array(z.looseObject({ name: z.string() }));
const document = z.union([
  z.object({ spdxVersion: z.string(), packages }),
  z.object({ bomFormat: z.literal('CycloneDX'), components: packages }),
]);

function packagesIn(text: string): number {
  const bom = fromJson(document, text) ?? { packages: [] };
  return ('packages' in bom ? bom.packages : bom.components).length;
}
