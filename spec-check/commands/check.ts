import { readyForOutput } from './run/deliver.ts';
import { interruptible } from './run/interruption.ts';
import type { CheckOptions } from './run/options.ts';
import { runOnce } from './run/run-once.ts';

/** `spec-check check`: the whole run. Returns the exit code; what was asked for is on stdout, the rest on stderr. */
export async function check(specs: readonly string[], options: CheckOptions) {
  await readyForOutput(options);
  const [file = '', ...others] = specs;
  if (others.length > 0 || /[*{[]/.test(file) || options.shard || options.since)
    return (await import('./many.ts')).checkMany(specs, options);
  return interruptible(async (signal) => {
    if (!options.watch) return (await runOnce(file, options, signal)).exitCode;
    const { watch } = await import('./watch.ts');
    return watch(file, options, signal);
  });
}
