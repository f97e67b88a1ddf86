import { randomBytes } from 'node:crypto';
import { mutate as makeMutants } from '../mutate/mutate.ts';
import { mutationText, scoreOf } from '../mutate/report.ts';
import { interruptible } from './run/interruption.ts';
import type { CheckOptions } from './run/options.ts';
import { prepareRun } from './run/prepare.ts';
import { readSpec } from './run/read-spec.ts';

/** What the command line gives, as commander reads it. */
export type MutateOptions = Pick<
  CheckOptions,
  'image' | 'allowExec' | 'config' | 'passEnv' | 'settings'
> & { readonly min: number; readonly format: 'text' | 'json' };

/** `spec-check mutate`: which faults the spec would notice. Returns 1 where that is less than `--min` percent. */
export async function mutate(file: string, options: MutateOptions): Promise<number> {
  const { spec, items } = await readSpec(file, options);
  const { secrets, warnings, ...prepared } = await prepareRun(file, spec, items, options);
  // Mutants are pushed to no real registry, and write into no database but their own.
  const own = { registry: undefined, secondEngine: undefined, databaseUrl: undefined };
  const say = (line: string) => process.stderr.write(`${secrets.redact(line)}\n`);
  for (const warning of warnings) say(`Warning: ${warning}`);
  return interruptible(async (signal) => {
    const runId = randomBytes(4).toString('hex');
    const progress = (line: string) => say(`  ${line}`);
    const run = { runId, options: { ...prepared.options, ...own }, signal, secrets, progress };
    const mutation = await makeMutants(spec, items, run);
    const score = scoreOf(mutation.mutants);
    const report =
      options.format === 'json'
        ? JSON.stringify({ schema: 1, ...score, ...mutation }, null, 2)
        : mutationText(mutation);
    process.stdout.write(`${secrets.redact(report)}\n`);
    return score.percent < options.min ? 1 : 0;
  });
}
