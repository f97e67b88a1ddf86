import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { glob } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

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
  process.stderr.write(`Installing ${name} for its tests (apt-get install ${name})\n`);
  const args = ['install', '--yes', '--no-install-recommends', name];
  // The second time with new lists: there are none yet, or the mirror has moved on.
  return (await aptGet(args)) && ((await aptGet(['update'])) ?? (await aptGet(args)));
}

/** Milliseconds for one call, with the wait for others. */
const limit = 120_000;

/** Returns why it failed, if it did. */
async function aptGet(args: readonly string[]): Promise<string | undefined> {
  const end = performance.now() + limit;
  for (;;) {
    const failure = await tryAptGet(args);
    // Another test may be installing something, too.
    if (failure === undefined || !/get lock/.test(failure) || performance.now() > end) {
      return failure;
    }
    await sleep(500);
  }
}

async function tryAptGet(args: readonly string[]): Promise<string | undefined> {
  const child = spawn('apt-get', args, {
    // The run level keeps the package from starting a server of its own.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1', LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: limit,
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  try {
    const [code, signal] = await once(child, 'close');
    return code === 0 ? undefined : said.trim() || `apt-get ended with ${code ?? signal}`;
  } catch (error) {
    // There is no apt-get here.
    return String(error);
  }
}
