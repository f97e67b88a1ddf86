import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/**
 * Installs the locked packages of a project unless they are there: `npm ci`, announced in one line
 * on stderr. Plain JavaScript for Node 20 and later, because nothing is installed when it runs.
 * Throws PackagesError.
 * @param {string} root the folder of package-lock.json
 * @param {string} node where the package `node` puts its binary
 */
export async function installPackages(root, node) {
  const project = { root, modules: path.join(root, 'node_modules'), node };
  const key = lockKey(root);
  if (isInstalled(project, key)) return;
  const release = await onlyOne(path.join(root, '.cache', 'installing'));
  try {
    // Another run may have installed them while this one waited.
    if (isInstalled(project, key)) return;
    // Somebody may have run npm by hand.
    if (!existsSync(node) || !agrees(root)) await install(project);
    patchPackages(root);
    note(project, key);
  } finally {
    release();
  }
}

/** The packages cannot be installed; says what to do. */
export class PackagesError extends Error {
  code = 'packages-not-installed';

  /** @param {string} message @param {string} hint @param {number} [exitCode] */
  constructor(message, hint, exitCode = 3) {
    super(message);
    this.hint = hint;
    this.exitCode = exitCode;
  }
}

/** @typedef {{ root: string, modules: string, node: string }} Project */

const keyFile = '.installed-for';

/**
 * The lock file, what is patched, and the platform: packages of another platform, in a shared folder, are stale too.
 * @param {string} root
 */
function lockKey(root) {
  return createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .update(
      patchesIn(root)
        .map((file) => readFileSync(file, 'utf8'))
        .join(),
    )
    .update(`${process.platform}-${process.arch}`)
    .digest('hex');
}

/** @param {Project} project @param {string} key */
function isInstalled({ modules, node }, key) {
  const marker = path.join(modules, keyFile);
  return existsSync(node) && existsSync(marker) && readFileSync(marker, 'utf8') === key;
}

/** @param {Pick<Project, 'modules'>} project @param {string} key */
function note({ modules }, key) {
  try {
    writeFileSync(path.join(modules, keyFile), key);
  } catch {
    // A folder that only others may write: compared again the next time.
  }
}

/**
 * Whether everything that is locked, and nothing else, is installed, by npm's note of its work.
 * Optional packages may be missing, and only those of this platform may be there.
 * @param {string} root
 */
function agrees(root) {
  const installedFile = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const locked = packagesIn(path.join(root, 'package-lock.json'));
  const installed = packagesIn(installedFile);
  /** @param {Locked | undefined} one @param {Locked | undefined} other */
  const same = (one, other) =>
    one?.version === other?.version && one?.integrity === other?.integrity;
  return (
    Object.entries(locked).every(([name, entry]) =>
      name === '' || (entry.optional && installed[name] === undefined)
        ? true
        : installed[name] !== undefined && same(entry, installed[name]),
    ) &&
    Object.entries(installed).every(
      ([name, { os }]) =>
        locked[name] !== undefined && (os === undefined || os.includes(process.platform)),
    )
  );
}

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, os?: string[] }} Locked */

/** @param {string} file @returns {Record<string, Locked>} */
function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

const patches = 'api/db/patches';

/** @param {string} root */
function patchesIn(root) {
  const folder = path.join(root, patches);
  return existsSync(folder) ? readdirSync(folder).map((file) => path.join(folder, file)) : [];
}

/** What `npm ci` does as the project's own install script, where those are off. @param {string} root */
function patchPackages(root) {
  if (patchesIn(root).length === 0) return;
  const program = path.join(root, 'node_modules/patch-package/index.js');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [program, '--patch-dir', patches, '--error-on-fail'],
    { cwd: root, encoding: 'utf8' },
  );
  if (status === 0) return;
  throw new PackagesError(`The packages cannot be patched: ${stdout}${stderr}`, `See ${patches}.`);
}

/** @param {Project} project */
async function install({ root, modules, node }) {
  const why = existsSync(modules) ? 'package-lock.json or the platform has changed' : 'first run';
  process.stderr.write(`Installing the locked packages (npm ci): ${why}\n`);
  // NODE_ENV=production would leave out what the tests and the embedded database need.
  await npm(root, ['ci', '--include=dev', '--no-audit', '--no-fund']);
  if (existsSync(node)) return;
  // Install scripts are off, or wait for a yes: this one is the project's own choice, and no other is run.
  await npm(root, ['rebuild', 'node', '--ignore-scripts=false']);
  if (existsSync(node)) return;
  throw new PackagesError(
    `The package node has not put its binary at ${node}`,
    'Run its install script by hand: npm rebuild node --ignore-scripts=false --foreground-scripts',
  );
}

/** @param {string} root @param {string[]} args @returns {Promise<void>} */
function npm(root, args) {
  const windows = process.platform === 'win32';
  const child = spawn(windows ? 'npm.cmd' : 'npm', args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: windows,
    env: {
      ...process.env,
      // Not by the Node that it is about to replace.
      PATH: (process.env.PATH ?? '')
        .split(path.delimiter)
        .filter((folder) => !folder.startsWith(path.join(root, 'node_modules')))
        .join(path.delimiter),
      // `npm run -s` would hide the reason of a failure.
      npm_config_loglevel: 'error',
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
  /** @type {NodeJS.Signals | undefined} */
  let interrupted;
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => {
    interrupted = signal;
    child.kill(signal);
  };
  process.on('SIGINT', pass).on('SIGTERM', pass);
  return new Promise((resolve, reject) => {
    child.once('error', ({ message }) =>
      reject(
        new PackagesError(
          `npm cannot be started: ${message}`,
          'Install Node.js with npm: https://nodejs.org/en/download',
        ),
      ),
    );
    child.once('close', (code) => {
      process.off('SIGINT', pass).off('SIGTERM', pass);
      if (interrupted !== undefined) {
        const exitCode = interrupted === 'SIGINT' ? 130 : 143;
        reject(new PackagesError('Interrupted', 'Run again; it starts over.', exitCode));
      } else if (code === 0) resolve();
      else {
        const tail = lastWords(said).join('\n  ');
        const hint = /EACCES|EPERM|EROFS/.test(said)
          ? `Make the folder writable for this account: ${root}`
          : /ENOSPC/.test(said)
            ? 'Make room on the disk, then run again.'
            : /EUSAGE/.test(said)
              ? 'Bring package-lock.json in line with package.json: npm install'
              : 'Check the network and the package registry (npm ping), then run again.';
        reject(new PackagesError(`npm ${args[0]} failed:\n  ${tail}`, hint));
      }
    });
  });
}

/** The end of what npm said, without the stack and the dumped object that it puts there. @param {string} said */
function lastWords(said) {
  return said
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => !/^(npm error)?( {2,}| at |.*[{}]$|$)|A complete log|^npm error$/.test(line))
    .slice(-6);
}

/**
 * Two runs must not install at the same time: the second waits for the first, unless that one died.
 * @param {string} folder the lock @returns {Promise<() => void>} the release
 */
async function onlyOne(folder) {
  mkdirSync(path.dirname(folder), { recursive: true });
  for (let told = false; ; told = true) {
    try {
      mkdirSync(folder);
      writeFileSync(path.join(folder, 'pid'), String(process.pid));
      return () => rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    if (isAbandoned(folder)) {
      // Renaming succeeds for one only of those who wait.
      const aside = `${folder}-${process.pid}`;
      try {
        renameSync(folder, aside);
        rmSync(aside, { recursive: true, force: true });
      } catch {}
      continue;
    }
    if (!told) process.stderr.write('Another run is installing the packages: waiting for it\n');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** @param {string} folder */
function isAbandoned(folder) {
  try {
    const pid = Number(readFileSync(path.join(folder, 'pid'), 'utf8'));
    process.kill(pid, 0);
    return false;
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'ESRCH') return true;
    // Its maker has not written its number yet, or never will.
    return code === 'ENOENT' && existsSync(folder) && Date.now() - statSync(folder).mtimeMs > 5000;
  }
}
