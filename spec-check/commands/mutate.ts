import { randomBytes } from 'node:crypto';
import { SpecError } from '../model/spec.ts';
import { mutate as makeMutants } from '../mutate/mutate.ts';
import { interruptible } from './run/interruption.ts';
import type { CheckOptions } from './run/options.ts';
import { prepareRuns } from './run/prepare.ts';
import { readSpec } from './run/read-spec.ts';

type Options = Pick<CheckOptions, 'image' | 'allowExec'> & { min: number; format: 'text' | 'json' };

/** `spec-check mutate`: which faults the spec would notice. Returns 1 where that is less than `--min` percent. */
export async function mutate(file: string, { min, format, ...options }: Options): Promise<number> {
  const { spec, items } = await readSpec(file);
  const { secrets, images } = await prepareRuns(file, spec, items, options);
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
    const { mutants, leftOut } = await makeMutants(spec, items, run);
    const made = mutants.filter(({ fate }) => fate !== 'equivalent');
    const noticed = made.filter(({ fate }) => fate === 'noticed');
    const percent = Math.floor((100 * noticed.length) / (made.length || 1));
    const lines = mutants.map(({ fate, fault, because, promise }) =>
      [`${fate}: ${fault}`, because, ...(fate === 'ships' ? [`- [ ] ${promise}`] : [])].join('\n'),
    );
    const text = `${lines.join('\n')}\n${noticed.length} of ${made.length} faults would be noticed, ${percent} %.`;
    const json = JSON.stringify({ schema: 1, percent, mutants, leftOut }, null, 2);
    const report = format === 'json' ? json : text;
    process.stdout.write(`${secrets.redact(report)}\n`);
    return percent < min ? 1 : 0;
  });
}
