import { chmod, copyFile, mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { lastLines } from '../model/format.ts';
import { type DebianImage, debianImage, imageUnavailable, type MakeImage } from './debian-image.ts';
import { isInReach } from './image-registry.ts';

/** Options of `docker build` that hand on this environment's proxies by name alone. */
export const proxyArguments = (env: NodeJS.ProcessEnv): readonly string[] =>
  ['http_proxy', 'https_proxy', 'no_proxy']
    .flatMap((name) => [name, name.toUpperCase()])
    .filter((name) => env[name])
    .flatMap((name) => ['--build-arg', name]);

/** The value for `ARG NODE_IMAGE`: that of the environment, else the official image, else one made of distribution packages and this Node. Throws MachineFault. */
export async function nodeBaseImage(setUp: MakeImage) {
  // A network without Docker Hub may have a mirror of the official image.
  const mirror = process.env.NODE_IMAGE?.trim();
  const isOfficial = !mirror && (await isInReach(setUp.docker, officialBase, setUp.signal));
  const reference = isOfficial ? officialBase : mirror || (await standInBase(setUp));
  const buildArgs: Readonly<Record<string, string>> = isOfficial ? {} : { NODE_IMAGE: reference };
  return { reference, buildArgs };
}

const officialBase = 'node:24-bookworm-slim';

/** The stand-in, made once: for this machine's architecture with this very Node, or for another with the Node given, of the same version. Throws MachineFault. */
export async function standInBase(
  setUp: MakeImage,
  {
    node = process.execPath,
    ...other
  }: { node?: string } & Pick<DebianImage, 'architecture' | 'source'> = {},
): Promise<string> {
  const { roots, npmrc } = await trustOfThisMachine();
  return debianImage(
    {
      repository: 'spec-check/node',
      ...other,
      packages: ['coreutils', 'dash', 'libstdc++6'],
      files: {
        '/etc/passwd': accounts,
        '/etc/group': 'root:x:0:\nnode:x:1000:\nnogroup:x:65534:\n',
        '/usr/local/etc/npmrc': npmrc,
        ...(roots !== undefined && { [rootsInImage]: roots }),
      },
      async prepare(root) {
        const prefix = path.join(root, 'usr/local');
        const home = path.join(root, 'home/node');
        await mkdir(home, { recursive: true });
        // All files of the layer are root's.
        await chmod(home, 0o777);
        await mkdir(path.join(prefix, 'bin'), { recursive: true });
        await copyFile(node, path.join(prefix, 'bin/node'));
        await chmod(path.join(prefix, 'bin/node'), 0o755);
        await installNpm(prefix, setUp.signal);
      },
      env: {
        NODE_VERSION: process.versions.node,
        ...(roots !== undefined && { NODE_EXTRA_CA_CERTS: rootsInImage }),
      },
      cmd: ['node'],
      key: [process.version, npmVersion, npmrc, roots ?? '', accounts],
    },
    setUp,
  );
}

/** `node` is in the official image too. */
const accounts =
  'root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000::/home/node:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n';

const npmVersion = '11.19.1';

const rootsInImage = '/etc/ssl/certs/ca-certificates.crt';

async function installNpm(prefix: string, signal: AbortSignal): Promise<void> {
  const install = ['install', '--global', '--ignore-scripts', '--prefix', prefix];
  const options = { reject: false, cancelSignal: signal, timeout: 2 * 60_000 };
  const installed = await execa('npm', [...install, `npm@${npmVersion}`], options);
  signal.throwIfAborted();
  if (installed.exitCode !== 0)
    throw imageUnavailable(
      `npm cannot be fetched for the stand-in base image: ${lastLines(installed.stderr, 1)}`,
      'Check the network: npm ping',
    );
}

/** Behind a corporate proxy this machine trusts further roots and uses another package registry; `npm ci` in a build must as well. */
async function trustOfThisMachine() {
  const setting = async (name: string) => {
    // Under `npm run` the setting is in the environment; asking npm costs a sixth of a second.
    if (process.env.npm_execpath !== undefined) return process.env[`npm_config_${name}`];
    const { stdout } = await execa('npm', ['config', 'get', name], { reject: false });
    return ['', 'null', 'undefined'].includes(stdout.trim()) ? undefined : stdout.trim();
  };
  const [cafile, registry] = await Promise.all([setting('cafile'), setting('registry')]);
  const file = cafile ?? process.env.NODE_EXTRA_CA_CERTS ?? '';
  const roots = await readFile(file, 'utf8').catch(() => undefined);
  // Never the whole npmrc: it may hold tokens.
  const npmrc = [
    ...['audit=false', 'fund=false', 'update-notifier=false'],
    ...(registry === undefined ? [] : [`registry=${registry}`]),
    ...(roots === undefined ? [] : [`cafile=${rootsInImage}`]),
  ];
  return { roots, npmrc: `${npmrc.join('\n')}\n` };
}
