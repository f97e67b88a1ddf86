import { randomBytes } from 'node:crypto';
import { SpecError } from '../model/spec.ts';
import { mutate as makeMutants } from '../mutate/mutate.ts';
import { mutationText, scoreOf } from '../mutate/report.ts';
import { interruptible } from './run/interruption.ts';
import type { CheckOptions } from './run/options.ts';
import { prepareRuns } from './run/prepare.ts';
import { readSpec } from './run/read-spec.ts';

/** What the command line gives, as commander reads it. */
export type MutateOptions = Pick<
  CheckOptions,
  'image' | 'allowExec' | 'config' | 'passEnv' | 'settings'
> & { readonly min: number; readonly format: 'text' | 'json' };

/** `spec-check mutate`: which faults the spec would notice. Returns 1 where that is less than `--min` percent. */
export async function mutate(file: string, options: MutateOptions): Promise<number> {
  const { spec, items } = await readSpec(file, options);
  const { secrets, warnings, images } = await prepareRuns(file, spec, items, options);
  const [first, ...others] = images;
  if (first === undefined || others.length > 0)
    throw new SpecError('several-images', 'Mutants are made of one image at a time.', {
      hint: 'Give it a spec of its own.',
    });
  // Mutants are pushed to no real registry, and write into no database but their own.
  const own = { registry: undefined, secondEngine: undefined, databaseUrl: undefined };
  const say = (line: string) => process.stderr.write(`${secrets.redact(line)}\n`);
  for (const warning of warnings) say(`Warning: ${warning}`);
  return interruptible(async (signal) => {
    const runId = randomBytes(4).toString('hex');
    const progress = (line: string) => say(`  ${line}`);
    const run = { runId, options: { ...first.options, ...own }, signal, secrets, progress };
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
