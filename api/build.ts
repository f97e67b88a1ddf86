import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

/** Bundles the API into a folder: what runs in the image, with no packages beside it. */
export async function build(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await esbuild.build({
    entryPoints: {
      server: path.join(api, 'main.ts'),
      healthcheck: path.join(api, 'healthcheck.ts'),
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // Names stay as they are, for the traces in the log.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    // Packages in CommonJS ask for `require`.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  await cp(path.join(api, 'db/migrations'), path.join(folder, 'migrations'), { recursive: true });
}

const api = path.dirname(fileURLToPath(import.meta.url));

if (import.meta.main) await build('dist');
