import path from 'node:path';
import { execa } from 'execa';
import { type Compared, inTurns } from './in-turns.ts';

/** Seconds that the whole of `spec:check` takes, and without the pull on a second engine. */
export async function secondEngine(rounds: number, signal: AbortSignal): Promise<Compared> {
  const root = path.join(import.meta.dirname, '../..');
  const checked = async (...options: readonly string[]) => {
    const begun = performance.now();
    const cli = path.join(root, 'spec-check/cli.ts');
    await execa(process.execPath, [cli, 'check', ...options], {
      cwd: root,
      env: { DATABASE_URL: '' },
      cancelSignal: signal,
      timeout: 200_000,
    });
    return (performance.now() - begun) / 1000;
  };
  return inTurns(rounds, {
    subject: () => checked(),
    bare: () => checked('--skip', 'pull-elsewhere'),
  });
}
