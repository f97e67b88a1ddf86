import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const modules = path.join(root, 'node_modules');
const windows = process.platform === 'win32';
const node = path.join(modules, 'node', 'bin', windows ? 'node.exe' : 'node');

/** Runs Node 24 of the devDependency with these arguments, once the locked packages are installed. For Node 20 and later. Exits as the program does; 3 when nothing can be installed. @param {readonly string[]} args */
export async function bootstrap(args) {
  try {
    await install();
  } catch (error) {
    process.stderr.write(
      `packages-not-installed: ${error instanceof Error ? error.message : error}\n  Check that npm is installed, the folder of the project may be written to, and the package registry answers (npm ping); then run again.\n`,
    );
    process.exit(3);
  }
  process.exit(await run(args));
}

/** Two runs that start together install once. */
async function install() {
  if (isInstalled()) return;
  const lock = path.join(root, '.cache', 'installing');
  await acquire(lock);
  try {
    // Another run may have installed them while this one waited.
    if (isInstalled()) return;
    const why = existsSync(modules) ? 'they are out of date' : 'first run';
    process.stderr.write(`Installing the locked packages (npm ci): ${why}\n`);
    // NODE_ENV=production would leave out what the tests need.
    npm('ci', '--include=dev');
    // Install scripts are off, or wait for a yes: this one is the project's own choice.
    if (!existsSync(node)) npm('rebuild', 'node', '--ignore-scripts=false');
  } finally {
    rmSync(lock);
  }
}

/** npm writes its own list after it has installed the lock file's. */
function isInstalled() {
  const installed = path.join(modules, '.package-lock.json');
  if (!existsSync(installed) || !existsSync(node)) return false;
  return statSync(installed).mtimeMs >= statSync(path.join(root, 'package-lock.json')).mtimeMs;
}

/** @param {string[]} args */
function npm(...args) {
  // Not by the Node that it is about to replace.
  const PATH = (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((folder) => !folder.startsWith(modules))
    .join(path.delimiter);
  const { error, status, stderr } = spawnSync(windows ? 'npm.cmd' : 'npm', args, {
    cwd: root,
    shell: windows,
    encoding: 'utf8',
    // `npm run -s` would hide the reason of a failure.
    env: { ...process.env, PATH, npm_config_loglevel: 'error' },
  });
  if (status === 0) return;
  // Without the stack.
  const reason = stderr?.split('\n').filter((line) => !/^(npm error)?( {2,}| [{}]|$)/.test(line));
  throw error ?? new Error([`npm ${args[0]} failed:`, ...reason].join('\n  '));
}

/** Waits for another run that installs, unless that one died. @param {string} lock */
async function acquire(lock) {
  mkdirSync(path.dirname(lock), { recursive: true });
  for (;;) {
    try {
      return writeFileSync(lock, String(process.pid), { flag: 'wx' });
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      if (code !== 'EEXIST') throw error;
    }
    try {
      process.kill(Number(readFileSync(lock, 'utf8')), 0);
    } catch {
      rmSync(lock, { force: true });
    }
    await sleep(200);
  }
}

/** Gives Node's exit code, 128 + n for signal n. @param {readonly string[]} args @returns {Promise<number>} */
function run(args) {
  const child = spawn(node, args, {
    stdio: 'inherit',
    env: {
      // Compiled once, not at every start.
      NODE_COMPILE_CACHE: path.join(modules, '.cache', 'node'),
      ...process.env,
      PATH: [path.join(modules, '.bin'), path.dirname(node), process.env.PATH].join(path.delimiter),
    },
  });
  let passed = Number.NEGATIVE_INFINITY;
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => {
      // A terminal sends its Ctrl-C to the whole group: the program has it, and this waits for its clean-up.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      // npm passes on what it gets, too: one signal to the group would arrive several times.
      if (performance.now() - passed < 1000) return;
      passed = performance.now();
      child.kill(signal);
    });
  return new Promise((resolve) => {
    child.once('error', ({ message }) => {
      process.stderr.write(`${node} cannot be started: ${message}\n`);
      resolve(3);
    });
    child.once('exit', (code, signal) =>
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bootstrap(process.argv.slice(2));
