import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * The program as a few files instead of seven hundred modules, which take half a second to find and
 * load. Made again when a source or the lock file has changed; kept in node_modules. Gives the
 * program's own file where it cannot be made, or another process was quicker: it runs all the same.
 * @param {string} root of the project
 * @param {string} entry the program's file
 * @param {readonly string[]} folders that hold all of its sources
 * @returns {Promise<string>}
 */
export async function bundled(root, entry, folders) {
  const cache = path.join(root, 'node_modules', '.cache', 'bundle');
  const name = path.basename(entry, path.extname(entry));
  try {
    const key = keyOf(root, folders);
    const folder = path.join(cache, `${name}-${key}`);
    const file = path.join(folder, `${name}.mjs`);
    if (existsSync(file)) return file;
    removeOld(cache);
    // Whole or not at all: another process may be starting from it.
    const making = `${folder}.${process.pid}`;
    await bundle(root, entry, making);
    renameSync(making, folder);
    return file;
  } catch {
    return entry;
  }
}

/**
 * Not those of today: a run that began before a source changed still loads from one.
 * @param {string} cache
 */
function removeOld(cache) {
  if (!existsSync(cache)) return;
  for (const name of readdirSync(cache)) {
    const folder = path.join(cache, name);
    if (Date.now() - statSync(folder).mtimeMs > 24 * 3600_000) rmSync(folder, { recursive: true });
  }
}

/**
 * What the bundle is made of: names, sizes and times of the sources, and the lock file.
 * @param {string} root
 * @param {readonly string[]} folders
 */
function keyOf(root, folders) {
  const hash = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json')));
  for (const folder of folders) {
    for (const name of readdirSync(folder, { recursive: true }).map(String).sort()) {
      if (!/(?<!\.test)\.(?:ts|mjs)$/.test(name)) continue;
      const { size, mtimeMs } = statSync(path.join(folder, name));
      hash.update(`${name} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * @param {string} root
 * @param {string} entry
 * @param {string} outdir
 */
async function bundle(root, entry, outdir) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [entry],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // Stack traces name the sources.
    sourcemap: 'linked',
    // CommonJS packages ask for Node's own modules.
    banner: {
      js: `import { createRequire as requireOf } from 'node:module'; const require = requireOf(${JSON.stringify(pathToFileURL(entry).href)});`,
    },
    logLevel: 'silent',
    plugins: [placesOf(root)],
    // It brings a binary of its own.
    external: ['esbuild'],
  });
}

/**
 * A source keeps its own place, though the bundle is elsewhere.
 * @param {string} root
 * @returns {import('esbuild').Plugin}
 */
function placesOf(root) {
  return {
    name: 'places',
    setup(build) {
      build.onLoad({ filter: /\.(?:ts|mjs)$/ }, ({ path: file }) => {
        if (!file.startsWith(root) || file.includes('node_modules')) return undefined;
        const contents = readFileSync(file, 'utf8')
          .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
          .replaceAll('import.meta.dirname', JSON.stringify(path.dirname(file)));
        return { contents, loader: file.endsWith('.ts') ? 'ts' : 'js' };
      });
    },
  };
}
