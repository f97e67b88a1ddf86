import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Report } from '../model/report.ts';
import { KeptServer } from '../resources/kept-server.ts';
import type { RunOptions } from '../resources/resource.ts';
import { earlierRuns, type Kept } from '../reuse/earlier-runs.ts';
import { openRecord } from '../reuse/record-file.ts';
import { changesIn } from '../watch/changes.ts';
import { decide, type SpecState } from '../watch/decide.ts';
import { copiedBy, type Watched } from '../watch/watched.ts';
import { runOnce, type UsableOptions } from './check.ts';
import { readSpec } from './run/read-spec.ts';
import { formatUserError } from './run/user-error.ts';

/**
 * `check --watch`: a run, and another after each change that can matter, of what the change affects. A
 * change while a run goes on is picked up after it. Ends by the signal alone, which makes it reject.
 */
export async function watch(
  file: string,
  options: UsableOptions,
  signal: AbortSignal,
): Promise<never> {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const record = await openRecord(process.cwd(), process.env, say);
  // What passed in another session is measured again; its figures are compared.
  const kept: Kept = { ...record.kept, results: new Map() };
  await using server = new KeptServer();
  // A spec that is not there at the beginning is a mistake of the command line.
  let before: SpecState | undefined = await readSpec(file);
  for (;;) {
    const watched = await whatToWatch(file, options);
    // Open before anything is built, and as long as the build stands: no change is missed in between.
    await using changes = await changesIn(process.cwd(), watched, (error) =>
      say(
        `Cannot watch everything: ${error}. CHOKIDAR_USEPOLLING=1 does without the system's help.`,
      ),
    );
    kept.build = undefined;
    let builds = false;
    while (!builds) {
      const run = () => runOnce(file, options, signal, earlierIn(kept, options), server);
      const found = await attempt(run, say);
      signal.throwIfAborted();
      say(
        `Watching ${file}${watched.builds ? ', the Dockerfile and what it copies' : ''}. Ctrl-C ends.`,
      );
      const decision = await nextDecision();
      // What could not be measured may be the fault of what was kept.
      builds = decision.build || (found?.items.some(({ status }) => status === 'ERROR') ?? true);
      say(`\n${decision.why}`);
    }

    async function nextDecision() {
      for (;;) {
        const changed = await changes.next(signal);
        const after = await readSpec(file).catch(() => undefined);
        const decision = decide(changed, watched, before, after);
        if (!decision.run) continue;
        before = after;
        return decision;
      }
    }
  }
}

/** What was measured in this session stands as long as image and inputs are the same. */
function earlierIn(kept: Kept, { strict }: UsableOptions) {
  return (options: RunOptions, spec: string) => {
    const { databaseUrl = 'embedded', keep: _keep, ...others } = options;
    const inputs = { options: others, database: databaseUrl, strict, version: '' };
    const reuse = { statuses: ['PASS', 'FAIL'], maxAge: Number.POSITIVE_INFINITY } as const;
    return earlierRuns(kept, inputs, { spec, options, reuse });
  };
}

/** The report; undefined when the spec, or the machine, is not ready for a run, which is told. */
async function attempt(
  run: () => Promise<Report>,
  say: (line: string) => void,
): Promise<Report | undefined> {
  try {
    return await run();
  } catch (error) {
    const said = formatUserError(error);
    if (said === undefined) throw error;
    say(said.text);
    return undefined;
  }
}

async function whatToWatch(file: string, { image, output }: UsableOptions): Promise<Watched> {
  const folder = process.cwd();
  const read = (name: string) => readFile(path.join(folder, name), 'utf8').catch(() => undefined);
  const relative = (name: string) =>
    path.relative(folder, path.resolve(name)).split(path.sep).join('/');
  return {
    spec: relative(file),
    builds: image === undefined,
    copied: copiedBy((await read('Dockerfile')) ?? ''),
    // BuildKit prefers the one named after the Dockerfile.
    dockerignore: (await read('Dockerfile.dockerignore')) ?? (await read('.dockerignore')) ?? '',
    output: output === undefined ? undefined : relative(output),
  };
}
