import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { progressLine } from '../report/progress.ts';
import type { Report } from '../report/report.ts';
import { table } from '../report/table.ts';
import { malformedAdvice } from '../resources/database-advice.ts';
import { parsePostgresUrl } from '../resources/postgres-url.ts';
import type { RunOptions } from '../resources/resource.ts';
import { Secrets } from '../resources/secrets.ts';
import { planRun, portInSpec } from '../run/plan.ts';
import { run } from '../run/run.ts';
import type { Interpretation } from '../spec/interpret.ts';
import { type Spec, SpecError } from '../spec/spec.ts';
import { checkIds } from './check-ids.ts';
import { interruption } from './interruption.ts';
import { readSpec } from './read-spec.ts';

/** What the command line gives, as commander reads it. */
export interface CheckOptions {
  readonly image?: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly format: 'table' | 'json';
  readonly strict: boolean;
  readonly keep: boolean;
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
  const options = { ...given, databaseUrl: given.databaseUrl?.trim() || undefined };
  if (options.databaseUrl !== undefined && parsePostgresUrl(options.databaseUrl) === undefined) {
    throw new SpecError('bad-database-url', malformedAdvice(options.databaseUrl), {
      hint: 'Correct DATABASE_URL or --database-url, or leave it out for an embedded PostgreSQL.',
    });
  }
  const { spec, items } = await readSpec(file);
  const plan = planRun(spec, items, { only: checkIds(options.only), skip: checkIds(options.skip) });
  const interrupt = interruption();
  try {
    const report = await run(plan, {
      context: {
        runId: randomBytes(4).toString('hex'),
        options: await runOptions(spec, items, options),
        signal: interrupt.signal,
        secrets: secretsOf(options.databaseUrl),
      },
      strict: options.strict,
      emit: (event) => {
        const line = progressLine(event);
        if (line !== undefined) process.stderr.write(`${line}\n`);
      },
    });
    process.stdout.write(
      `${options.format === 'json' ? JSON.stringify(report, null, 2) : table(report, process.stdout.columns ?? 120)}\n`,
    );
    if (options.keep) sayWhatIsKept(report);
    return report.exitCode;
  } catch (error) {
    if (interrupt.exitCode() === undefined) throw error;
    process.stderr.write('Interrupted; everything that was started is removed.\n');
    return interrupt.exitCode() ?? 130;
  } finally {
    interrupt.stop();
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
  options: Omit<CheckOptions, 'databaseUrl'> & { readonly databaseUrl: string | undefined },
): Promise<RunOptions> {
  const context = process.cwd();
  return {
    context,
    image: options.image,
    name: spec.defaults.image ?? (await projectName(context)),
    port: spec.defaults.port,
    portInSpec: portInSpec(items),
    api: spec.defaults,
    registry: options.registry ?? spec.defaults.registry,
    secondEngines: options.secondEngine ?? [],
    databaseUrl: options.databaseUrl,
    keep: options.keep,
    allowExec: options.allowExec,
    timeout: options.timeout * 1000,
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
