import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { watch } from 'chokidar';
import { mattersBelow, meaningOf, type Watched } from './watched.ts';

/** Changed files, gathered while nobody asks for them too. */
export interface Changes extends AsyncDisposable {
  /** What has changed since the last call, once nothing more changes for a moment. Rejects when the signal aborts. */
  readonly next: (signal: AbortSignal) => Promise<string[]>;
}

/** Milliseconds of quiet: an editor that saves several files, a checkout. */
const quiet = 200;

/**
 * Watches what matters in a folder, and a spec that lies elsewhere. chokidar, because Node's own recursive
 * watch cannot leave out a folder like node_modules, and loses files that editors replace.
 * Resolves when it watches.
 */
export async function changesIn(
  folder: string,
  watched: Watched,
  failed: (error: unknown) => void,
): Promise<Changes> {
  const changed = new Set<string>();
  let last = 0;
  let wake = () => {};
  const inFolder = (file: string) => path.relative(folder, file).split(path.sep).join('/');
  // A file that is replaced is seen from its folder.
  const spec = path.resolve(folder, watched.spec);
  const roots = watched.spec.startsWith('../') ? [folder, path.dirname(spec)] : [folder];
  const watcher = watch(roots, {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (file) => {
      if (roots.includes(file) || file === spec) return false;
      const relative = inFolder(file);
      return (
        relative.startsWith('../') ||
        (meaningOf(relative, watched) === 'nothing' && !mattersBelow(relative, watched))
      );
    },
  });
  watcher.on('all', (_event, file) => {
    changed.add(inFolder(file));
    last = performance.now();
    wake();
  });
  watcher.on('error', failed);
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  return {
    async next(signal) {
      while (changed.size === 0) {
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        const stop = () => reject(signal.reason);
        wake = resolve;
        signal.addEventListener('abort', stop, { once: true });
        if (signal.aborted) stop();
        await promise.finally(() => signal.removeEventListener('abort', stop));
      }
      for (;;) {
        const left = last + quiet - performance.now();
        if (left <= 0) break;
        await sleep(left, undefined, { signal });
      }
      const files = [...changed];
      changed.clear();
      return files;
    },
    [Symbol.asyncDispose]: () => watcher.close(),
  };
}
