import { execFile } from 'node:child_process';
import { glob } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * The path of a program of the distribution, as the pattern finds it; root installs its package when
 * it is missing. Undefined where that cannot be, which is told on stderr: its tests are skipped.
 */
export async function distributionProgram(
  name: string,
  pattern: string,
): Promise<string | undefined> {
  const present = await find(pattern);
  if (present !== undefined) return present;
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    // Other tests may be installing something, too.
    const wait = ['-o', 'DPkg::Lock::Timeout=120'];
    const aptGet = (...args: readonly string[]) =>
      promisify(execFile)('apt-get', [...wait, ...args], { env, timeout: 240_000 });
    const install = ['install', '--yes', '--no-install-recommends', name];
    await aptGet(...install).catch(async () => {
      await aptGet('update');
      await aptGet(...install);
    });
  } catch (error) {
    process.stderr.write(`SKIPPED: the tests with ${name}, which is not here: ${error}\n`);
  }
  return find(pattern);
}

/** The last that the pattern matches: of several versions, one that is there to stay. */
async function find(pattern: string): Promise<string | undefined> {
  const found: string[] = [];
  for await (const file of glob(pattern)) found.push(file);
  return found.sort().at(-1);
}
