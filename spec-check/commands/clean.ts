import { findEngine } from '../docker/engine.ts';
import { clean } from '../docker/labels.ts';

export async function removeAll(): Promise<void> {
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const signal = AbortSignal.timeout(120_000);
  const { docker } = await findEngine({ log, signal });
  const tried = await clean(docker, signal);
  for (const words of tried.flatMap(({ refused }) => refused)) log(`Not removed: ${words}`);
  const removed = tried.filter(({ count }) => count > 0);
  const shown = removed.map(({ kind, count }) => `${count} ${kind}${count === 1 ? '' : 's'}`);
  process.stdout.write(
    `${shown.length === 0 ? 'Nothing to remove.' : `Removed ${shown.join(', ')}.`}\n`,
  );
}
