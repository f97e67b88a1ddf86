import { cp, rm } from 'node:fs/promises';
import { build } from 'esbuild';

/** Bundles the API into `dist/`: what runs in the image, with no node_modules beside it. */
await rm('dist', { recursive: true, force: true });
await build({
  entryPoints: { server: 'api/main.ts', healthcheck: 'api/healthcheck.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  // Packages in CommonJS ask for `require`.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
await cp('api/db/migrations', 'dist/migrations', { recursive: true });
