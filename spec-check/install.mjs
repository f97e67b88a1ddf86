import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Installs the locked packages of a project unless they are there: `npm ci`, announced in one line on
 * stderr. Plain JavaScript for Node 20 and later, because nothing is installed when it runs. Two runs
 * that start together install once. Throws InstallError.
 * @param {string} root the folder of package-lock.json
 * @param {string} node where the package `node` puts its binary
 */
export async function installPackages(root, node) {
  if (isInstalled(root, node)) return;
  const release = await lock(path.join(root, '.cache', 'installing'));
  try {
    // Another run may have installed them while this one waited.
    if (isInstalled(root, node)) return;
    const why = existsSync(path.join(root, 'node_modules')) ? 'they are out of date' : 'first run';
    process.stderr.write(`Installing the locked packages (npm ci): ${why}\n`);
    // NODE_ENV=production would leave out what the tests need.
    npm(root, ['ci', '--include=dev']);
    // Install scripts are off, or wait for a yes: this one is the project's own choice.
    if (!existsSync(node)) npm(root, ['rebuild', 'node', '--ignore-scripts=false']);
  } finally {
    release();
  }
}

/** The packages cannot be installed; the hint says what to do. */
export class InstallError extends Error {
  code = 'packages-not-installed';

  /** @param {string} message @param {string} hint */
  constructor(message, hint) {
    super(message);
    this.hint = hint;
  }
}

/** npm writes its own list after it has installed the lock file's. @param {string} root @param {string} node */
function isInstalled(root, node) {
  const installed = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed) || !existsSync(node)) return false;
  return statSync(installed).mtimeMs >= statSync(path.join(root, 'package-lock.json')).mtimeMs;
}

/** @param {string} root @param {string[]} args */
function npm(root, args) {
  // Not by the Node that it is about to replace.
  const PATH = (process.env.PATH ?? '')
    .split(path.delimiter)
    .filter((folder) => !folder.startsWith(path.join(root, 'node_modules')))
    .join(path.delimiter);
  const windows = process.platform === 'win32';
  const { error, status, stdout, stderr } = spawnSync(windows ? 'npm.cmd' : 'npm', args, {
    cwd: root,
    encoding: 'utf8',
    shell: windows,
    // `npm run -s` would hide the reason of a failure.
    env: { ...process.env, PATH, npm_config_loglevel: 'error' },
  });
  if (status === 0) return;
  if (error !== undefined)
    throw new InstallError(
      `npm cannot be started: ${error.message}`,
      'Install Node.js with npm: https://nodejs.org/en/download',
    );
  const output = `${stdout}${stderr}`;
  const [, hint] = hints.find(([sign]) => sign.test(output)) ?? [];
  throw new InstallError(
    `npm ${args[0]} failed:\n  ${reason(output)}`,
    hint ?? 'Check the network and the package registry (npm ping), then run again.',
  );
}

const hints = /** @type {const} */ ([
  [/EACCES|EPERM|EROFS/, 'Make the folder of the project writable for this account.'],
  [/ENOSPC/, 'Make room on the disk, then run again.'],
  [/EUSAGE/, 'Bring package-lock.json in line with package.json: npm install'],
]);

/** The end of what npm printed, without stacks. @param {string} output */
function reason(output) {
  return output
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => !/^(npm error)?( {2,}| at |.*[{}]$|$)|A complete log|^npm error$/.test(line))
    .slice(-6)
    .join('\n  ');
}

/** Waits for another run that installs, unless that one died. @param {string} folder @returns {Promise<() => void>} the release */
async function lock(folder) {
  const owner = path.join(folder, 'pid');
  mkdirSync(path.dirname(folder), { recursive: true });
  for (let announced = false; ; announced = true) {
    try {
      mkdirSync(folder);
      writeFileSync(owner, String(process.pid));
      return () => rmSync(folder, { recursive: true, force: true });
    } catch {
      if (!isAlive(owner)) rmSync(folder, { recursive: true, force: true });
      else if (!announced) process.stderr.write('Another run is installing the packages\n');
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Whether the process whose number a file holds runs, or has yet to write it. @param {string} file */
function isAlive(file) {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code !== 'ENOENT') return code === 'EPERM';
    const folder = path.dirname(file);
    return existsSync(folder) && Date.now() - statSync(folder).mtimeMs < 5000;
  }
}
