import { randomBytes } from 'node:crypto';
import { addAbortListener } from 'node:events';
import { attesterOf } from '../../attest/attest.ts';
import { checks } from '../../checks/index.ts';
import { connectDocker } from '../../docker/docker.ts';
import { imageId } from '../../docker/inspect.ts';
import type { RunEvent } from '../../model/events.ts';
import type { Report } from '../../model/report.ts';
import { SpecError } from '../../model/spec.ts';
import { recordOf } from '../../report/record.ts';
import { planRun } from '../../run/plan.ts';
import { runImages } from '../../run/run-images.ts';
import { checkIds } from './check-ids.ts';
import { writeReports } from './deliver.ts';
import type { CheckOptions } from './options.ts';
import { prepareRuns } from './prepare.ts';
import { readBaseline } from './read-report.ts';
import { readSpec } from './read-spec.ts';
import { showing } from './showing.ts';
import { formatUserError } from './user-error.ts';

/** One run, from the spec to the reports; what changed since the `last` one is told with it. */
export async function runOnce(
  file: string,
  options: CheckOptions,
  signal: AbortSignal,
  last?: Report,
): Promise<Report> {
  const { only, skip, strict } = options;
  const found = await readSpec(file, options);
  const { spec, items } = found;
  const plan = planRun(spec, items, { only: checkIds(only), skip: checkIds(skip) });
  const read = async () => (options.baseline ? readBaseline(options.baseline, spec.path) : []);
  const before = last ? [last] : await read();
  const { secrets, images, warnings } = await prepareRuns(file, found, options);
  const attest = await attesterOf(options);
  if (options.image !== undefined) await refuseMissing(options.image, signal);
  const none = `${options.baseline} holds no report of ${spec.path} yet`;
  for (const warning of options.baseline && before.length === 0 ? [...warnings, none] : warnings)
    process.stderr.write(`Warning: ${warning}\n`);
  const show = await showing(process.stderr, process.env, options);
  using _interrupted = addAbortListener(signal, () => show.stop(true));
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
    show.stop(false);
    await writeReports(recordOf(events, { report, catalogue: checks, before }), options);
    const attested = await attest?.(report, signal).catch((error: unknown) => {
      const message = formatUserError(error)?.text;
      // A failed attestation must not hide a result that is not 0.
      if (report.exitCode === 0 || message === undefined) throw error;
      return message;
    });
    if (attested !== undefined) process.stderr.write(`${attested}\n`);
    return report;
  } finally {
    show.stop(signal.aborted);
  }
}

async function refuseMissing(reference: string, signal: AbortSignal): Promise<void> {
  // An engine that does not answer is an ERROR of the run.
  const id = await imageId(connectDocker(), reference, signal).catch(() => '');
  if (id === undefined)
    throw new SpecError('no-such-image', `The engine has no image ${reference}.`, {
      hint: `docker images lists what is there; docker pull ${reference} gets one.`,
    });
}
