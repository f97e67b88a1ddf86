import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasEnded } from '../model/container-state.ts';
import type { Docker } from '../model/docker.ts';
import type { SetUp } from './engine.ts';
import { inspectContainer } from './inspect.ts';
import { helperLabels, removeContainers } from './labels.ts';

const titles = {
  registry: 'local registry',
  engine: 'second engine',
  database: 'database server',
} as const;

/** A container that stays warm between runs until a day has passed without use. */
export interface Helper {
  readonly kind: keyof typeof titles;
  readonly image: string;
  readonly options: readonly string[];
  readonly command?: readonly string[];
  readonly idleSeconds?: number;
  readonly isReady: (name: string) => Promise<boolean>;
}

/** The name of the running helper, which answers; one that does not come up is made anew, once. */
export async function warmHelper(
  { docker, log, signal }: SetUp & { readonly docker: Docker },
  helper: Helper,
): Promise<string> {
  const { kind, image, options, command = [], idleSeconds = day } = helper;
  // The name tells what it was made from, so that runs of other versions have helpers beside it.
  const madeFrom = JSON.stringify([image, options, command]);
  const name = `spec-check-${kind}-${createHash('sha256').update(madeFrom).digest('hex').slice(0, 12)}`;
  let failed: Awaited<ReturnType<typeof failure>>;
  for (const _attempt of ['as it is', 'made anew']) {
    const found = await inspectContainer(docker, name, signal);
    // By id, because another run may already have made a new one of this name.
    if (found && hasEnded(found.State)) await removeContainers(docker, found.Id);
    if (found?.State.Status !== 'running') {
      log(`Starting the ${titles[kind]} (stays warm for the next run)`);
      const run = ['run', '--detach', '--name', name, ...helperLabels(kind), ...options];
      const { exitCode, stderr } = await docker.run([...run, image, ...command], { signal });
      // Runs that start a helper at the same time meet at its name: one creates it, the others use that one.
      if (exitCode !== 0 && !/name \S+ is already in use/.test(stderr)) {
        await removeContainers(docker, name);
        throw new Error(`The ${titles[kind]} does not start: ${stderr.trim()}`);
      }
    }
    await docker.run(['exec', '--detach', name, 'sh', '-c', use(idleSeconds)], { signal });
    failed = await failure(docker, name, helper, signal);
    if (failed === undefined) return name;
    await removeContainers(docker, failed.id);
  }
  throw new Error(`The ${titles[kind]} does not come up: ${failed?.reason}`);
}

const day = 24 * 60 * 60;

/** Notes that it is used now. The first use leaves a process behind, which ends the helper when the last one was too long ago. */
const use = (seconds: number) => `date +%s >/tmp/used
mkdir /tmp/watched || exit
while read used </tmp/used || used=$(date +%s)
  left=$((used + ${seconds} - $(date +%s)))
  [ $left -gt 0 ]
do sleep $left; done
# Some heed only the one.
kill -INT 1; kill 1`;

async function failure(docker: Docker, name: string, { isReady }: Helper, signal: AbortSignal) {
  const deadline = performance.now() + patience;
  for (;;) {
    // An engine that is about to start refuses every command.
    if (await isReady(name).catch(() => false)) return undefined;
    signal.throwIfAborted();
    const found = await inspectContainer(docker, name, signal);
    const stopped = found === undefined || hasEnded(found.State);
    if (stopped || performance.now() > deadline) {
      const { all } = await docker.run(['logs', '--tail', '3', name], { signal });
      const logs = all.trim() || '(no output)';
      const reason = stopped ? `it stopped: ${logs}` : `no answer in ${patience / 1000} s: ${logs}`;
      return { id: found?.Id ?? '', reason };
    }
    await sleep(50);
  }
}

/** Milliseconds: an engine on a busy machine needs some 10 s. */
const patience = 60_000;
