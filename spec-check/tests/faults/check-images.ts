import { generateKeyPairSync } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { nodeBaseImage } from '../../../setup/base-image.ts';
import type { Docker } from '../../../setup/docker.ts';
import { findEngine } from '../../../setup/engine.ts';
import type { Report } from '../../report/report.ts';
import type { FaultyImage } from './faults.ts';
import { startForgetfulRegistry } from './forgetful-registry.mjs';

/** What the command line said of one image. */
export interface Result {
  readonly report: Report;
  readonly exitCode: number | undefined;
  /** Progress and diagnostics. */
  readonly output: string;
}

export interface CheckedImages extends AsyncDisposable {
  readonly result: (name: string) => Result;
}

type Wanted = Omit<FaultyImage, 'faults'> &
  ({ readonly promises: readonly string[] } | Pick<FaultyImage, 'faults'>);

const cli = fileURLToPath(new URL('../../cli.ts', import.meta.url));
const fixtures = fileURLToPath(new URL('.', import.meta.url));
const postgresPackage = fileURLToPath(new URL('../../../node_modules/postgres', import.meta.url));

/** Builds every image and runs the command line on each, three at a time. */
export async function checkImages(
  wanted: Readonly<Record<string, Wanted>>,
): Promise<CheckedImages> {
  await using started = new AsyncDisposableStack();
  const work = await mkdtemp(path.join(tmpdir(), 'spec-check-faults-'));
  started.defer(() => rm(work, { recursive: true, force: true }));
  const registry = await startForgetfulRegistry();
  started.defer(() => registry.close());
  const set = { log: () => {}, signal: new AbortController().signal };
  const { docker } = await findEngine(set);
  const { buildArgs } = await nodeBaseImage({ docker, ...set });
  const context = await makeContext(path.join(work, 'context'));
  const images: string[] = [];
  started.defer(async () => {
    await docker.run(['rmi', '--force', ...images]);
  });

  const results = new Map<string, Result>();
  const jobs = Object.entries(wanted).map(([name, image], index) => async () => {
    const promises =
      'faults' in image ? image.faults.map(({ promise }) => promise) : image.promises;
    const folder = path.join(work, String(index));
    await mkdir(folder);
    await writeFile(
      path.join(folder, 'spec.md'),
      `# Fault\n\n## Success Criteria\n\n${promises.map((promise) => `- [ ] ${promise}\n`).join('')}`,
    );
    const options = image.forgetfulRegistry ? ['--registry', `localhost:${registry.port}`] : [];
    if (image.dockerfile === undefined) {
      const reference = `spec-check/fault:${index}`;
      images.push(reference);
      await buildImage(docker, reference, context, {
        ...image,
        args: { ...buildArgs, ...image.args },
      });
      options.push('--image', reference);
    } else {
      await writeFile(path.join(folder, 'Dockerfile'), image.dockerfile);
      images.push(`fault-${index}:spec-check`);
      await writeFile(
        path.join(folder, 'package.json'),
        JSON.stringify({ name: `fault-${index}` }),
      );
    }
    const { stdout, stderr, exitCode } = await execa(
      process.execPath,
      [cli, 'check', 'spec.md', '--format', 'json', '--timeout', '20', ...options],
      {
        cwd: folder,
        reject: false,
        timeout: 120_000,
        extendEnv: true,
        env: { DATABASE_URL: undefined },
      },
    );
    if (stdout === '') throw new Error(`No report of the image that ${name}: ${stderr}`);
    results.set(name, { report: JSON.parse(stdout), exitCode, output: stderr });
  });
  const worker = async () => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) await job();
  };
  await Promise.all([worker(), worker(), worker()]);

  const release = started.move();
  return {
    result(name) {
      const result = results.get(name);
      if (result === undefined) throw new Error(`No image was checked that ${name}.`);
      return result;
    },
    [Symbol.asyncDispose]: () => release.disposeAsync(),
  };
}

/** The stand-in API with its one dependency, and a key that nobody else has. */
export async function makeContext(folder: string): Promise<string> {
  await cp(fixtures, folder, { recursive: true });
  await cp(postgresPackage, path.join(folder, 'node_modules/postgres'), { recursive: true });
  const { privateKey } = generateKeyPairSync('ed25519');
  await writeFile(
    path.join(folder, 'id_ed25519'),
    privateKey.export({ type: 'pkcs8', format: 'pem' }),
  );
  return folder;
}

async function buildImage(
  docker: Docker,
  reference: string,
  context: string,
  { target = 'good', args = {} }: Pick<FaultyImage, 'target' | 'args'>,
): Promise<void> {
  const given = Object.entries(args).flatMap(([name, value]) => [
    '--build-arg',
    `${name}=${value}`,
  ]);
  await docker.read(
    ['build', '--quiet', '--target', target, '--tag', reference, ...given, context],
    { timeout: 120_000 },
  );
}
