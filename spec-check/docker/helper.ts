import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Docker } from '../model/docker.ts';
import { imageId } from './image-id.ts';
import { helperLabels, labels } from './labels.ts';

const titles = {
  registry: 'local registry',
  engine: 'second engine',
  database: 'PostgreSQL server',
} as const;

/** A container that stays warm between runs: one for each kind on an engine. */
export interface HelperContainer {
  readonly kind: keyof typeof titles;
  readonly image: string;
  /** `docker run` options besides name and label. */
  readonly options: readonly string[];
  readonly command?: readonly string[];
  /** Whether the program inside answers. */
  readonly isReady: (name: string) => Promise<boolean>;
}

/**
 * The name of the running helper, which answers. It is started now unless it runs already as it is
 * described here. One that does not come up is made anew, once: a machine that lost its power leaves
 * helpers that start no more.
 */
export async function warmHelper(
  docker: Docker,
  helper: HelperContainer,
  signal: AbortSignal,
  progress: (message: string) => void,
): Promise<string> {
  const name = `spec-check-${helper.kind}`;
  await run(docker, name, helper, signal, progress);
  if ((await failure(docker, name, helper, signal)) === undefined) return name;
  await docker.run(['rm', '--force', '--volumes', name], { signal });
  await run(docker, name, helper, signal, progress);
  const reason = await failure(docker, name, helper, signal);
  if (reason === undefined) return name;
  await docker.run(['rm', '--force', '--volumes', name], { signal });
  throw new Error(`The ${titles[helper.kind]} does not come up: ${reason}`);
}

/** Runs that start a helper at the same time meet at its name: one creates it, the others use that one. */
async function run(
  docker: Docker,
  name: string,
  { kind, image, options, command = [] }: HelperContainer,
  signal: AbortSignal,
  progress: (message: string) => void,
): Promise<void> {
  const id = await imageId(docker, image, signal);
  const wanted = createHash('sha256')
    .update(JSON.stringify([id, options, command]))
    .digest('hex');
  const format = `{{index .Config.Labels "${labels.made}"}} {{.State.Running}}`;
  const found = await docker.run(['inspect', '--format', format, name], { signal });
  const [current, running] = found.stdout.trim().split(' ');
  if (found.exitCode === 0 && current === wanted) {
    if (running === 'true') return;
    const restarted = await docker.run(['start', name], { signal });
    if (restarted.exitCode === 0) return;
  }
  if (found.exitCode === 0) await docker.run(['rm', '--force', '--volumes', name], { signal });
  progress(`Starting the ${titles[kind]} (stays warm for the next run)`);
  const marks = [...helperLabels(kind), '--label', `${labels.made}=${wanted}`];
  const created = ['run', '--detach', '--name', name, ...marks, ...options, image, ...command];
  const started = await docker.run(created, { signal });
  if (started.exitCode !== 0 && !/already in use/.test(started.stderr)) {
    await docker.run(['rm', '--force', '--volumes', name], { timeout: 30_000 });
    throw new Error(`The ${titles[kind]} does not start: ${started.stderr.trim()}`);
  }
}

/** Waits until the helper answers; why it never will, otherwise. */
async function failure(
  docker: Docker,
  name: string,
  { isReady }: HelperContainer,
  signal: AbortSignal,
): Promise<string | undefined> {
  const deadline = performance.now() + patience;
  for (;;) {
    // An engine that is about to start refuses every command.
    if (await isReady(name).catch(() => false)) return undefined;
    signal.throwIfAborted();
    const state = await docker.run(['inspect', '--format', '{{.State.Running}}', name], { signal });
    const stopped = state.stdout.trim() !== 'true';
    if (stopped || performance.now() > deadline) {
      const { stdout, stderr } = await docker.run(['logs', '--tail', '3', name], { signal });
      const said = `${stdout}${stderr}`.trim() || '(no output)';
      return stopped ? `it stopped: ${said}` : `no answer in ${patience / 1000} s: ${said}`;
    }
    await sleep(50);
  }
}

/** Milliseconds: an engine on a busy machine needs some 10 s. */
const patience = 60_000;
