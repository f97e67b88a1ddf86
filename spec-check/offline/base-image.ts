import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import type { SetUp } from '../docker/engine.ts';
import type { Docker } from '../model/docker.ts';
import { lastLines } from '../model/format.ts';
import { debianImage, imageUnavailable } from './debian-image.ts';
import { isInReach } from './image-registry.ts';

/** The image that a Dockerfile's `ARG NODE_IMAGE` is built on. */
export interface BaseImage {
  readonly reference: string;
  /** What stands in for the official image, or undefined when it is used itself. */
  readonly standIn: string | undefined;
  /** To pass with `--build-arg`; empty when the official image is used. */
  readonly buildArgs: Readonly<Record<string, string>>;
}

/**
 * Options of `docker build` that hand on the proxies of this environment: by name alone, as a value may
 * hold a password. Docker knows these arguments without an ARG, and keeps them out of the image.
 */
export function proxyArguments(env: NodeJS.ProcessEnv): readonly string[] {
  return ['http_proxy', 'https_proxy', 'no_proxy']
    .flatMap((name) => [name, name.toUpperCase()])
    .filter((name) => env[name])
    .flatMap((name) => ['--build-arg', name]);
}

/** The official image that the stand-in stands in for. */
export const officialBase = 'node:24-bookworm-slim';

/**
 * The image that NODE_IMAGE names, else the official one where an image registry is in reach, else a
 * stand-in of distribution packages, this very Node and npm, made once. Throws MachineFault.
 */
export async function nodeBaseImage(
  setUp: SetUp & { readonly docker: Docker },
): Promise<BaseImage> {
  // A mirror of the official image, as a network without Docker Hub has one.
  const mirror = process.env.NODE_IMAGE?.trim();
  if (mirror) return { reference: mirror, standIn: mirror, buildArgs: { NODE_IMAGE: mirror } };
  if (await isInReach(setUp.docker, officialBase, setUp.signal)) {
    return { reference: officialBase, standIn: undefined, buildArgs: {} };
  }
  const reference = await standInBase(setUp);
  return {
    reference,
    standIn: `${reference}, made of Debian packages and Node ${process.versions.node}`,
    buildArgs: { NODE_IMAGE: reference },
  };
}

/** The stand-in, made once: for this machine's architecture with this very Node, or for another with the Node given, of the same version. Throws MachineFault. */
export async function standInBase(
  setUp: SetUp & { readonly docker: Docker },
  other?: { readonly architecture: string; readonly node: string },
): Promise<string> {
  const trust = await trustOfThisMachine();
  return debianImage(
    {
      repository: 'spec-check/node',
      architecture: other?.architecture,
      packages: ['coreutils', 'dash', 'libstdc++6'],
      files: {
        '/etc/passwd':
          'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n',
        '/etc/group': 'root:x:0:\nnogroup:x:65534:\n',
        '/usr/local/bin/npm': '→ ../lib/node_modules/npm/bin/npm-cli.js',
        '/usr/local/bin/npx': '→ ../lib/node_modules/npm/bin/npx-cli.js',
        '/usr/local/etc/npmrc': trust.npmrc,
        ...(trust.roots !== undefined && { [rootsInImage]: trust.roots }),
      },
      async prepare(root) {
        const node = path.join(root, 'usr/local/bin/node');
        await copyFile(other?.node ?? process.execPath, node);
        await chmod(node, 0o755);
        await unpackNpm(path.join(root, 'usr/local/lib/node_modules/npm'), setUp.signal);
      },
      env: {
        NODE_VERSION: process.versions.node,
        ...(trust.roots !== undefined && { NODE_EXTRA_CA_CERTS: rootsInImage }),
      },
      cmd: ['node'],
      key: [process.version, npmVersion, trust.npmrc, hash(trust.roots ?? '')],
    },
    setUp,
  );
}

const npmVersion = '11.19.1';

const rootsInImage = '/etc/ssl/certs/ca-certificates.crt';

async function unpackNpm(folder: string, signal: AbortSignal): Promise<void> {
  await mkdir(folder, { recursive: true });
  const options = { cwd: folder, cancelSignal: signal, timeout: 2 * 60_000 };
  const pack = ['pack', '--silent', `npm@${npmVersion}`];
  const packed = await execa('npm', pack, { ...options, reject: false });
  signal.throwIfAborted();
  if (packed.exitCode !== 0)
    throw imageUnavailable(
      `npm cannot be fetched for the stand-in base image: ${lastLines(packed.stderr, 1)}`,
      'Check the network: npm ping',
    );
  const archive = path.join(folder, packed.stdout.trim());
  await execa('tar', ['--extract', '--strip-components=1', '--file', archive], options);
  await rm(archive);
}

/** Behind a corporate proxy this machine trusts further roots and uses another package registry; `npm ci` in a build must as well. */
async function trustOfThisMachine(): Promise<{
  readonly roots: string | undefined;
  readonly npmrc: string;
}> {
  const setting = async (name: string) => {
    // Under `npm run`, npm has said so already; asking it again costs a sixth of a second.
    if (process.env.npm_execpath !== undefined) return process.env[`npm_config_${name}`];
    const { stdout } = await execa('npm', ['config', 'get', name], { reject: false });
    return ['', 'null', 'undefined'].includes(stdout.trim()) ? undefined : stdout.trim();
  };
  const [cafile, registry] = await Promise.all([setting('cafile'), setting('registry')]);
  const file = cafile ?? process.env.NODE_EXTRA_CA_CERTS;
  const roots =
    file === undefined ? undefined : await readFile(file, 'utf8').catch(() => undefined);
  // Never the whole npmrc: it may hold tokens.
  const npmrc = [
    'audit=false',
    'fund=false',
    'update-notifier=false',
    ...(registry === undefined ? [] : [`registry=${registry}`]),
    ...(roots === undefined ? [] : [`cafile=${rootsInImage}`]),
  ];
  return { roots, npmrc: `${npmrc.join('\n')}\n` };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
