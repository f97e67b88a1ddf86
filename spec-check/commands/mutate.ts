import { randomBytes } from 'node:crypto';
import { commandName } from '../model/command-name.ts';
import { machineFaultOf } from '../model/docker.ts';
import { SpecError } from '../model/spec.ts';
import { Ambiguous, ImageFault } from '../model/verdict.ts';
import { mutate as makeMutants } from '../mutate/mutate.ts';
import { mutationText, scoreOf } from '../mutate/report.ts';
import { AcquireError } from '../run/pool.ts';
import { interruptible } from './run/interruption.ts';
import type { CheckOptions } from './run/options.ts';
import { prepareRuns } from './run/prepare.ts';
import { readSpec } from './run/read-spec.ts';

type Options = Pick<CheckOptions, 'image' | 'allowExec' | 'passEnv'> & {
  readonly min: number;
  readonly format: 'text' | 'json';
};

/** `spec-check mutate`: which faults the spec would notice. Returns 1 where that is less than `--min` percent, 3 where it could be. */
export async function mutate(file: string, { min, format, ...options }: Options): Promise<number> {
  const found = await readSpec(file);
  const { secrets, images } = await prepareRuns(file, found, options);
  const [first, ...others] = images;
  if (first === undefined || others.length > 0)
    throw new SpecError('several-images', 'Mutants are made of one image at a time.', {
      hint: 'Give it a spec of its own.',
    });
  // Mutants are pushed to no real registry, and write into no database but their own.
  const own = { registry: undefined, secondEngine: undefined, databaseUrl: undefined };
  const progress = (line: string) => process.stderr.write(`  ${secrets.redact(line)}\n`);
  return interruptible(async (signal) => {
    const runId = randomBytes(4).toString('hex');
    const run = { runId, options: { ...first.options, ...own }, signal, secrets, progress };
    const mutation = await makeMutants(found.spec, found.items, run).catch((error: unknown) => {
      const isOfImage = [AcquireError, Ambiguous, ImageFault].some((one) => error instanceof one);
      if (!(error instanceof Error && isOfImage) || machineFaultOf(error)) throw error;
      throw new SpecError('nothing-to-mutate', error.message, {
        hint: `The image has to build and to answer first: ${commandName} check ${file}`,
      });
    });
    const score = scoreOf(mutation.mutants);
    const json = JSON.stringify({ schema: 1, ...score, ...mutation }, null, 2);
    const report = format === 'json' ? json : mutationText(mutation);
    process.stdout.write(`${secrets.redact(report)}\n`);
    return score.percent < min ? 1 : score.atLeast < min ? 3 : 0;
  });
}
