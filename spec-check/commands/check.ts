import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { closest } from 'fastest-levenshtein';
import type { CheckId } from '../checks/check.ts';
import { checks } from '../checks/registry.ts';
import { progressLine } from '../report/progress.ts';
import type { Report } from '../report/report.ts';
import { table } from '../report/table.ts';
import { malformedAdvice } from '../resources/database-advice.ts';
import { parsePostgresUrl } from '../resources/postgres-url.ts';
import type { RunOptions } from '../resources/resource.ts';
import { Secrets } from '../resources/secrets.ts';
import { planRun } from '../run/plan.ts';
import { run } from '../run/run.ts';
import type { Interpretation } from '../spec/interpret.ts';
import { type Spec, SpecError } from '../spec/spec.ts';
import { readSpec } from './read-spec.ts';

/** What the command line gives, as commander reads it. */
export interface CheckOptions {
  readonly image?: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly format: 'table' | 'json';
  readonly strict: boolean;
  readonly keep: boolean;
  /** Seconds. */
  readonly timeout: number;
  readonly registry?: string;
  readonly secondEngine?: string;
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

function checkIds(words: readonly string[] = []): CheckId[] {
  const known = checks.map(({ id }) => id);
  return words
    .flatMap((word) => word.split(','))
    .filter(Boolean)
    .map((word) => {
      const id = known.find((candidate) => candidate === word);
      if (id !== undefined) return id;
      throw new SpecError('unknown-check', `Expected the id of a check, got "${word}".`, {
        hint: `Did you mean "${closest(word, known)}"? All: ${known.join(', ')}`,
      });
    });
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
    registry: options.registry ?? spec.defaults.registry,
    secondEngine: options.secondEngine,
    databaseUrl: options.databaseUrl,
    keep: options.keep,
    timeout: options.timeout * 1000,
  };
}

/** The default port that a sentence of the spec promises, for an image that exposes none. */
function portInSpec(items: readonly Interpretation[]): number | undefined {
  for (const request of items.flatMap(({ checks: requests }) => requests)) {
    const { default: port } = request.params as { readonly default?: unknown };
    if (request.check === 'port' && typeof port === 'number') return port;
  }
  return undefined;
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

/** Ctrl-C and SIGTERM abort the run, which then cleans up; a second one ends it at once. */
function interruption() {
  const controller = new AbortController();
  let exitCode: number | undefined;
  let first = 0;
  const on = (code: number) => () => {
    // npm and the terminal both deliver the one Ctrl-C.
    if (exitCode !== undefined && performance.now() - first < 1000) return;
    first = performance.now();
    if (exitCode !== undefined) {
      process.stderr.write('Ended before everything was removed; run: spec-check clean\n');
      process.exit(code);
    }
    exitCode = code;
    process.stderr.write('\nInterrupted: removing what was started …\n');
    controller.abort(new Error('interrupted'));
  };
  const interrupted = on(130);
  const terminated = on(143);
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', terminated);
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    stop() {
      process.off('SIGINT', interrupted);
      process.off('SIGTERM', terminated);
    },
  };
}

function sayWhatIsKept(report: Report): void {
  if (report.image === null) return;
  process.stderr.write(
    'Kept for a look: docker ps --filter label=spec-check.keep; spec-check clean removes it.\n',
  );
}
