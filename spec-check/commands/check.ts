import { randomBytes } from 'node:crypto';
import {
  appendFile,
  mkdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Interpretation } from '../language/interpret.ts';
import type { Spec } from '../language/spec.ts';
import type { RunEvent } from '../model/events.ts';
import type { Report } from '../model/report.ts';
import { type Format, fileNames, rendered } from '../report/formats.ts';
import { type RunRecord, recordOf } from '../report/record.ts';
import type { KeptServer } from '../resources/kept-server.ts';
import { parsePostgresUrl } from '../resources/postgres-url.ts';
import type { RunOptions } from '../resources/resource.ts';
import type { Earlier } from '../run/earlier.ts';
import { planRun, settingsIn } from '../run/plan.ts';
import { run } from '../run/run.ts';
import { masked } from '../secrets/detectors.ts';
import { Secrets } from '../secrets/redact.ts';
import { earlier } from './earlier.ts';
import {
  badDatabaseUrl,
  badOutput,
  noOutput,
  partialWrite,
  specChanged,
  specNotWritten,
} from './refusals.ts';
import { checkIds } from './run/check-ids.ts';
import { interruption } from './run/interruption.ts';
import { readSpec } from './run/read-spec.ts';
import { showing } from './run/showing.ts';

/** What the command line gives, as commander reads it. */
export interface CheckOptions {
  readonly image?: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly format: readonly Format[];
  /** Folder for one file of each format. */
  readonly output?: string;
  readonly write: boolean;
  readonly timings: boolean;
  readonly strict: boolean;
  readonly keep: boolean;
  readonly watch: boolean;
  readonly reuse: boolean;
  readonly allowExec: boolean;
  /** Seconds. */
  readonly timeout: number;
  readonly registry?: string;
  readonly secondEngine?: readonly string[];
  readonly databaseUrl?: string;
}

/** `spec-check check`: the whole run. Returns the exit code; what was asked for is on stdout, the rest on stderr. */
export async function check(file: string, given: CheckOptions): Promise<number> {
  // An empty variable counts as unset.
  const options: UsableOptions = { ...given, databaseUrl: given.databaseUrl?.trim() || undefined };
  if (options.databaseUrl !== undefined && parsePostgresUrl(options.databaseUrl) === undefined) {
    throw badDatabaseUrl(options.databaseUrl);
  }
  if (options.write && (options.only !== undefined || options.skip !== undefined)) {
    throw partialWrite();
  }
  await readyForOutput(options);
  const interrupt = interruption();
  try {
    if (!options.watch) {
      const before = await earlier(options);
      const { exitCode } = await runOnce(file, options, interrupt.signal, before.forRun);
      await before.save();
      return exitCode;
    }
    const { watch } = await import('./watch.ts');
    return await watch(file, options, interrupt.signal);
  } catch (error) {
    if (interrupt.exitCode() === undefined) throw error;
    process.stderr.write('Interrupted; everything that was started is removed.\n');
    return interrupt.exitCode() ?? 130;
  } finally {
    interrupt.stop();
  }
}

/** What the command line gives, ready for use. */
export type UsableOptions = Omit<CheckOptions, 'databaseUrl'> & {
  readonly databaseUrl: string | undefined;
};

/** One run, from reading the spec to telling the results. `earlierFor` is what it may know of those before. */
export async function runOnce(
  file: string,
  options: UsableOptions,
  signal: AbortSignal,
  earlierFor: (options: RunOptions, spec: string) => Earlier,
  keptServer?: KeptServer,
): Promise<Report> {
  const { spec, items, source } = await readSpec(file);
  const plan = planRun(spec, items, { only: checkIds(options.only), skip: checkIds(options.skip) });
  const events: RunEvent[] = [];
  const secrets = secretsOf(options.databaseUrl);
  const show = await showing(process.stderr, process.env);
  signal.addEventListener('abort', show.stop, { once: true });
  try {
    const forRun = await runOptions(spec, items, options);
    const report = await run(plan, {
      context: {
        runId: randomBytes(4).toString('hex'),
        options: forRun,
        signal,
        secrets,
        keptServer,
      },
      strict: options.strict,
      emit: (event) => {
        events.push(event);
        show.emit(event);
      },
      earlier: earlierFor(forRun, path.relative(process.cwd(), path.resolve(file))),
    });
    show.stop();
    // What has the form of a secret stays in the spec, and goes nowhere else.
    await writeReports(recordOf(events, masked(secrets.redact(source))), options);
    if (options.write) await writeBack(source, report);
    if (options.keep) sayWhatIsKept(report);
    return report;
  } finally {
    show.stop();
    signal.removeEventListener('abort', show.stop);
  }
}

/** Before minutes are spent: whether there is a place for what is asked for. */
async function readyForOutput({
  format,
  output,
}: Pick<CheckOptions, 'format' | 'output'>): Promise<void> {
  if (output === undefined) {
    if (format.length === 1) return;
    throw noOutput(format);
  }
  try {
    await mkdir(output, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw badOutput(output, code);
  }
}

/** What was asked for on stdout, or in files with the table on stdout. */
async function writeReports(
  record: RunRecord,
  { format, output, timings }: Pick<CheckOptions, 'format' | 'output' | 'timings'>,
): Promise<void> {
  const width = process.stdout.columns ?? 120;
  const print = async (one: Format) =>
    process.stdout.write(`${await rendered(one, record, width)}\n`);
  const [only = 'table'] = format;
  await print(output === undefined ? only : 'table');
  if (output !== undefined) {
    for (const one of format) {
      const file = path.join(output, fileNames[one]);
      await writeFile(file, `${stripVTControlCharacters(await rendered(one, record, 120))}\n`);
      process.stderr.write(`Wrote ${file}\n`);
    }
    // Annotations count only where the runner reads them.
    if (format.includes('github')) await print('github');
  }
  if (format.includes('github') && process.env.GITHUB_STEP_SUMMARY) {
    const summary = await rendered('markdown', record, width);
    await appendFile(process.env.GITHUB_STEP_SUMMARY, `${summary}\n`);
  }
  if (timings) {
    const { timings: shown } = await import('../report/timings.ts');
    const { user, system } = process.cpuUsage();
    const cpu = ((user + system) / 1e6).toFixed(2);
    process.stderr.write(
      `${shown(record, process.stderr.columns ?? 120)}\n  spec-check itself used ${cpu} s of processor time; the rest is Docker's and the containers'\n`,
    );
  }
}

/** `--write`: into the spec that was checked, and into no other. */
async function writeBack(source: string, report: Report): Promise<void> {
  const { written } = await import('../report/written.ts');
  const { path: file } = report.spec;
  const text = written(source, report);
  if ((await readFile(file, 'utf8')) !== source) {
    throw specChanged(file);
  }
  if (text === source) return;
  // In one step: a spec is never half written.
  const real = await realpath(file);
  const beside = `${real}.${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(beside, text, { mode: (await stat(real)).mode });
    await rename(beside, real);
  } catch (error) {
    await rm(beside, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw specNotWritten(file, code);
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
    inSpec: settingsIn(items),
    api: spec.defaults,
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
