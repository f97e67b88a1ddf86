import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Runs one of the project's programs as on a machine that has everything: the locked packages are
 * installed when they are missing or stale, and Node 24 of the devDependency runs it. Plain
 * JavaScript for Node 20 and later, because it runs before anything is installed.
 *
 * Exits with the program's own exit code; 3 when the packages cannot be installed.
 * @param {string} program a key of `programs`
 * @param {readonly string[]} args
 */
export async function bootstrap(program, args) {
  const steps = programs[program];
  if (steps === undefined) {
    process.stderr.write(
      `Expected one of ${Object.keys(programs).join(', ')}, got "${program}".\n`,
    );
    process.exit(2);
  }
  await installPackages();
  for (const [index, step] of steps.entries()) {
    const last = index === steps.length - 1;
    const code = await run([...step, ...(last ? args : [])]);
    if (code !== 0) process.exit(code);
  }
  process.exit(0);
}

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const modules = path.join(root, 'node_modules');
const bin = path.join(modules, '.bin');
const node = path.join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

const lint = [node, path.join(modules, '@biomejs/biome/bin/biome'), 'check', '--error-on-warnings'];
const typecheck = [node, path.join(modules, 'typescript/bin/tsc'), '--noEmit'];
const jest = [
  node,
  // Jest's own support for ES modules, and Node's for types, are behind these two names.
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  path.join(modules, 'jest/bin/jest.js'),
];

/** What each npm script runs, one after the other; further arguments go to the last. @type {Record<string, string[][]>} */
const programs = {
  'spec-check': [[node, path.join(root, 'spec-check/cli.ts')]],
  test: [lint, typecheck, jest],
  lint: [lint],
  typecheck: [typecheck],
  dev: [[node, 'api/dev.ts']],
  start: [[node, 'api/main.ts']],
  build: [[node, 'api/build.ts']],
};

/**
 * @param {string[]} command
 * @returns {Promise<number>} its exit code, 128 + n for signal n
 */
function run([file = node, ...args]) {
  const child = spawn(file, args, {
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${bin}${path.delimiter}${path.dirname(node)}${path.delimiter}${process.env.PATH}`,
    },
  });
  // A terminal sends Ctrl-C to the whole group: the program has it already, and this waits for its clean-up.
  const wait = () => {};
  const pass = () => child.kill('SIGTERM');
  process.on('SIGINT', process.stdin.isTTY ? wait : () => child.kill('SIGINT'));
  process.on('SIGTERM', pass);
  return new Promise((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`${file} cannot be started: ${error.message}\n`);
      resolve(3);
    });
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === 'SIGINT' ? 2 : 15)));
  });
}

async function installPackages() {
  const key = lockKey();
  if (isInstalled(key)) return;
  const release = await lock();
  try {
    if (isInstalled(key)) return;
    process.stderr.write(
      `Installing the locked packages (npm ci): ${existsSync(modules) ? 'package-lock.json has changed' : 'first run'}\n`,
    );
    // `--include=dev`: NODE_ENV=production would leave out what the tests and the embedded database need.
    npm(['ci', '--include=dev', '--no-audit', '--no-fund']);
    // An npm that asks before it runs install scripts leaves Node's own package empty.
    if (!existsSync(node)) npm(['rebuild', 'node']);
    if (!existsSync(node))
      fail(
        'Node 24 was not installed by its package',
        'Allow its install script: npm config get ignore-scripts must be false; then npm rebuild node',
      );
    writeFileSync(path.join(modules, keyFile), key);
  } finally {
    release();
  }
}

const keyFile = '.installed-for';

/** The lock file and the platform: packages of another platform in a shared folder are stale too. */
function lockKey() {
  const text = readFileSync(path.join(root, 'package-lock.json'));
  return createHash('sha256')
    .update(text)
    .update(`${process.platform}-${process.arch}`)
    .digest('hex');
}

/** @param {string} key */
function isInstalled(key) {
  try {
    return readFileSync(path.join(modules, keyFile), 'utf8') === key && existsSync(node);
  } catch {
    return false;
  }
}

/** @param {string[]} args */
function npm(args) {
  const file = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const result = spawnSync(file, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    env: { ...process.env, npm_config_ignore_scripts: 'false', npm_config_loglevel: 'error' },
  });
  if (result.error)
    fail(
      `npm cannot be started: ${result.error.message}`,
      'Install Node.js with npm: https://nodejs.org',
    );
  if (result.status !== 0) {
    const said = `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-6).join('\n  ');
    fail(`npm ${args[0]} failed:\n  ${said}`, 'Check the network (npm ping), then run again');
  }
}

/** @param {string} message @param {string} hint @returns {never} */
function fail(message, hint) {
  process.stderr.write(`packages-not-installed: ${message}\n  ${hint}\n`);
  process.exit(3);
}

/** Two runs must not install at the same time: the second waits for the first. Returns the release. */
async function lock() {
  const folder = path.join(root, '.cache', 'installing');
  mkdirSync(path.dirname(folder), { recursive: true });
  for (;;) {
    try {
      mkdirSync(folder);
      const release = () => rmSync(folder, { recursive: true, force: true });
      process.once('exit', release);
      return release;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
      if (age(folder) > 10 * 60_000) rmSync(folder, { recursive: true, force: true });
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}

/** @param {string} file @returns {number} milliseconds */
function age(file) {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [program = '', ...args] = process.argv.slice(2);
  await bootstrap(program, args);
}
