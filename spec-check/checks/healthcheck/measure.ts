import { isAnswering, until } from '../../api-client/exchange.ts';
import { busyMachine, machineLoad } from '../../diagnosis/busy-machine.ts';
import type { ContainerState } from '../../model/container-state.ts';
import { type Docker, MachineFault } from '../../model/docker.ts';
import { duration } from '../../model/format.ts';
import type { Container, Image, Resources } from '../../model/resources.ts';
import { declaredNotice, type HealthHistory, isLate, readFrozen } from './judge.ts';
import { observeProbe } from './probe.ts';

type Parts = Pick<Resources, 'engine' | 'image' | 'containers'>;

/** Milliseconds: the longest start period that is waited for, and how long a heartbeat may count as fresh. */
const longestWarmUp = 100_000;
const longestGrace = 45_000;

/** Milliseconds until probes of a frozen API have failed, and until one of the thawed API has succeeded. */
const limit = 30_000;

export async function watchHealth(
  declared: NonNullable<Image['config']['Healthcheck']>,
  parts: Parts,
  signal: AbortSignal,
): Promise<HealthHistory> {
  const grace = Math.min(declaredNotice(declared), longestGrace);
  const quick = await watch(parts, { timeout: '1s', healthy: 5000, grace }, signal);
  if (quick.recovers) return quick;
  // A start takes as long as the image says, and on a busy machine a probe needs longer than most.
  const healthy = Math.max(30_000, Math.min(declared.StartPeriod / 1e6, longestWarmUp) + 15_000);
  const patient = await watch(parts, { timeout: '5s', healthy, grace }, signal);
  if (patient.isIdle)
    throw new MachineFault(
      'no-health-checks',
      `The engine ran no health check within ${duration(healthy)}.`,
      'Podman leaves them to the timers of systemd: run it under systemd, or check with Docker.',
    );
  if (isLate(declared, patient) && machineLoad() >= 2)
    throw busyMachine('The probe does not end within its time limit');
  if (patient.recovers !== false) return patient;
  throw new Error(
    'the probe fails while the API is frozen, and goes on failing after that, so the one does not tell of the other',
  );
}

/** With a time limit for each probe, and milliseconds until one must have succeeded, and may still succeed. */
async function watch(
  parts: Parts,
  { timeout, healthy, grace }: { timeout: string; healthy: number; grace: number },
  signal: AbortSignal,
) {
  const { docker } = parts.engine;
  // Asks often, so that the answer doesn't take minutes; the start period may not excuse a failure.
  const options = [
    ...['--health-interval', '100ms', '--health-timeout', timeout],
    ...['--health-retries', '1', '--health-start-period', '1ms'],
  ];
  const launched = parts.containers.launch({ purpose: 'healthcheck', options }, signal);
  await using container = await launched;
  await container.answers(signal);
  const started = performance.now();
  const decided = <T>(decide: (health: ContainerState['Health']) => T | undefined, ms: number) =>
    until(async () => decide((await container.state(signal)).Health), { ms, every: 100 }, signal);
  const well = await decided((one) => (one.Status === 'healthy' ? one : undefined), healthy);
  const healthyAfter = performance.now() - started;
  const { Log: probes } = well ?? (await container.state(signal)).Health;
  const log = probes.at(-1)?.Output ?? '';
  const { detached: command } = container;
  const isIdle = probes.length === 0;
  if (well === undefined) return { healthyAfter: undefined, log, command, isIdle };
  const times = probes.flatMap(({ ExitCode, Start, End }) => (ExitCode === 0 ? End - Start : []));
  const { at, thaw } = await freeze(docker, container, signal);
  const frozen = await decided(({ Log }) => readFrozen(Log, at, grace), grace + limit);
  if (frozen === undefined)
    throw new Error(
      `the engine ended no two probes within ${(grace + limit) / 1000} s after the API was frozen`,
    );
  await thaw();
  const succeeds = ({ Log }: ContainerState['Health']) =>
    Log.some(({ Start, ExitCode }) => ExitCode === 0 && Start > frozen.last) || undefined;
  const [again, probe] = await Promise.all([
    frozen.says === 'healthy' || decided(succeeds, limit),
    observeProbe({ ...parts, container }, signal),
  ]);
  const fastest = Math.min(...times);
  return { healthyAfter, frozen, recovers: again === true, log, command, fastest, probe };
}

/** Stops the API without ending it, and makes sure that it is silent. Throws when it cannot. */
async function freeze(docker: Docker, container: Container, signal: AbortSignal) {
  const inside = ['exec', '--user', '0', container.id, 'sh', '-c'];
  // Where PID 1 is an init or a shell, the API is its child.
  const toAll = (name: string) =>
    docker.run([...inside, `kill -${name} -1`], { signal, timeout: 5000 });
  const isSilent = async () => !(await isAnswering(container.baseUrl(), 700, signal));
  await container.kill('STOP', signal);
  const isAlone = await isSilent();
  if (!isAlone) await toAll('STOP');
  if (!isAlone && !(await isSilent()))
    throw new Error(
      'the API could not be frozen: it still answers with PID 1 stopped, and the image has no shell to stop the rest',
    );
  // A probe that ran just then was stopped with the rest; those that begin later count.
  const at = Date.parse(await docker.read(['info', '--format', '{{.SystemTime}}'], { signal }));
  const thaw = async () => {
    if (!isAlone) await toAll('CONT');
    await container.kill('CONT', signal);
  };
  return { at, thaw };
}
