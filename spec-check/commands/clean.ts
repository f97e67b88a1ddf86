import { findEngine } from '../docker/engine.ts';
import { clean } from '../docker/labels.ts';
import { counted } from '../model/format.ts';

export async function removeAll(): Promise<void> {
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const signal = AbortSignal.timeout(120_000);
  const { docker } = await findEngine({ log, signal });
  const tried = await clean(docker, signal);
  for (const words of tried.flatMap(({ refused }) => refused)) log(`Not removed: ${words}`);
  const removed = tried.filter(({ removed: names }) => names.length > 0);
  for (const { kind, removed: names } of removed)
    process.stdout.write(`Removed ${counted(names.length, kind)}: ${names.join(', ')}\n`);
  if (removed.length === 0) process.stdout.write('Nothing to remove.\n');
}
