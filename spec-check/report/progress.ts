import pc from 'picocolors';
import type { RunEvent } from '../model/events.ts';
import { counted } from '../model/format.ts';

/** One plain line for each thing that a person who waits wants to know; undefined for the rest. */
export function progressLine(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'planned':
      return `${counted(event.items.length, 'promise')}, ${counted(event.checks, 'check')}${event.leftOut > 0 ? `; ${counted(event.leftOut, 'promise')} left out by --only or --skip` : ''}`;
    case 'progress':
      return pc.dim(`  ${event.message}`);
    case 'finished':
      return `${mark[event.result.status]} ${event.result.check}: ${event.result.evidence} ${pc.dim(`${event.result.seconds.toFixed(1)} s`)}`;
    default:
      return undefined;
  }
}

/** A sign for each status, told apart without colours. */
export const mark = {
  PASS: pc.green('✓'),
  FAIL: pc.red('✗'),
  UNVERIFIED: pc.yellow('?'),
  AMBIGUOUS: pc.yellow('?'),
  ERROR: pc.magenta('!'),
  WAIVED: pc.cyan('-'),
};
