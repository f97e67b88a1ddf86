import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { docsFiles } from '../http/docs.ts';
import { writeMaterials } from './materials.ts';

/** Bundles the API into a folder: what runs in the image, with no packages beside it, and what it is made of. */
export async function build(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const options = {
    absWorkingDir: sources,
    outdir: path.resolve(folder),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    // CommonJS starts quicker than a module, and has other names for its own folder and file.
    format: 'cjs',
    define: { 'import.meta.dirname': '__dirname', 'import.meta.filename': '__filename' },
    alias: {
      // Express needs only those of its 2,500 media types that this API uses.
      'mime-db': path.join(import.meta.dirname, 'media-types.json'),
      // The log's worker threads: none is started.
      'thread-stream': path.join(import.meta.dirname, 'nothing.ts'),
      worker_threads: path.join(import.meta.dirname, 'nothing.ts'),
      // Nested query strings and forms: this API takes neither.
      qs: path.join(import.meta.dirname, 'nothing.ts'),
      debug: path.join(import.meta.dirname, 'silent.cjs'),
      depd: path.join(import.meta.dirname, 'silent.cjs'),
    },
    // Half a megabyte of East Asian encodings, which this API refuses before they are needed.
    external: ['./tables/*'],
    // Names stay as they are, for the traces in the log.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  } satisfies esbuild.BuildOptions;
  const launcher = await esbuild.build({
    ...options,
    entryPoints: { server: 'image/server.ts', healthcheck: 'healthcheck.ts' },
  });
  // A function, so that V8 can take it from its code cache as it is.
  const application = await esbuild.build({
    ...options,
    entryPoints: { api: 'main.ts' },
    banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
    footer: { js: '})' },
  });
  const migrations = path.join(sources, 'db/migrations');
  await cp(migrations, path.join(folder, 'migrations'), {
    recursive: true,
    // For drizzle-kit alone.
    filter: (file) => !file.endsWith('_snapshot.json'),
  });
  const inputs = [launcher, application]
    .flatMap(({ metafile }) => Object.values(metafile.outputs))
    .flatMap((output) => Object.entries(output.inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => path.resolve(sources, file));
  const docs = await writeDocs(path.join(folder, 'docs'));
  await writeMaterials(folder, [...inputs, ...docs]);
}

/** Packed once, as it is sent. Returns the files it is made of. */
async function writeDocs(folder: string): Promise<readonly string[]> {
  await mkdir(folder);
  const packages = path.join(path.dirname(sources), 'node_modules/swagger-ui-dist');
  return Promise.all(
    Object.entries(docsFiles).map(async ([name, file]) => {
      const input = path.join(packages, file);
      await writeFile(path.join(folder, `${name}.br`), brotliCompressSync(await readFile(input)));
      return input;
    }),
  );
}

const sources = path.dirname(import.meta.dirname);

if (import.meta.main) await build('dist');
