import { randomBytes } from 'node:crypto';
import { pause } from '../api-client/exchange.ts';
import type { Containers } from '../model/resources.ts';

/** A name for a container that only one proof uses, even when a spec asks for the same check twice. */
export function uniqueName(purpose: string): string {
  return `${purpose}-${randomBytes(3).toString('hex')}`;
}

/**
 * Waits so long, and then until a container that is started now answers, or fails to. On a busy
 * machine a fixed time says nothing: what began earlier and still has not come will not come.
 */
export async function longEnough(
  ms: number,
  containers: Containers,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  await pause(ms, signal);
  await using later = await containers.launch({ purpose: uniqueName('later'), env }, signal);
  await later.answers(signal).catch(() => signal.throwIfAborted());
}
