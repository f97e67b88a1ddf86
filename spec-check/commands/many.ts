import { hash } from 'node:crypto';
import { existsSync, globSync } from 'node:fs';
import path from 'node:path';
import { execa } from 'execa';
import { checks } from '../checks/index.ts';
import { lastLines } from '../model/format.ts';
import { type CheckResult, type Report, reportSchema } from '../model/report.ts';
import { SpecError } from '../model/spec.ts';
import { recordOf } from '../report/record.ts';
import { verdict } from '../report/report-text.ts';
import { atATime } from '../run/all-of.ts';
import { mergeReports, shardOf } from '../run/merge.ts';
import { totals } from '../run/outcome.ts';
import { type ReportOptions, readyForOutput, writeReports } from './run/deliver.ts';
import { interruptible } from './run/interruption.ts';
import type { CheckOptions } from './run/options.ts';
import { readReport } from './run/read-report.ts';

/** `spec-check check SPEC SPEC…`: each in a process of its own, in its own folder; one report of all. */
export async function checkMany(patterns: readonly string[], options: CheckOptions) {
  refuseOptionsOfOne(options);
  const { specs, plan } = await chosenSpecs(patterns, options);
  return interruptible(async (signal) => {
    const reports: Report[] = [];
    await atATime(options.workers, specs, async (spec) => {
      const report = await checkApart(spec, options, signal);
      signal.throwIfAborted();
      reports.push(report);
      process.stderr.write(`${spec}: ${verdict(report)} ${report.summary.seconds.toFixed(1)} s\n`);
    });
    const merged = mergeReports(reports.toSorted((a, b) => (a.spec.path < b.spec.path ? -1 : 1)));
    const { stdout: commit = '' } = await execa('git', ['rev-parse', 'HEAD'], { reject: false });
    const shard = options.shard && { ...options.shard, plan };
    const run = merged.run && { ...merged.run, commit: commit || null, shard };
    await write({ ...merged, run }, options);
    return merged.exitCode;
  });
}

/** `spec-check merge`: the reports of several machines as one. Returns its exit code. */
export async function merge(files: readonly string[], options: ReportOptions): Promise<number> {
  await readyForOutput(options);
  const merged = mergeReports(await Promise.all(files.map(readReport)));
  await write(merged, options);
  return merged.exitCode;
}

const write = (report: Report, options: ReportOptions) =>
  writeReports(recordOf([], { report, catalogue: checks, before: [] }), options);

/** Options for one image cannot apply to all; ignored in silence, they would seem to work. */
function refuseOptionsOfOne(options: CheckOptions): void {
  const ofOne = ['image', 'url', 'config', 'baseline', 'watch', 'attest'] as const;
  const named = [...ofOne.filter((name) => options[name]), ...Object.keys(options.settings)];
  if (named.length === 0) return;
  throw new SpecError('one-spec-only', `Several specs cannot share ${named.join(', ')}.`, {
    hint: 'Say settings in the front matter of each spec, and anything else for one spec at a time.',
  });
}

async function chosenSpecs(
  patterns: readonly string[],
  { since, shard, output = '.' }: Pick<CheckOptions, 'since' | 'shard' | 'output'>,
) {
  const found = patterns.flatMap((one) => (existsSync(one) ? one : globSync(one).toSorted()));
  const touched = since === undefined ? found : await changedSince(since, found);
  const last = path.join(output, 'report.json');
  const seconds = existsSync(last) ? secondsOf(await readReport(last)) : new Map();
  const specs = shard === undefined ? touched : shardOf(touched, shard, seconds);
  // Machines that know other specs or durations divide them differently, and might leave one out.
  const plan = hash('sha256', JSON.stringify([touched, [...seconds]]));
  if (specs.length > 0) return { specs, plan };
  const nothing = found.length === 0 ? patterns.join(' ') : (since ?? 'this shard');
  throw new SpecError('no-specs', `There is no spec to check for ${nothing}.`, {
    hint: `${found.length} were found for ${patterns.join(' ')}.`,
  });
}

/** How long each spec took, by the checks of its promises. */
function secondsOf({ items }: Report): ReadonlyMap<string, number> {
  const took = new Map<string, number>();
  for (const { spec = '', checks: own } of items)
    for (const { seconds } of own) took.set(spec, (took.get(spec) ?? 0) + seconds);
  return took;
}

async function changedSince(ref: string, specs: readonly string[]): Promise<readonly string[]> {
  const args = ['diff', '--name-only', '--relative', ref, '--'];
  const { exitCode, stdout, stderr } = await execa('git', args, { reject: false });
  if (exitCode !== 0)
    throw new SpecError('bad-since', `git knows no ${ref}: ${lastLines(stderr, 1)}`, {
      hint: 'Name a commit or a branch that was fetched: --since origin/main',
    });
  const files = stdout.split('\n');
  return specs.filter((spec) =>
    files.some((file) => !path.relative(path.dirname(spec), file).startsWith('..')),
  );
}

/** A spec that cannot be used is an ERROR of its service; the others go on. */
async function checkApart(spec: string, options: CheckOptions, signal: AbortSignal) {
  const folder = path.dirname(spec);
  const cwd = existsSync(path.join(folder, 'Dockerfile')) ? folder : '.';
  const own = ['check', path.relative(cwd, spec), '--format', 'json', ...passedOn(options)];
  const placed = (check: CheckResult) => ({
    ...check,
    ...(check.dockerfileLine !== null && {
      dockerfile: path.join(cwd, check.dockerfile ?? 'Dockerfile'),
    }),
  });
  const started = performance.now();
  const { stdout, stderr } = await execa(process.execPath, [process.argv[1] ?? '', ...own], {
    ...{ cwd, reject: false, cancelSignal: signal },
    // Not as an argument, which others on the machine could read.
    ...(options.databaseUrl && { env: { DATABASE_URL: options.databaseUrl } }),
    // On SIGINT the child removes what it started.
    ...({ killSignal: 'SIGINT', forceKillAfterDelay: 30_000 } as const),
  });
  const report = stdout.startsWith('{') ? reportSchema.parse(JSON.parse(stdout)) : undefined;
  const lastWords = lastLines(stderr, 3);
  const read = report?.items.map((item) => ({ ...item, checks: item.checks.map(placed) }));
  const items = read ?? [
    {
      ...{ id: 'spec', section: '', line: 1, text: 'The spec can be checked', proof: null },
      ...({ kind: 'criterion', status: 'ERROR', checks: [] } as const),
      evidence: `Could not be measured: ${lastWords}`,
    },
  ];
  const unread = { sha256: '', title: spec, promiseLines: 0, notChecked: [] };
  return {
    ...({ schema: 1, image: null, engine: null } as const),
    ...totals(items, (performance.now() - started) / 1000),
    ...report,
    items,
    spec: { ...unread, ...report?.spec, path: spec },
    // Labels of the images may name other commits; all services are of one tree.
    ...(report?.run && { run: { ...report.run, commit: null } }),
  };
}

const passedOn = (options: CheckOptions): string[] =>
  Object.entries({
    ...{ '--strict': options.strict, '--allow-exec': options.allowExec },
    ...{ '--only': options.only, '--skip': options.skip, '--pass-env': options.passEnv },
    ...{ '--registry': options.registry, '--second-engine': options.secondEngine },
  }).flatMap(([flag, value]) => (value ? [flag, ...(value === true ? [] : [value].flat())] : []));
