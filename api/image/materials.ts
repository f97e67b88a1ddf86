import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';

/** Writes `sbom.cdx.json` (CycloneDX) and `licenses.txt` of the bundle; `inputs` are its files. */
export async function writeMaterials(folder: string, root: string, inputs: readonly string[]) {
  const packages = await packagesOf(inputs);
  const bill = await billOfMaterials(root, new Set(packages.map(({ purl }) => purl)));
  await writeFile(path.join(folder, 'sbom.cdx.json'), JSON.stringify(bill));
  const licenses = packages.map(({ purl, license }) => `${purl}\n\n${license}\n`);
  const line = `\n${'='.repeat(80)}\n\n`;
  await writeFile(path.join(folder, 'licenses.txt'), licenses.join(line));
}

/** `purl` names one version of one package everywhere: `pkg:npm/express@5.3.0`. */
async function packagesOf(inputs: readonly string[]) {
  const folders = inputs.flatMap((input) => {
    const [found] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? [];
    return found === undefined ? [] : [found];
  });
  return Promise.all(
    [...new Set(folders)].sort().map(async (folder) => {
      const text = await readFile(path.join(folder, 'package.json'), 'utf8');
      const { name, version, license } = packageFile.parse(JSON.parse(text));
      const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
      return {
        purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
        license:
          file === undefined
            ? `${license}: the package holds no text of it.`
            : (await readFile(path.join(folder, file), 'utf8')).trim(),
      };
    }),
  );
}

const packageFile = z.object({ name: z.string(), version: z.string(), license: z.string() });

/** A random number and the time would make each build another. */
async function billOfMaterials(root: string, bundled: ReadonlySet<string>): Promise<object> {
  const { stdout } = await promisify(execFile)(
    'npm',
    // Without development tools it would leave out what they need too.
    ['sbom', '--package-lock-only', '--include=dev', '--sbom-format=cyclonedx'],
    { cwd: root, maxBuffer: 50_000_000, timeout: 60_000 },
  );
  const { serialNumber: _random, metadata, ...bill } = document.parse(JSON.parse(stdout));
  const { timestamp: _now, ...said } = metadata;
  // npm takes the folder's name.
  const component = { ...metadata.component, name: 'task-api' };
  const components = bill.components.filter(({ purl }) => bundled.has(purl));
  const missing = [...bundled].filter((purl) => !components.some((one) => one.purl === purl));
  if (missing.length > 0) throw new Error(`The lock file does not name ${missing.join(', ')}.`);
  const references = new Set(components.map((component) => component['bom-ref']));
  const dependencies = bill.dependencies
    .filter(({ ref }) => references.has(ref))
    .map(({ ref, dependsOn }) => ({
      ref,
      dependsOn: dependsOn.filter((on) => references.has(on)),
    }));
  return { ...bill, metadata: { ...said, component }, components, dependencies };
}

const document = z.looseObject({
  serialNumber: z.string(),
  metadata: z.looseObject({ timestamp: z.string(), component: z.looseObject({}) }),
  components: z.array(z.looseObject({ 'bom-ref': z.string(), purl: z.string() })),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
});
