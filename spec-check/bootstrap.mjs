import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { InstallError, installPackages } from './install.mjs';

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
  try {
    await installPackages(root, node);
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    process.stderr.write(`${error.code}: ${error.message}\n  ${error.hint}\n`);
    process.exit(3);
  }
  for (const [index, { title, command }] of steps.entries()) {
    const last = index === steps.length - 1;
    if (steps.length > 1) process.stderr.write(`[${index + 1}/${steps.length}] ${title}\n`);
    const code = await run([...command, ...(last ? args : [])]);
    if (code !== 0) process.exit(code);
  }
  process.exit(0);
}

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const modules = path.join(root, 'node_modules');
const node = path.join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** @typedef {{ readonly title: string, readonly command: readonly string[] }} Step */

/** @type {Step} */
const lint = {
  title: 'Lint and format',
  command: [path.join(modules, '@biomejs/biome/bin/biome'), 'check', '--error-on-warnings'],
};
/** @type {Step} */
const typecheck = {
  title: 'Types',
  command: [path.join(modules, 'typescript/bin/tsc'), '--noEmit'],
};
/** @type {Step} */
const jest = {
  title: 'Tests',
  command: [
    // Jest's own support for ES modules, and Node's for types, are behind these two names.
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    path.join(modules, 'jest/bin/jest.js'),
  ],
};

/** What each npm script runs, one after the other; further arguments go to the last. @type {Record<string, readonly Step[]>} */
const programs = {
  'spec-check': [{ title: 'spec-check', command: [path.join(root, 'spec-check/cli.ts')] }],
  test: [lint, typecheck, jest],
  'test:full': [
    {
      title: 'Long tests',
      command: [
        ...jest.command,
        '--testPathIgnorePatterns=/node_modules/',
        '--testPathPatterns=\\.full\\.test\\.ts$',
      ],
    },
  ],
  lint: [lint],
  typecheck: [typecheck],
  dev: [{ title: 'API', command: [path.join(root, 'api/dev.ts')] }],
  start: [{ title: 'API', command: [path.join(root, 'api/main.ts')] }],
  'bench:api': [{ title: 'Benchmark', command: [path.join(root, 'bench/api.ts')] }],
  'bench:spec': [{ title: 'Benchmark', command: [path.join(root, 'bench/spec.ts')] }],
  'bench:image': [{ title: 'Benchmark', command: [path.join(root, 'bench/image.ts')] }],
  fuzz: [{ title: 'Fuzzing', command: [path.join(root, 'api/tests/fuzz.ts')] }],
  'new:check': [
    { title: 'New check', command: [path.join(root, 'spec-check/tests/tools/new-check.ts')] },
  ],
  docs: [{ title: 'Pages', command: [path.join(root, 'spec-check/docs/write.ts')] }],
  package: [{ title: 'Package', command: [path.join(root, 'spec-check/package/build.ts')] }],
  'docs:picture': [
    { title: 'Picture', command: [path.join(root, 'spec-check/docs/picture/picture.ts')] },
  ],
  build: [{ title: 'Bundle', command: [path.join(root, 'api/image/build.ts')] }],
};

/**
 * @param {readonly string[]} args of Node
 * @returns {Promise<number>} its exit code, 128 + n for signal n
 */
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
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => {
    // A terminal sends its Ctrl-C to the whole group: the program has it, and this waits for its clean-up.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    // npm passes on what it gets, too: one signal to the group would arrive several times.
    if (performance.now() - passed < 1000) return;
    passed = performance.now();
    child.kill(signal);
  };
  for (const signal of passedOn) process.on(signal, pass);
  return new Promise((resolve) => {
    /** @param {number} code */
    const ended = (code) => {
      for (const signal of passedOn) process.off(signal, pass);
      resolve(code);
    };
    child.once('error', ({ message }) => {
      process.stderr.write(`${node} cannot be started: ${message}\n`);
      ended(3);
    });
    child.once('exit', (code, signal) =>
      ended(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
    );
  });
}

const passedOn = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [program = '', ...args] = process.argv.slice(2);
  await bootstrap(program, args);
}
