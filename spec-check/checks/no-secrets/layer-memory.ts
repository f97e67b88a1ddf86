import { createHash, hash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { cacheFolder } from '../../docker/cache-folder.ts';
import type { Layer, LayerMemory } from './archive.ts';

/** In this process of every layer, on this machine of those without a secret. Told apart by the detectors, and by the values that were searched for. */
export async function layerMemory(
  known: readonly string[],
  folder = path.join(cacheFolder, 'searched-layers'),
  inProcess = ofThisProcess,
): Promise<LayerMemory> {
  const searched = JSON.stringify([await detectors(), known]);
  const fileOf = (name: string) => path.join(folder, hash('sha256', `${searched}\n${name}`));
  return {
    recall: async (name) => inProcess.get(fileOf(name)) ?? read(fileOf(name)),
    async keep(name, layer) {
      const file = fileOf(name);
      inProcess.set(file, layer);
      const isClean = layer.found.every((one) => 'closed' in one);
      // Each layout calls a layer by a digest: of itself, or of all layers down to it.
      if (!isClean || !/[\da-f]{64}/.test(name)) return;
      // What cannot be written is searched again.
      await write(file, serialize(layer)).catch(() => {});
    },
  };
}

const ofThisProcess = new Map<string, Layer>();

/** Undefined where it is not there, or not whole. */
async function read(file: string): Promise<Layer | undefined> {
  try {
    const layer: Layer = deserialize(await readFile(file));
    await utimes(file, new Date(), new Date());
    return layer;
  } catch {
    return undefined;
  }
}

/** Removes what nobody has used for a month, too. */
async function write(file: string, content: Buffer): Promise<void> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true });
  // Another run may read it at this moment.
  await writeFile(`${file}.${process.pid}`, content);
  await rename(`${file}.${process.pid}`, file);
  for (const name of await readdir(folder)) {
    const { mtimeMs } = await stat(path.join(folder, name));
    if (Date.now() - mtimeMs > 30 * 24 * 60 * 60_000) await rm(path.join(folder, name));
  }
}

/** A digest of what searches: where it has learned something, it searches again. */
async function detectors(): Promise<string> {
  const digest = createHash('sha256');
  // The package is one file with its tables.
  for (const place of [import.meta.dirname, path.join(import.meta.dirname, '../../secrets')])
    for (const name of (await readdir(place).catch(() => [])).toSorted())
      if (/\.(?:m?[jt]s|tsv)$/.test(name)) digest.update(await readFile(path.join(place, name)));
  return digest.digest('hex');
}
