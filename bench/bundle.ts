import path from 'node:path';
import { execa } from 'execa';
import { build } from '../api/image/build.ts';
import { imageArguments } from '../api/tests/process.ts';

/** What a process of the API has beside its settings, in the image; without the compile cache of this program. */
export const bundleEnvironment = {
  PATH: process.env.PATH ?? '',
  NODE_ENV: 'production',
  MALLOC_ARENA_MAX: '1',
};

/** Bundles the API with its code cache into a folder, as the image has it. Returns the command that starts it. */
export async function bakedBundle(folder: string): Promise<readonly string[]> {
  await build(folder);
  const flags = await imageArguments();
  const bake = path.join(import.meta.dirname, '../api/image/bake.ts');
  await execa(process.execPath, [...flags, '--predictable', bake, folder], {
    env: bundleEnvironment,
    extendEnv: false,
    timeout: 60_000,
  });
  return [process.execPath, ...flags, path.join(folder, 'server.cjs')];
}
