import pc from 'picocolors';
import type { RunEvent } from '../model/events.ts';
import { counted } from '../model/format.ts';
import { looks } from './report-text.ts';

/** One plain line for each thing that a person who waits wants to know; undefined for the rest. */
export function progressLine(event: RunEvent): string | undefined {
  if (event.type === 'planned') {
    const left =
      event.leftOut > 0
        ? `; ${counted(event.leftOut, 'promise')} left out by --only or --skip`
        : '';
    return `${counted(event.items.length, 'promise')}, ${counted(event.checks, 'check')}${left}`;
  }
  if (event.type === 'progress') return pc.dim(`  ${event.message}`);
  if (event.type !== 'finished') return undefined;
  const { status, check, evidence, seconds } = event.result;
  const { sign, paint } = looks[status];
  return `${paint(sign)} ${check}: ${evidence} ${pc.dim(`${seconds.toFixed(1)} s`)}`;
}
