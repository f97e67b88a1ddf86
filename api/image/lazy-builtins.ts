import { createRequire } from 'node:module';
import type { Plugin } from 'esbuild';

const require = createRequire(import.meta.url);

/**
 * Has modules of Node loaded when something of theirs is first used, not when a package asks for them:
 * several do at their start, for what a process may never do.
 */
export function lazyBuiltins(names: readonly string[]): Plugin {
  const filter = new RegExp(`^(?:node:)?(?:${names.join('|')})$`);
  return {
    name: 'lazy-builtins',
    setup({ onResolve, onLoad }) {
      onResolve({ filter, namespace: 'file' }, ({ path }) => ({
        path: path.replace('node:', ''),
        namespace: 'lazy-builtin',
      }));
      onLoad({ filter, namespace: 'lazy-builtin' }, ({ path }) => ({ contents: lazily(path) }));
    },
  };
}

function lazily(name: string): string {
  const module: unknown = require(name);
  const start = typeof module === 'function' ? '(...args) => load()(...args)' : '{}';
  const getters = Object.keys(module as object)
    .map((key) => `get ${JSON.stringify(key)}() { return load()[${JSON.stringify(key)}]; }`)
    .join(',');
  return `
    let loaded;
    const load = () => (loaded ??= require('node:${name}'));
    module.exports = Object.defineProperties(${start}, Object.getOwnPropertyDescriptors({${getters}}));
  `;
}
