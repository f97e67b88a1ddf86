import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Interpretation } from '../../language/interpret.ts';
import type { Spec } from '../../language/spec.ts';
import type { RunEvent } from '../../model/events.ts';
import type { Report } from '../../model/report.ts';
import { recordOf } from '../../report/record.ts';
import { parsePostgresUrl } from '../../resources/postgres-url.ts';
import type { RunOptions } from '../../resources/resource.ts';
import { pathsInSpec, planRun, portInSpec } from '../../run/plan.ts';
import { run } from '../../run/run.ts';
import { clean } from '../../secrets/clean.ts';
import { Secrets } from '../../secrets/redact.ts';
import { checkIds } from './check-ids.ts';
import { writeBack, writeReports } from './deliver.ts';
import type { UsableOptions } from './options.ts';
import { readBaseline } from './read-baseline.ts';
import { readSpec } from './read-spec.ts';
import { showing } from './showing.ts';

/** One run, from reading the spec to telling the results. */
export async function runOnce(
  file: string,
  options: UsableOptions,
  signal: AbortSignal,
): Promise<Report> {
  const { spec, items, source } = await readSpec(file);
  const plan = planRun(spec, items, { only: checkIds(options.only), skip: checkIds(options.skip) });
  const baseline =
    options.baseline === undefined ? undefined : await readBaseline(options.baseline);
  const events: RunEvent[] = [];
  const secrets = secretsOf(options.databaseUrl);
  const show = await showing(process.stderr, process.env);
  signal.addEventListener('abort', show.stop, { once: true });
  try {
    const report = await run(plan, {
      context: {
        runId: randomBytes(4).toString('hex'),
        options: await runOptions(spec, items, options),
        signal,
        secrets,
      },
      strict: options.strict,
      emit: (event) => {
        events.push(event);
        show.emit(event);
      },
    });
    show.stop();
    // What has the form of a secret stays in the spec, and goes nowhere else.
    await writeReports(recordOf(events, clean(source, secrets), baseline), options);
    if (options.write) await writeBack(source, report);
    if (options.keep) sayWhatIsKept(report);
    return report;
  } finally {
    show.stop();
    signal.removeEventListener('abort', show.stop);
  }
}

/** Known from the first line of output on. */
function secretsOf(databaseUrl: string | undefined): Secrets {
  const secrets = new Secrets();
  if (databaseUrl === undefined) return secrets;
  secrets.add(databaseUrl);
  secrets.add(parsePostgresUrl(databaseUrl)?.password ?? '');
  return secrets;
}

async function runOptions(
  spec: Spec,
  items: readonly Interpretation[],
  options: UsableOptions,
): Promise<RunOptions> {
  const context = process.cwd();
  return {
    context,
    image: options.image,
    name: spec.defaults.image ?? (await projectName(context)),
    port: spec.defaults.port,
    portInSpec: portInSpec(items),
    api: { ...spec.defaults, paths: pathsInSpec(items) },
    registry: options.registry ?? spec.defaults.registry,
    secondEngines: options.secondEngine ?? [],
    databaseUrl: options.databaseUrl,
    keep: options.keep,
    allowExec: options.allowExec,
    timeout: Math.ceil(options.timeout * 1000),
  };
}

/** An image name from package.json, else from the folder. */
async function projectName(folder: string): Promise<string> {
  const text = await readFile(path.join(folder, 'package.json'), 'utf8').catch(() => '{}');
  let named: unknown;
  try {
    named = (JSON.parse(text) as { name?: unknown }).name;
  } catch {
    named = undefined;
  }
  const name = typeof named === 'string' && named !== '' ? named : path.basename(folder);
  // Docker's grammar for a repository: lower case, digits, single separators.
  return (
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'image'
  );
}

function sayWhatIsKept(report: Report): void {
  if (report.image === null) return;
  process.stderr.write(
    'Kept for a look: docker ps --filter label=spec-check.keep; spec-check clean removes it.\n',
  );
}
