import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { checks } from '../../checks/index.ts';
import { connectDocker } from '../../docker/docker.ts';
import { commandName } from '../../model/command-name.ts';
import type { RunEvent } from '../../model/events.ts';
import { type Report, reportSchema } from '../../model/report.ts';
import { SpecError } from '../../model/spec.ts';
import { recordOf } from '../../report/record.ts';
import { planRun } from '../../run/plan.ts';
import { runImages } from '../../run/run-images.ts';
import { checkIds } from './check-ids.ts';
import { writeReports } from './deliver.ts';
import type { CheckOptions } from './options.ts';
import { prepareRuns } from './prepare.ts';
import { readSpec } from './read-spec.ts';
import { showing } from './showing.ts';

/** One run, from reading the spec to telling the results. */
export async function runOnce(
  file: string,
  options: CheckOptions,
  signal: AbortSignal,
): Promise<Report> {
  const { only, skip, strict } = options;
  const { spec, items } = await readSpec(file, options);
  const plan = planRun(spec, items, { only: checkIds(only), skip: checkIds(skip) });
  const baseline = options.baseline && (await readBaseline(options.baseline));
  const { secrets, images, warnings } = await prepareRuns(file, spec, items, options);
  if (options.image !== undefined) await refuseMissing(options.image, signal);
  for (const warning of warnings) process.stderr.write(`Warning: ${warning}\n`);
  const show = await showing(process.stderr, process.env, options);
  signal.addEventListener('abort', show.stop, { once: true });
  try {
    const events: RunEvent[] = [];
    const emit = (event: RunEvent) => {
      events.push(event);
      show.emit(event);
    };
    const runId = randomBytes(4).toString('hex');
    const runs = images.map(({ image, ...prepared }) => ({
      image,
      context: { runId, options: prepared.options, signal, secrets },
    }));
    const report = await runImages(plan, runs, { strict, emit });
    show.stop();
    const found = { report, catalogue: checks, baseline: baseline || undefined };
    const record = recordOf(events, found);
    await writeReports(record, options);
    if (options.keep && report.image !== null)
      process.stderr.write(
        'Kept for a look: docker ps --filter label=spec-check.keep; spec-check clean removes it.\n',
      );
    return report;
  } finally {
    show.stop();
    signal.removeEventListener('abort', show.stop);
  }
}

/** The report of an earlier run, for `--baseline`. Throws SpecError for a file that is none. */
async function readBaseline(file: string): Promise<Report> {
  try {
    return reportSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    throw new SpecError('bad-baseline', `${file} is no report of --format json.`, {
      hint: `Make one: ${commandName} --format json > report.json`,
    });
  }
}

/** Before anything is started: whether there is an image of that name. */
async function refuseMissing(reference: string, signal: AbortSignal): Promise<void> {
  const inspect = ['image', 'inspect', '--format', '{{.Id}}', reference];
  // An engine that does not answer is an ERROR of the run.
  const found = await connectDocker()
    .run(inspect, { signal })
    .catch(() => undefined);
  if (found !== undefined && /no such image/i.test(found.stderr))
    throw new SpecError('no-such-image', found.stderr.trim(), {
      hint: `docker images lists what is there; docker pull ${reference} gets one.`,
    });
}
