import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, glob } from 'node:fs/promises';

/**
 * The path of a program of the distribution, as the pattern finds it; its package is installed when
 * it is missing. Undefined where that cannot be, which is told on stderr: its tests are skipped.
 */
export async function distributionProgram(
  name: string,
  pattern: string,
): Promise<string | undefined> {
  const present = await find(pattern);
  if (present !== undefined) return present;
  const failure = await install(name);
  const installed = await find(pattern);
  if (installed === undefined) {
    process.stderr.write(`SKIPPED: the tests with ${name}, which is not here: ${failure}\n`);
  }
  return installed;
}

/** The last that the pattern matches: of several versions, one that is there to stay. */
async function find(pattern: string): Promise<string | undefined> {
  const found: string[] = [];
  for await (const file of glob(pattern)) found.push(file);
  return found.sort().at(-1);
}

/** Returns why it failed, if it did. */
async function install(name: string): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return `only root can install it (apt-get install ${name})`;
  const apt = await access('/usr/bin/apt-get').then(
    () => true,
    () => false,
  );
  if (!apt) return 'this system has no apt-get';
  process.stderr.write(`Installing ${name} for its tests (apt-get install ${name})\n`);
  const first = await aptGet('install', ...quietly, name);
  if (first === undefined) return undefined;
  // The lists are missing, or too old for what the mirror has.
  return (await aptGet('update')) ?? (await aptGet('install', ...quietly, name));
}

const quietly = [
  ...['--yes', '--no-install-recommends'],
  // Another test may be installing something, too.
  ...['-o', 'DPkg::Lock::Timeout=60'],
];

/** Returns the last line of what it said if it failed. */
async function aptGet(...args: readonly string[]): Promise<string | undefined> {
  const child = spawn('apt-get', args, {
    // The run level keeps the package from starting a server of its own.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1', LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 120_000,
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code, signal] = await once(child, 'close');
  if (code === 0) return undefined;
  const reason = said.trim().split('\n').at(-1);
  return `apt-get ${args[0]} failed: ${reason || signal || `exit code ${code}`}`;
}
