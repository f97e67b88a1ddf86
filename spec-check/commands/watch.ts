import path from 'node:path';
import { watch as watchFiles } from 'chokidar';
import type { UsableOptions } from './run/options.ts';
import { readSpec } from './run/read-spec.ts';
import { runOnce } from './run/run-once.ts';
import { formatUserError } from './run/user-error.ts';

/**
 * `check --watch`: a run, and another after each change of a file in this folder or of the spec. A
 * change while a run goes on is picked up after it. Ends by the signal alone, which makes it reject.
 */
export async function watch(
  file: string,
  options: UsableOptions,
  signal: AbortSignal,
): Promise<never> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  // A spec that is not there at the beginning is a mistake of the command line.
  await readSpec(file);
  const ignored = ['node_modules', '.git', options.output ?? '.git'].map((name) =>
    path.resolve(name),
  );
  await using watcher = new AsyncDisposableStack();
  const changes = watchFiles([process.cwd(), path.resolve(file)], {
    ignored: (name) => ignored.includes(name),
    ignoreInitial: true,
  });
  watcher.defer(() => changes.close());
  const changed = new Set<string>();
  let wake = () => {};
  changes.on('all', (_event, name) => {
    changed.add(path.relative(process.cwd(), name));
    wake();
  });
  changes.on('error', (error) =>
    say(`Cannot watch everything: ${error}. CHOKIDAR_USEPOLLING=1 does without the system's help.`),
  );
  for (;;) {
    try {
      await runOnce(file, options, signal);
    } catch (error) {
      signal.throwIfAborted();
      const formatted = formatUserError(error);
      if (formatted === undefined) throw error;
      say(formatted.text);
    }
    signal.throwIfAborted();
    // What the run itself writes into the spec is no reason for another.
    if (options.write) changed.delete(path.relative(process.cwd(), path.resolve(file)));
    say(`Watching this folder and ${file}. Ctrl-C ends.`);
    if (changed.size === 0) await nextChange();
    say(`\nChanged: ${[...changed].join(', ')}`);
    changed.clear();
  }

  async function nextChange(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // An editor writes several files at once.
    wake = () => setTimeout(resolve, 200);
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    try {
      await promise;
    } finally {
      wake = () => {};
      signal.removeEventListener('abort', stop);
    }
  }
}
