import { availableParallelism, loadavg } from 'node:os';
import { MachineFault } from '../model/docker.ts';

/** The work that waits, in times of what the processors can do at once; from 2 on, slowness says nothing of an image. */
export const machineLoad = (): number => (loadavg()[0] ?? 0) / availableParallelism();

export const busyMachine = (seen: string, load = machineLoad()): MachineFault =>
  new MachineFault(
    'machine-busy',
    `${seen}, on a machine with ${load.toFixed(1)} times the work it can do at once`,
    'Run again when less runs beside it, or raise --timeout.',
  );
