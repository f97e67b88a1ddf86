import { generateKeyPairSync } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { nodeBaseImage } from '../../setup/base-image.ts';
import { findEngine } from '../../setup/engine.ts';
import type { Report } from '../report/report.ts';
import { startForgetfulRegistry } from './faults/forgetful-registry.mjs';

/**
 * Every check meets images that break its promise, for real, and must say FAIL and why. The same image
 * without a fault passes all of them, so that it is the fault that is seen and nothing else.
 */
interface Fault {
  readonly promise: string;
  /** Stage of `faults/Dockerfile`, `good` unless given. */
  readonly target?: string;
  readonly args?: Readonly<Record<string, string>>;
  /** A Dockerfile that the CLI builds by itself, in place of an image. */
  readonly dockerfile?: string;
  readonly options?: () => readonly string[];
  /** In evidence, actual, diagnosis or fix. */
  readonly says: RegExp;
}

const program = (FAULT: string) => ({ args: { FAULT } });

const faults: Readonly<Record<string, Readonly<Record<string, Fault>>>> = {
  builds: {
    'line 12 fails': {
      promise: 'Container builds successfully without errors',
      dockerfile: `ARG NODE_IMAGE=node:24\nFROM \${NODE_IMAGE}\n${'\n'.repeat(9)}RUN node -e "console.log('about to fail'); process.exit(7)"\nRUN echo never\n`,
      says: /Line 12 of the Dockerfile fails: RUN node[^]*about to fail/,
    },
    'a file to copy is missing': {
      promise: 'Container builds successfully without errors',
      dockerfile: 'ARG NODE_IMAGE=node:24\nFROM ${NODE_IMAGE}\nCOPY nowhere.txt /\n',
      says: /Line 3[^]*not in the build context/,
    },
  },
  'image-size': {
    'is over 210 MB': { promise: 'Image size under 200MB', target: 'large', says: /above the limit[^]*the largest layers[^]*60\.0 MB {2}RUN/ },
    'is smaller than promised': { promise: 'Image size over 400MB', says: /below the limit/ },
    'is too large to download': { promise: 'Compressed image size below 20 MB', says: /MB compressed, .* above the limit/ },
  },
  'non-root': {
    'names no user': { promise: 'Container runs as non-root user', target: 'no-user', says: /Runs as root[^]*USER is not set/ },
    'has a root named appuser': { promise: 'Container runs as non-root user', target: 'root-named-appuser', says: /whoami says appuser[^]*root under another name/ },
    'says USER 0:0': { promise: 'Does NOT run as root', target: 'user-zero', says: /Runs as root/ },
    'runs as another user': { promise: 'Runs as `www-data`', says: /Does not run as www-data/ },
  },
  health: {
    'answers 500': { promise: 'Health check endpoint responds at `/health`', ...program('health-fails'), says: /GET \/health → 500/ },
    'answers elsewhere': { promise: 'Health check endpoint responds at `/health`', ...program('health-elsewhere'), says: /GET \/health → 404[^]*no such endpoint/ },
    'has no /healthz': { promise: '200 at `/healthz`', says: /GET \/healthz → 404/ },
  },
  crud: {
    'keeps tasks in memory': { promise: 'All CRUD endpoints work', ...program('memory'), says: /no table has one[^]*in memory/ },
    'deletes nothing': { promise: 'All CRUD endpoints work', ...program('delete-deletes-nothing'), says: /DELETE answers that it went well and deletes nothing/ },
    'only hides what is deleted': { promise: 'All CRUD endpoints work', ...program('delete-hides'), says: /soft delete/ },
    'updates every row': { promise: 'All CRUD endpoints work', ...program('update-changes-all'), says: /changes another one too/ },
  },
  database: {
    'ignores DATABASE_URL': { promise: 'Container can connect to the database with the provided DATABASE_URL', ...program('ignores-database-url'), says: /not in the database of DATABASE_URL/ },
    'keeps data in the container': { promise: 'Data survives container recreation', ...program('ignores-database-url'), says: /DATABASE_URL is not used/ },
    'empties its table at every start': { promise: 'Data survives a container restart', ...program('empties-at-start'), says: /gone after a restart/ },
  },
  push: {
    'meets a registry that keeps nothing': { promise: 'Image can be pushed to a registry', options: () => ['--registry', `localhost:${forgetful.port}`], says: /does not have .* after the push/ },
  },
  'pull-elsewhere': {
    'needs what only the first machine has': { promise: 'Image can be pulled and run on a different machine', ...program('needs-the-first-machine'), says: /other engine[^]*host\.docker\.internal/ },
  },
  healthcheck: {
    'is not declared': { promise: 'The image declares a HEALTHCHECK', target: 'healthcheck-none', says: /declares no HEALTHCHECK/ },
    'always says yes': { promise: 'The image declares a HEALTHCHECK', target: 'healthcheck-always-yes', says: /Still healthy .* after the API was frozen/ },
  },
  'no-secrets': {
    'has a key deleted in a later layer': { promise: 'No secrets in image', target: 'secret-deleted', says: /private key: \/app\/keys\/id_ed25519 in layer \d+ .*deleted or replaced by a later layer/ },
    'has a token in ENV': { promise: 'No secrets in image', target: 'secret-in-env', says: /ENV API_TOKEN/ },
    'has a password in a label': { promise: 'No secrets in image', target: 'secret-in-label', says: /connection string with a password: LABEL deploy.database/ },
    'has a build argument in its history': { promise: 'No secrets in image', target: 'secret-in-build-argument', args: { NPM_TOKEN: 'kJ8sQ2mX7vR4tZ1w' }, says: /history .*NPM_TOKEN/ },
    'has a password in its code': { promise: 'No secrets in image', target: 'secret-in-code', says: /connection string with a password: \/app\/config\.mjs/ },
  },
  'env-required': {
    'runs without it': { promise: 'DATABASE_URL is required', args: { FAULT: 'starts-without-database-url,memory' }, says: /Without DATABASE_URL it runs and answers/ },
    'does not say what is missing': { promise: 'DATABASE_URL is required', ...program('exits-silently'), says: /does not name it/ },
    'exits with 0': { promise: 'DATABASE_URL is required', ...program('exits-with-0'), says: /exits with 0/ },
    'prints a secret': { promise: 'DATABASE_URL is required', ...program('prints-a-secret'), says: /prints a secret \(Neon password\)/ },
    'has a value of its own': { promise: 'DATABASE_URL is required', target: 'database-url-hardcoded', says: /image itself sets DATABASE_URL/ },
  },
  port: {
    'has a fixed port': { promise: '**PORT**: Configurable, defaults to 8000', ...program('fixed-port'), says: /answers on port 8000[^]*PORT is not read/ },
  },
  'base-image': {
    'is another one': { promise: 'Base image is `python:3.13-slim`', dockerfile: 'ARG NODE_IMAGE=node:24-bookworm-slim\nFROM ${NODE_IMAGE}\n', says: /The last stage builds on node:24-bookworm-slim/ },
    'is only used to build': { promise: 'Base image is `python:3.13-slim`', dockerfile: 'ARG NODE_IMAGE=node:24-bookworm-slim\nFROM ${NODE_IMAGE} AS build\nFROM build AS last\nFROM ${NODE_IMAGE}\n', says: /builds on node/ },
  },
};

const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
const fixtures = fileURLToPath(new URL('./faults', import.meta.url));
const postgresPackage = fileURLToPath(new URL('../../node_modules/postgres', import.meta.url));
const { signal } = new AbortController();
const reports = new Map<string, { readonly report: Report; readonly exitCode: number | undefined }>();
let work: string;
let forgetful: Awaited<ReturnType<typeof startForgetfulRegistry>>;
let removeImages = async () => {};

beforeAll(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'spec-check-faults-'));
  forgetful = await startForgetfulRegistry();
  const { docker } = await findEngine({ log: () => {}, signal });
  const { buildArgs } = await nodeBaseImage({ docker, log: () => {}, signal });
  const context = path.join(work, 'context');
  await cp(fixtures, context, { recursive: true });
  await cp(postgresPackage, path.join(context, 'node_modules/postgres'), { recursive: true });
  const { privateKey } = generateKeyPairSync('ed25519');
  await writeFile(path.join(context, 'id_ed25519'), privateKey.export({ type: 'pkcs8', format: 'pem' }));

  const images = new Map<string, string>();
  removeImages = async () => {
    await docker.run(['rmi', '--force', ...images.values()]);
  };
  const imageOf = async ({ target = 'good', args = {} }: Pick<Fault, 'target' | 'args'>) => {
    const key = JSON.stringify([target, args]);
    const reference = images.get(key) ?? `spec-check/fault:${images.size}`;
    if (!images.has(key)) {
      const given = Object.entries({ ...buildArgs, ...args }).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
      await docker.read(['build', '--quiet', '--target', target, '--tag', reference, ...given, context], { timeout: 120_000 });
      images.set(key, reference);
    }
    return reference;
  };
  const run = async (name: string, promises: readonly string[], fault: Partial<Fault>) => {
    const folder = path.join(work, name.replaceAll(/\W+/g, '-'));
    await mkdir(folder);
    await writeFile(path.join(folder, 'spec.md'), `# Fault\n\n## Success Criteria\n\n${promises.map((promise) => `- [ ] ${promise}\n`).join('')}`);
    if (fault.dockerfile !== undefined) await writeFile(path.join(folder, 'Dockerfile'), fault.dockerfile);
    const image = fault.dockerfile === undefined ? ['--image', await imageOf(fault)] : [];
    const { stdout, stderr, exitCode } = await execa(
      process.execPath,
      [cli, 'check', 'spec.md', ...image, '--format', 'json', '--timeout', '20', ...(fault.options?.() ?? [])],
      { cwd: folder, reject: false, timeout: 120_000 },
    );
    if (stdout === '') throw new Error(`${name}: ${stderr}`);
    reports.set(name, { report: JSON.parse(stdout), exitCode });
  };

  const jobs = Object.entries(faults).flatMap(([check, cases]) =>
    Object.entries(cases).map(([name, fault]) => () => run(`${check} ${name}`, [fault.promise], fault)),
  );
  const promises = Object.entries(faults).filter(([check]) => !['builds', 'base-image'].includes(check));
  // Built one after the other by whoever comes first, checked three at a time.
  for (const { target, args } of Object.values(faults).flatMap((cases) => Object.values(cases)).filter(({ dockerfile }) => dockerfile === undefined)) {
    await imageOf({ ...(target === undefined ? {} : { target }), ...(args === undefined ? {} : { args }) });
  }
  const kept = ([, cases]: (typeof promises)[number]) => Object.values(cases).map(({ promise }) => promise).filter((promise) => !/over 400MB|below 20 MB|www-data|healthz/.test(promise));
  jobs.unshift(() => run('good', [...new Set(promises.flatMap(kept))], {}));
  const worker = async () => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) await job();
  };
  await Promise.all([worker(), worker(), worker()]);
}, 400_000);

afterAll(async () => {
  forgetful.close();
  await removeImages();
  await rm(work, { recursive: true, force: true });
}, 60_000);

it('passes the same image without a fault on every promise', () => {
  const { report, exitCode } = reports.get('good') ?? {};
  expect(report?.items.map(({ text, status, evidence }) => [text, status, status === 'PASS' ? '' : evidence])).toEqual(report?.items.map(({ text }) => [text, 'PASS', '']));
  expect(exitCode).toBe(0);
});

describe.each(Object.keys(faults))('%s fails an image that', (check) => {
  it.each(Object.entries(faults[check] ?? {}))('%s', (name, { says }) => {
    const { report, exitCode } = reports.get(`${check} ${name}`) ?? {};
    const result = report?.items.flatMap(({ checks }) => checks).find((one) => one.check === check);
    expect(result).toMatchObject({ status: 'FAIL', expected: expect.any(String), actual: expect.any(String), fix: expect.any(String), command: expect.any(String) });
    expect([result?.evidence, result?.actual, result?.diagnosis, result?.fix].join('\n')).toMatch(says);
    expect(exitCode).toBe(1);
    expect(JSON.stringify(report)).not.toMatch(/vF3kQ9zLw2Xc|9f8a7b6c5d4e3f2a1b0c|kJ8sQ2mX7vR4tZ1w|npg_f4kE/);
  });
});
