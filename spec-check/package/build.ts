import { copyFile, glob, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import * as z from 'zod';
import { checks, exportedName } from '../checks/index.ts';
import { settingsJsonSchema } from '../language/settings.ts';
import { explanationSchema } from '../model/explanation.ts';
import { reportSchema } from '../model/report.ts';

/** Writes what `npm pack` packs: the program as one file for Node 22.12, what starts it, its data, and the published schemas. */
const folder = path.join(import.meta.dirname, '..');
const dist = path.join(folder, 'dist');
const file = path.join(dist, 'program.mjs');

await rm(dist, { recursive: true, force: true });
await mkdir(path.join(dist, 'schemas'), { recursive: true });
await build({
  entryPoints: [path.join(folder, 'cli.ts')],
  outfile: file,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.12',
  minifySyntax: true,
  minifyWhitespace: true,
  // Node 22 has no AsyncDisposableStack yet.
  inject: [path.join(import.meta.dirname, 'older-node.mjs')],
  // CommonJS packages ask for Node's own modules.
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
  lineLimit: 200,
  logLevel: 'warning',
  plugins: [
    {
      // The program finds them by their folders, and the package has none.
      name: 'checks',
      setup({ onLoad }) {
        const imports = checks.map(({ id }, at) => `import * as _${at} from './${id}/check.ts';`);
        const found = checks.map(({ id }, at) => `{ id: '${id}', ..._${at}.${exportedName(id)} }`);
        onLoad({ filter: /\/checks\/index\.ts$/ }, () => ({
          contents: `${imports.join('')} export const checks = [${found.join(', ')}];`,
          resolveDir: path.join(folder, 'checks'),
        }));
      },
    },
    {
      // An import of a built-in module is one of the whole file: as a call, only what a command needs is loaded, and a name that Node 22.12 lacks does not end the program.
      name: 'built-in modules',
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /^[a-z_:/0-9]+$/ }, ({ path: id }) =>
          isBuiltin(id) ? { path: id, namespace: 'built-in' } : undefined,
        );
        onLoad({ filter: /^/, namespace: 'built-in' }, ({ path: id }) => ({
          contents: `module.exports = process.getBuiltinModule('${id}');`,
        }));
      },
    },
  ],
  // Only `prove` needs esbuild, and that is no part of the package; sigstore is for whoever installs it.
  external: ['esbuild', 'sigstore'],
});
await copyFile(path.join(import.meta.dirname, 'start.mjs'), path.join(dist, 'spec-check.mjs'));
const data = ['{diagnosis,dockerfile,language,secrets}/**/*.tsv', 'report/html/page.css'];
for await (const name of glob(data, { cwd: folder }))
  await copyFile(path.join(folder, name), path.join(dist, path.basename(name)));
const schemas = {
  report: open(reportSchema),
  explanation: open(explanationSchema),
  settings: settingsJsonSchema(),
};
for (const [name, schema] of Object.entries(schemas)) {
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  await writeFile(path.join(dist, 'schemas', `${name}.schema.json`), text);
}
const { size } = await stat(file);
process.stdout.write(`${path.relative('', file)}: ${(size / 1e6).toFixed(2)} MB\n`);

/** Fields may be added to what is printed: whoever validates must let them pass. */
function open(type: z.ZodType): object {
  return z.toJSONSchema(type, {
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
}
