import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Docker } from '../model/docker.ts';
import { imageId } from './image-id.ts';
import { helperLabels, labels, removeContainers } from './labels.ts';

const titles = {
  registry: 'local registry',
  engine: 'second engine',
  database: 'PostgreSQL server',
} as const;

/** A container that stays warm between runs: one for each kind on an engine. */
export interface HelperContainer {
  readonly kind: keyof typeof titles;
  readonly image: string;
  readonly options: readonly string[];
  readonly command?: readonly string[];
  readonly isReady: (name: string) => Promise<boolean>;
}

/** The name of the running helper, which answers; one that does not come up is made anew, once. */
export async function warmHelper(
  docker: Docker,
  helper: HelperContainer,
  signal: AbortSignal,
  progress: (message: string) => void,
): Promise<string> {
  const { kind, image, options, command = [] } = helper;
  const name = `spec-check-${kind}`;
  const id = await imageId(docker, image, signal);
  const described = JSON.stringify([id, options, command]);
  const wanted = createHash('sha256').update(described).digest('hex');
  const remove = () => removeContainers(docker, name);
  /** Runs that start a helper at the same time meet at its name: one creates it, the others use that one. */
  const start = async () => {
    const format = `{{index .Config.Labels "${labels.made}"}} {{.State.Running}}`;
    const found = await docker.run(['inspect', '--format', format, name], { signal });
    const [current, running] = found.stdout.trim().split(' ');
    if (current === wanted) {
      if (running === 'true') return;
      if ((await docker.run(['start', name], { signal })).exitCode === 0) return;
    }
    if (found.exitCode === 0) await remove();
    progress(`Starting the ${titles[kind]} (stays warm for the next run)`);
    const marks = [...helperLabels(kind), '--label', `${labels.made}=${wanted}`];
    const run = ['run', '--detach', '--name', name, ...marks, ...options, image, ...command];
    const { exitCode, stderr } = await docker.run(run, { signal });
    if (exitCode === 0 || /already in use/.test(stderr)) return;
    await remove();
    throw new Error(`The ${titles[kind]} does not start: ${stderr.trim()}`);
  };
  let reason: string | undefined;
  for (const _attempt of ['as it is', 'made anew']) {
    await start();
    reason = await failure(docker, name, helper, signal);
    if (reason === undefined) return name;
    await remove();
  }
  throw new Error(`The ${titles[kind]} does not come up: ${reason}`);
}

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
      const { all } = await docker.run(['logs', '--tail', '3', name], { signal });
      const said = all.trim() || '(no output)';
      return stopped ? `it stopped: ${said}` : `no answer in ${patience / 1000} s: ${said}`;
    }
    await sleep(50);
  }
}

/** Milliseconds: an engine on a busy machine needs some 10 s. */
const patience = 60_000;
