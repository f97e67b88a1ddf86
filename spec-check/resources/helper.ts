import type { Docker } from '../../setup/docker.ts';
import { helperLabels } from './labels.ts';

/** A container that stays warm between runs: one for each kind on an engine. */
export interface HelperContainer {
  readonly kind: 'registry' | 'engine';
  readonly image: string;
  /** `docker run` options besides name and label. */
  readonly options: readonly string[];
  readonly command?: readonly string[];
}

/**
 * The name of the running helper, started now unless it runs already from the same image. Runs that
 * start it at the same time meet at its name: one creates it, the others wait for that one.
 */
export async function warmHelper(
  docker: Docker,
  { kind, image, options, command = [] }: HelperContainer,
  signal: AbortSignal,
  progress: (message: string) => void,
): Promise<string> {
  const name = `spec-check-${kind}`;
  const wanted = (
    await docker.read(['image', 'inspect', '--format', '{{.Id}}', image], { signal })
  ).trim();
  const found = await docker.run(['inspect', '--format', '{{.Image}} {{.State.Running}}', name], {
    signal,
  });
  const [current, running] = found.stdout.trim().split(' ');
  if (found.exitCode === 0 && current === wanted) {
    if (running === 'true') return name;
    const restarted = await docker.run(['start', name], { signal });
    if (restarted.exitCode === 0) return name;
  }
  if (found.exitCode === 0) await docker.run(['rm', '--force', '--volumes', name], { signal });
  progress(
    `Starting the stand-in ${kind === 'engine' ? 'second engine' : 'registry'} (stays warm for the next run)`,
  );
  const started = await docker.run(
    ['run', '--detach', '--name', name, ...helperLabels(kind), ...options, image, ...command],
    { signal },
  );
  if (started.exitCode !== 0 && !/already in use/.test(started.stderr)) {
    await docker.run(['rm', '--force', '--volumes', name], { timeout: 30_000 });
    throw new Error(`The stand-in ${kind} does not start: ${started.stderr.trim()}`);
  }
  return name;
}
