import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';

/** Writes `sbom.cdx.json` (CycloneDX) and `licenses.txt` of the bundle; `inputs` are its files. The same inputs give the same bytes. */
export async function writeMaterials(folder: string, inputs: readonly string[]) {
  const packages = await packagesOf(inputs);
  const components = packages.map(({ text: _, ...component }) => component);
  const bill = {
    ...{ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 },
    metadata: { component: { type: 'application', name: 'task-api' } },
    components,
  };
  await writeFile(path.join(folder, 'sbom.cdx.json'), JSON.stringify(bill));
  const licenses = packages.map(({ purl, text }) => `${purl}\n\n${text}\n`);
  await writeFile(path.join(folder, 'licenses.txt'), licenses.join(`\n${'='.repeat(80)}\n\n`));
}

/** `purl` names one version of one package everywhere: `pkg:npm/express@5.3.0`. */
async function packagesOf(inputs: readonly string[]) {
  const folders = inputs.flatMap((input) => {
    const [found] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? [];
    return found === undefined ? [] : [found];
  });
  return Promise.all(
    [...new Set(folders)].sort().map(async (folder) => {
      const manifest = await readFile(path.join(folder, 'package.json'), 'utf8');
      const { name, version, license } = packageFile.parse(JSON.parse(manifest));
      const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file && (await readFile(path.join(folder, file), 'utf8')).trim();
      return {
        ...{ type: 'library', name, version, licenses: [{ expression: license }] },
        purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
        text: text ?? `${license}: the package holds no text of it.`,
      };
    }),
  );
}

const packageFile = z.object({ name: z.string(), version: z.string(), license: z.string() });
