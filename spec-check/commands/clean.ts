import { rm } from 'node:fs/promises';
import { findEngine } from '../docker/engine.ts';
import { clean } from '../docker/labels.ts';
import { recordsFolder } from '../reuse/record-file.ts';

/** `spec-check clean`: removes everything that runs ever left, and the figures of earlier ones. */
export async function removeAll(): Promise<void> {
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const signal = AbortSignal.timeout(120_000);
  await rm(recordsFolder(process.env), { recursive: true, force: true });
  const { docker } = await findEngine({ log, signal });
  const removed = (await clean(docker, signal)).filter(({ count }) => count > 0);
  const shown = removed.map(({ kind, count }) => `${count} ${kind}${count === 1 ? '' : 's'}`);
  process.stdout.write(
    `${shown.length === 0 ? 'Nothing to remove.' : `Removed ${shown.join(', ')}.`}\n`,
  );
}
