import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { watch as watchFiles } from 'chokidar';
import type { Report } from '../model/report.ts';
import type { CheckOptions } from './run/options.ts';
import { readSpec } from './run/read-spec.ts';
import { runOnce } from './run/run-once.ts';
import { formatUserError } from './run/user-error.ts';

/** `check --watch`: runs again after each change of a file; ends by the signal, and rejects. */
export async function watch(
  file: string,
  options: CheckOptions,
  signal: AbortSignal,
): Promise<never> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  // A spec that is not there at the beginning is a mistake of the command line.
  await readSpec(file);
  const ignored = ['node_modules', '.git', options.output ?? '.git'].map((it) => path.resolve(it));
  await using watcher = new AsyncDisposableStack();
  const changes = watchFiles([process.cwd(), path.resolve(file)], {
    ignored: (name) => ignored.includes(name),
    ignoreInitial: true,
  });
  watcher.defer(() => changes.close());
  const changed = new Set<string>();
  changes.on('all', (_event, name) => changed.add(path.relative('', name)));
  changes.on('error', (error) =>
    say(`Cannot watch everything: ${error}. CHOKIDAR_USEPOLLING=1 does without the system's help.`),
  );
  let last: Report | undefined;
  for (;;) {
    try {
      last = await runOnce(file, options, signal, last);
    } catch (error) {
      const formatted = formatUserError(error);
      if (signal.aborted || formatted === undefined) throw error;
      say(formatted.text);
    }
    say(`Watching this folder and ${file}. Ctrl-C ends.`);
    while (changed.size === 0) await sleep(200, undefined, { signal });
    // An editor writes several files at once.
    await sleep(200, undefined, { signal });
    say(`\nChanged: ${[...changed].join(', ')}`);
    changed.clear();
  }
}
